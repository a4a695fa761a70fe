"""What happens in one room of mentoring because of another, and because of the floors below."""

from django.dispatch import receiver

from academy.core.tasks import retry_soon
from academy.members.facts import answers
from academy.members.signals import role_changed

from .concerns import services as concerns
from .models import Pairing
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


@answers("mentoring.reminders")
def reminders_of(*, member):
    """``(words, address)`` of what stands before her in her pairs. Without names. Six queries, one if she has none."""
    return [(line.words, line.url) for line in reminders.lines_for(member)]


@answers("mentoring.companions")
def companions(*, member):
    """Ids of the women with whom ``member`` is in a living pair: she may confirm their real tasks. One query."""
    pairs = Pairing.objects.of(member).filter(state__in=("active", "paused")).values_list("mentee", "mentor")
    return [mentor if mentee == member.pk else mentee for mentee, mentor in pairs]
