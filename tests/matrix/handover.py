"""Elections called, handovers, covers, farewell."""

from datetime import date, timedelta

from academy.members.models import Seat, SeatKind
from academy.members.seats.services import record_term
from leadership.handover import services
from leadership.models import ChangeRequest, Election, EmergencyCover, Memorial

from .words import DOOR, POST_ONLY_SIGNED_IN, row

#: The women of the organisation and who organises it. A facilitator or an editor has no part in a board.
BOARD = row(DOOR, 200, 200, 404, 200, *[404] * 4)
#: What is handed over: she who leaves; a companion and an organiser know only that there is a handover.
CONTENT = row(DOOR, 200, 403, 404, 403, *[404] * 4)

ROWS = {
    "leadership:call_election": BOARD,
    "leadership:election": BOARD,
    "leadership:election_results": BOARD,
    "leadership:election_not_held": BOARD,
    "leadership:election_paper": BOARD,
    "leadership:handovers": BOARD,
    "leadership:begin_handover": POST_ONLY_SIGNED_IN,
    "leadership:handover": BOARD,
    "leadership:act_on_handover": POST_ONLY_SIGNED_IN,
    "leadership:handover_paper": CONTENT,
    "leadership:give_item": CONTENT,
    "leadership:sign_item": POST_ONLY_SIGNED_IN,
    "leadership:name_cover": BOARD,
    "leadership:start_cover": BOARD,
    "leadership:decline_cover": POST_ONLY_SIGNED_IN,
    "leadership:farewell": BOARD,
    "leadership:undo_farewell": BOARD,
    "leadership:take_memorial_down": POST_ONLY_SIGNED_IN,
}


def addresses(house, course, people):
    kind = SeatKind.objects.get_or_create(code="tesorera", defaults={"name_es": "Tesorera"})[0]
    seat = Seat.objects.create(organisation=house.kitchen, kind=kind)
    term = record_term(
        seat=seat, by=None, holder=house.yuli, since=date(2025, 3, 8), until=date(2027, 3, 8), acta="Libro 1"
    )
    election = Election.objects.create(organisation=house.kitchen, on=date.today() - timedelta(days=1))
    election.seats.set([seat])
    handover = services.begin(outgoing=term, by=house.yuli)
    cover = EmergencyCover.objects.create(seat=seat, member=house.yuli)
    words = {"name": "Julia", "words": "La recordamos", "family": "Su hija"}
    memorial = Memorial.objects.create(organisation=house.kitchen, **words)
    item = handover.items.first()
    said = {"organisation": house.kitchen, "kind": "farewell", "payload": {"term": str(term.pk), "on": "2026-01-01"}}
    gone = ChangeRequest.objects.create(**said, state="approved")
    of_election, of_seat, of_term = [election.pk], [seat.pk], [term.pk]
    return {
        "leadership:call_election": [house.kitchen.pk],
        "leadership:election": of_election,
        "leadership:election_results": of_election,
        "leadership:election_not_held": of_election,
        "leadership:election_paper": [election.pk, "convocatoria"],
        "leadership:handovers": [house.kitchen.pk],
        "leadership:begin_handover": of_term,
        "leadership:handover": [handover.pk],
        "leadership:act_on_handover": [handover.pk],
        "leadership:handover_paper": [handover.pk],
        "leadership:give_item": [item.pk],
        "leadership:sign_item": [item.pk],
        "leadership:name_cover": of_seat,
        "leadership:start_cover": of_seat,
        "leadership:decline_cover": [cover.pk],
        "leadership:farewell": of_term,
        "leadership:undo_farewell": [gone.pk],
        "leadership:take_memorial_down": [memorial.pk],
    }
