"""Where the promises name women: what is held about her, and the one file that names those who hold our seats."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.members.exporting import kinds
from academy.members.her_data import registry

from ..models import Commitment, DeclaredHoliday, EscalationStep, FollowUp, SpaceSeat

STAYS = gettext_lazy("Quedan los compromisos de las autoridades y qué pasó con ellos, sin tu nombre.")


def shown(member):
    """What is held about her here: what she wrote down, asked and took on, and her seats. Six queries."""
    what = ("words", _("Promesa"), lambda row: row.commitment.words)
    followed = Commitment.objects.filter(follower_one=member) | Commitment.objects.filter(follower_two=member)
    return [
        registry.section(
            "commitments_noted",
            _("Promesas que anotaste"),
            Commitment.objects.filter(noted_by=member).order_by("noted_at"),
            ("words", _("Promesa"), "words"),
            ("institution", _("Institución"), "institution_said"),
            ("made_on", _("Cuándo"), "made_on"),
        ),
        registry.section(
            "commitments_followed",
            _("Promesas que sigues"),
            followed.order_by("made_on"),
            ("words", _("Promesa"), "words"),
            ("institution", _("Institución"), "institution_said"),
        ),
        registry.section(
            "follow_ups",
            _("Veces que preguntaste"),
            FollowUp.objects.filter(by=member).select_related("commitment").order_by("on"),
            what,
            ("on", _("Cuándo"), "on"),
            ("result", _("Lo que escribiste"), "result"),
        ),
        registry.section(
            "steps",
            _("Pasos que anotaste"),
            EscalationStep.objects.filter(by=member).select_related("commitment").order_by("on"),
            what,
            ("on", _("Cuándo"), "on"),
            ("step", _("Paso"), lambda row: str(row.get_step_display())),
        ),
        registry.section(
            "space_seats",
            _("Asientos que ocupaste en espacios"),
            SpaceSeat.objects.filter(holder=member).select_related("space").order_by("since"),
            ("space", _("Espacio"), lambda row: row.space.name),
            ("since", _("Desde"), "since"),
            ("until", _("Hasta"), lambda row: row.ended_on or row.until),
        ),
        registry.section(
            "holidays",
            _("Feriados por decreto que anotaste"),
            DeclaredHoliday.objects.filter(added_by=member),
            ("day", _("Día"), "day"),
            ("source", _("Norma"), "source"),
        ),
    ]


def seats(*, organisation, params, by):
    """Who holds our seats in spaces, of the organisation and those below it: a fact of its assembly's mandate."""
    held = SpaceSeat.objects.filter(space__organisation__path__startswith=organisation.path, ended_on=None)
    held = held.select_related("space", "holder", "organisation").order_by("space__name", "since", "pk")
    rows = [[_("Espacio"), _("Organización"), _("Asiento"), _("Compañera"), _("Desde"), _("Hasta"), _("Mandato")]]
    for seat in held:
        rows.append(
            [
                seat.space.name,
                seat.organisation.name,
                seat.name,
                seat.holder.display_name if seat.holder_id else seat.holder_name,
                date_format(seat.since, "Y-m-d"),
                date_format(seat.until, "Y-m-d") if seat.until else "",
                seat.mandate,
            ]
        )
    return kinds.Rows(rows=rows, members=frozenset(seat.holder_id for seat in held if seat.holder_id))


def register():
    registry.holds("promises", order=55, shown=shown, stays=STAYS)
    kinds.add(kinds.Kind(name="exchange.space_seats", title=gettext_lazy("Nuestros asientos en espacios"), rows=seats))
