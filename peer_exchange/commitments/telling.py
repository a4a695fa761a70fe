"""What commitments tell the rest of the house: open ones to who hands over a seat, hers to her own path."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from academy.members import facts, path

from .. import areas
from ..models import Commitment, EscalationStep, FollowUp
from . import rules

#: After what waits for her own answer, before a course in hand: two women promised to ask on that day.
TO_ASK = 30
#: Of an organisation, for a handover: what is told. More are seen on its page.
MOST_TOLD = 200


@facts.answers("open_commitments")
def open_commitments(organisation):
    """Open promises to this organisation, oldest due first: dicts of words, institution, post, due, state and url.

    ``due`` is a day or None. One query. Whoever asks has seen to it that its reader is of the organisation's board.
    """
    rows = Commitment.objects.open().filter(organisation=organisation).order_by("due_on", "made_on", "pk")
    return [
        {
            "words": row.words,
            "institution": row.institution_said,
            "post": row.post_said,
            "due": row.due_on,
            "state": str(row.get_state_display()),
            "url": reverse("exchange:commitment", args=[row.pk]),
        }
        for row in rows[:MOST_TOLD]
    ]


@path.invites
def to_ask(member):
    """A promise that she follows up waits for a question today. One query, two where there is one."""
    today = timezone.localdate()
    hers = Commitment.objects.to_check(today).filter(follower_one=member) | Commitment.objects.to_check(today).filter(
        follower_two=member
    )
    first = hers.order_by("next_check_on", "pk").first()
    if first is None:
        return None
    number = hers.count()
    words = ngettext("Toca preguntar por una promesa.", "Toca preguntar por %(number)s promesas.", number) % {
        "number": number
    }
    when = rules.when_in_words(state=first.state, due_on=first.due_on, closed_on=first.closed_on, at=today)
    return path.Invitation(
        order=TO_ASK,
        words=words,
        why=f"{first.institution_said}. {when}".strip(" ."),
        url=reverse("exchange:commitment", args=[first.pk]) if number == 1 else _list_of_hers(),
        button=_("Ver y preguntar"),
    )


def _list_of_hers():
    return f"{reverse('exchange:commitments')}?estado=mine"


@path.tells("commitments", gettext_lazy("Promesas que seguiste"), order=42)
def followed_by_her(member):
    """Each promise that she asked about or took a step for, once. Two queries."""
    days = {}
    for model in (FollowUp, EscalationStep):
        for commitment, on in model.objects.filter(by=member).values_list("commitment", "on"):
            days[commitment] = max(on, days.get(commitment, on))
    for row in Commitment.objects.filter(pk__in=days):
        yield path.Fact(
            key=f"commitment:{row.pk}",
            words=_("Hiciste seguimiento a una promesa de %(who)s") % {"who": row.institution_said or "…"},
            on=days[row.pk],
            detail=_("Desde el %(day)s.") % {"day": date_format(row.made_on, "DATE_FORMAT")},
            kind="commitment_followed",
            url=reverse("exchange:commitment", args=[row.pk]),
        )


def register():
    areas.add(
        areas.Area(
            "exchange:commitments",
            gettext_lazy("Compromisos"),
            gettext_lazy("Lo que prometieron las autoridades, y qué pasó."),
            20,
        )
    )
    areas.add(
        areas.Area(
            "exchange:owed", gettext_lazy("Lo que nos deben"), gettext_lazy("Cuánto cumplieron y qué falta."), 21
        )
    )
    areas.add(
        areas.Area(
            "exchange:spaces", gettext_lazy("Espacios"), gettext_lazy("Mesas y comités donde tenemos asiento."), 30
        )
    )
