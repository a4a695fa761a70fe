"""What happens in one room of mentoring because of another, and because of the floors below."""

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core.tasks import retry_soon
from academy.members import path
from academy.members.facts import answers
from academy.members.models import Member
from academy.members.signals import role_changed, woman_gone, woman_returned

from . import leaving
from .concerns import services as concerns
from .models import CircleSeat, Pairing
from .pairing import reminders
from .signals import pair_began, wants_to_talk


@receiver(wants_to_talk, dispatch_uid="mentoring_talk")
def to_a_support_person(sender, event, **kwargs):
    concerns.from_check_in(event=event)


@receiver(pair_began, dispatch_uid="mentoring_kept")
def what_waited_for_the_pair(sender, pairing, **kwargs):
    """A phone may have sent a meeting before the site knew the pair."""
    for member in (pairing.mentee_id, pairing.mentor_id):
        retry_soon(subject=member, codes=["unknown_pairing", "unknown_meeting"])


@receiver(role_changed, dispatch_uid="mentoring_support")
def readers_changed(sender, role, member, **kwargs):
    """Concerns that wait for a reader may have one now; those of somebody who may no longer read find another."""
    if role.kind in (role.Kind.SUPPORT, *concerns.OVER_HER):
        concerns.let_go(member=member)
        concerns.route_those_waiting()


@receiver(woman_gone, dispatch_uid="mentoring_gone")
def her_companions_are_not_alone(sender, member, by, **kwargs):
    leaving.is_gone(member=Member.objects.get(pk=member), by=by)


@receiver(woman_returned, dispatch_uid="mentoring_returned")
def it_was_an_error(sender, member, by, since, **kwargs):
    leaving.is_back(member=Member.objects.get(pk=member), since=since, by=by)


@answers("mentoring.reminders")
def reminders_of(*, member):
    """``(words, address)`` of what stands before her in her pairs. Without names. Six queries, one if she has none."""
    return [(line.words, line.url) for line in reminders.lines_for(member)]


@answers("mentoring.companions")
def companions(*, member):
    """Ids of the women with whom ``member`` is in a living pair: she may confirm their real tasks. One query."""
    pairs = Pairing.objects.of(member).filter(state__in=("active", "paused")).values_list("mentee", "mentor")
    return [mentor if mentee == member.pk else mentee for mentee, mentor in pairs]


@path.tells("ayni", gettext_lazy("Ayni"), order=50)
def ayni_of_hers(member):
    """Her pairs and circles, without the name of the other: her passport is read by others. Two queries."""
    for pair in Pairing.objects.of(member).filter(agreed_at__isnull=False):
        accompanied = pair.mentor_id == member.pk
        words = _("Acompañaste a una compañera.") if accompanied else _("Una compañera te acompañó.")
        yield path.Fact(
            key=f"pair:{pair.pk}",
            words=words,
            on=timezone.localdate(pair.agreed_at),
            detail=_("Días en que se encontraron: %(n)s") % {"n": pair.meetings_count},
            kind="accompanied" if accompanied and pair.meetings_count else "",
            url=reverse("mentoring:pair", args=[pair.pk]),
        )
    seats = CircleSeat.objects.filter(member=member, accepted_at__isnull=False)
    for seat in seats.select_related("circle"):
        accompanied = seat.part == CircleSeat.Part.MENTOR
        words = _("Acompañaste el círculo «%(name)s».") if accompanied else _("Aprendiste en el círculo «%(name)s».")
        yield path.Fact(
            key=f"seat:{seat.pk}",
            words=words % {"name": seat.circle.name},
            on=timezone.localdate(seat.accepted_at),
            kind="accompanied" if accompanied and seat.circle.meetings.exists() else "",
            url=reverse("mentoring:circle", args=[seat.circle_id]),
        )


@answers("mentoring.learners")
def learners(*, member):
    """Ids of mentees in the living pairs that ``member`` is one of: those she accompanies, and herself. One query."""
    return list(Pairing.objects.of(member).filter(state__in=("active", "paused")).values_list("mentee", flat=True))
