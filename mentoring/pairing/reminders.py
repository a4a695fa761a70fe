"""What stands before her, told calmly where she looks: the page of the pair, her home of mentoring, «Mi camino».

No name and no topic: the phone may be shared.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import CheckIn, Closing, FollowUp, Pairing
from . import rules, services

#: code → (words, page)
LINES = {
    "agreement": (_("Hacer nuestro acuerdo"), "mentoring:agreement"),
    "closing": (_("Contar qué aprendí"), "mentoring:close"),
    "check_in": (_("Decir cómo me va"), "mentoring:check_in"),
    "meeting": (_("Ya toca encontrarse. ¿Cuándo pueden?"), "mentoring:pair"),
    "follow_up": (_("Dos preguntas, tres meses después"), "mentoring:follow_up"),
}
#: How long the two questions after the end are asked for elsewhere than on the page of the pair.
ASKED_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Line:
    words: str
    url: str


def due_for(pairing, member, *, agreement, today=None):
    """Codes of what stands before her in this pair. At most three queries; none where all was fetched along."""
    today = today or timezone.localdate()
    closed = {row.member_id for row in pairing.closings.all()}
    found = rules.due(
        state=pairing.state,
        every_days=agreement.every_days if agreement else rules.EVERY_DAYS,
        last_contact_on=pairing.last_contact_on,
        agreed_on=_day(pairing.agreed_at),
        meetings=pairing.meetings_count,
        check_ins={row.moment for row in pairing.check_ins.all() if row.member_id == member.pk},
        closings=len(closed),
        closed_by_her=member.pk in closed,
        today=today,
    )
    follow_up = rules.follow_up_due(
        state=pairing.state, ending=pairing.ending, ended_on=_day(pairing.ended_at), today=today
    )
    if follow_up and not any(row.member_id == member.pk for row in pairing.follow_ups.all()):
        found.append("follow_up")
    return found


def lines_for(member, *, at=None):
    """What stands before her in all her pairs, as Lines, each once. Six queries, however many pairs; one if none."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    asked = Q(state=rules.CLOSED, ended_at__gte=at - rules.FOLLOW_UP_AFTER - ASKED_FOR)
    pairs = (
        Pairing.objects.of(member)
        .filter(Q(state__in=rules.LIVING) | asked)
        .prefetch_related(
            "agreements__acceptances",
            # Nothing of the other's faces is even read.
            Prefetch("check_ins", CheckIn.objects.filter(member=member)),
            Prefetch("closings", Closing.objects.only("pairing", "member")),
            Prefetch("follow_ups", FollowUp.objects.filter(member=member)),
        )
        .order_by("began_at", "pk")
    )
    found = []
    for pairing in pairs:
        standing, _waiting = services.wordings_of(pairing, texts=pairing.agreements.all())
        for code in due_for(pairing, member, agreement=standing, today=today):
            words, page = LINES[code]
            found.append(Line(str(words), reverse(page, args=[pairing.pk])))
    return found


def _day(moment):
    return timezone.localdate(moment) if moment else None
