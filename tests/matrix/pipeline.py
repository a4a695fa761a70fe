"""The organiser's home, and what opens from it. ``hers`` sits on the kitchen's board; the others do not."""

from django.utils import timezone

from academy.members.models import Seat, SeatKind
from academy.members.seats.rules import planned_end
from academy.members.seats.services import record_term

from .words import DOOR, OWN, POST_ONLY_SIGNED_IN, row

#: Who sits on a board sees it; who organises sees all hers, the organiser of the other organisation too.
WHO_SITS_OR_ORGANISES = row(DOOR, 200, 403, 403, 200, 403, 403, 200, 403)
#: The board and its organiser; the women of the organisation know that it is there.
BOARD_ALONE = row(DOOR, 200, 403, 404, 200, *[404] * 4)

ROWS = {
    "leadership:pipeline": WHO_SITS_OR_ORGANISES,
    "leadership:figure": WHO_SITS_OR_ORGANISES,
    "leadership:figure_file": WHO_SITS_OR_ORGANISES,
    "leadership:pipeline_map": WHO_SITS_OR_ORGANISES,
    "leadership:map_file": WHO_SITS_OR_ORGANISES,
    "leadership:pipeline_forecast": WHO_SITS_OR_ORGANISES,
    "leadership:pipeline_report": WHO_SITS_OR_ORGANISES,
    "leadership:recount": POST_ONLY_SIGNED_IN,
    "leadership:keeping": BOARD_ALONE,
    "leadership:rural": BOARD_ALONE,
    # Of the organisation at the top: who belongs below it is told who may.
    "leadership:hour_worth": row(DOOR, 403, 403, 404, 200, *[404] * 4),
    "leadership:my_age": OWN,
    "leadership:my_hours": OWN,
}


def addresses(house, course, people):
    kind = SeatKind.objects.get_or_create(code="vocal", defaults={"name_es": "Vocal"})[0]
    seat = Seat.objects.create(organisation=house.kitchen, kind=kind)
    today = timezone.localdate()
    record_term(
        seat=seat,
        by=None,
        holder=house.yuli,
        since=planned_end(today, -6),
        until=planned_end(today, 18),
        acta="Libro 1, página 7",
    )
    return {
        "leadership:figure": ["depth"],
        "leadership:figure_file": ["depth", "csv"],
        "leadership:map_file": ["xlsx"],
        "leadership:rural": [house.kitchen.pk],
        "leadership:hour_worth": [house.federation.pk],
        "leadership:keeping": [house.kitchen.pk],
    }
