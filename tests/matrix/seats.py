"""Boards, their register, and lists of boards."""

from datetime import date

from academy.members.models import Seat, SeatKind
from academy.members.seats.services import record_term
from leadership.models import BoardImport
from leadership.register import services

from .words import DOOR, OWN, POST_ONLY_SIGNED_IN, row

#: The women of the organisation and who organises it. A facilitator or an editor has no part in a board.
BOARD = row(DOOR, 200, 200, 404, 200, *[404] * 4)
#: The organiser's alone; the women of the organisation know that it is there.
ORGANISERS = row(DOOR, 403, 403, 404, 200, *[404] * 4)
#: Only who sent it.
SENDERS = row(DOOR, 403, 403, 404, 404, *[404] * 4)

ROWS = {
    "leadership:boards": OWN,
    "leadership:boards_template": OWN,
    # Not published, so guests are sent to the door.
    "leadership:board": BOARD,
    "leadership:register": BOARD,
    "leadership:elections": BOARD,
    "leadership:elections_ics": BOARD,
    "leadership:propose_rules": BOARD,
    "leadership:propose_seat": BOARD,
    "leadership:seat": BOARD,
    "leadership:change_seat": BOARD,
    "leadership:abolish_seat": BOARD,
    "leadership:record_term": BOARD,
    "leadership:end_term": BOARD,
    "leadership:complete_acta": BOARD,
    "leadership:annul_term": BOARD,
    "leadership:change": BOARD,
    "leadership:decide": POST_ONLY_SIGNED_IN,
    "leadership:import_boards": ORGANISERS,
    "leadership:boards_preview": SENDERS,
    "leadership:wrong_rows": SENDERS,
}


def addresses(house, course, people):
    kind = SeatKind.objects.get_or_create(code="presidenta", defaults={"name_es": "Presidenta"})[0]
    seat = Seat.objects.create(organisation=house.kitchen, kind=kind)
    term = record_term(
        seat=seat,
        by=None,
        holder=house.yuli,
        since=date(2025, 3, 8),
        until=date(2027, 3, 8),
        acta="",
        acta_pending=True,
    )
    rules = {"term_months": 24, "most_terms": 2, "source": "Estatuto", "published": False}
    change = services.propose(organisation=house.kitchen, by=house.yuli, kind="rules", payload=rules)
    sent = BoardImport.objects.create(organisation=house.kitchen, by=people["root"], file_name="juntas.csv")
    place, of_seat, of_term = [house.kitchen.pk], [seat.pk], [term.pk]
    return {
        "leadership:board": place,
        "leadership:register": place,
        "leadership:elections": place,
        "leadership:elections_ics": place,
        "leadership:propose_rules": place,
        "leadership:propose_seat": place,
        "leadership:seat": of_seat,
        "leadership:change_seat": of_seat,
        "leadership:abolish_seat": of_seat,
        "leadership:record_term": of_seat,
        "leadership:end_term": of_term,
        "leadership:complete_acta": of_term,
        "leadership:annul_term": of_term,
        "leadership:change": [change.pk],
        "leadership:decide": [change.pk],
        "leadership:import_boards": place,
        "leadership:boards_preview": [house.kitchen.pk, sent.pk],
        "leadership:wrong_rows": [house.kitchen.pk, sent.pk],
    }
