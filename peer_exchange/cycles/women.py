"""Who may be asked for a role, and what she has held before: from rows to ``rotation.Woman``."""

from collections import Counter, defaultdict

from academy.members import facts
from academy.members.models import Member

from ..models import CycleRole, SessionLog
from .rotation import Woman

Role = CycleRole.Role
#: Women looked at for one proposal; of a large federation those with the fewest roles would do as well.
MOST = 400


def asked_from(cycle, user):
    """Women of the cycle's organisation and below whose name ``user`` may see, by id. Three queries."""
    near = Member.objects.visible_to(user).filter(is_active=True)
    rows = Member.objects.of(cycle.organisation).filter(pk__in=near.values("pk")).order_by("pk")[:MOST]
    return {member.pk: member for member in rows}


def women_of(members, user):
    """A Woman for each. Roles in cycles count once she said yes; keeping or guiding a session counts too. Four queries.

    That a woman is a mentee is known to the two of the pair alone: it is looked at only for those whom ``user``
    accompanies, and for herself.
    """
    held = defaultdict(Counter)
    said_yes = CycleRole.objects.filter(member__in=members, accepted_at__isnull=False)
    for member, role in said_yes.values_list("member", "role"):
        held[member][role] += 1
    for name, role in (("facilitated_by", Role.FACILITATOR), ("recorded_by", Role.RECORDER)):
        sessions = SessionLog.objects.filter(**{f"{name}__in": members})
        for member in sessions.values_list(name, flat=True):
            held[member][role] += 1
    learners = set(facts.ask("mentoring.learners", default=(), member=user))
    return [Woman(pk, dict(held[pk]), pk in learners) for pk in members]
