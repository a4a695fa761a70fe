"""Who may follow a promise up: women of the organisation and of its bases, its board, whoever looks after it."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied
from academy.members.models import Member, Organisation, Role, Term

from ..reserve import LOOKING_AFTER

#: Offered by name in a form; more than these are found by typing.
MOST_OFFERED = 60


def followers_of(organisation):
    """Members who may be one of the two. Active ones; one query when read."""
    step = Organisation.steplen
    above = [organisation.path[:end] for end in range(step, len(organisation.path) + 1, step)]
    belongs = Member.objects.of(organisation).values("pk")
    sits = Term.objects.holding(timezone.localdate()).filter(seat__organisation=organisation).values("holder")
    looks = Role.objects.standing().filter(kind__in=LOOKING_AFTER, organisation__path__in=above).values("member")
    found = Member.objects.filter(is_active=True)
    return (found.filter(pk__in=belongs) | found.filter(pk__in=sits) | found.filter(pk__in=looks)).order_by("name_key")


def offered_to(standing, organisation, *chosen):
    """Whom she may choose by name: all of them where she leads; else those whose names she may see, and who was
    ``chosen`` (ids) already. Three queries when read."""
    rows = followers_of(organisation)
    if standing.leads(organisation):
        return rows
    seen = Member.objects.visible_to(standing.member).values("pk")
    return rows.filter(Q(pk__in=seen) | Q(pk__in=[one for one in chosen if one]))


def may_follow(organisation, ids, *, known=None):
    """Who follows it up already may go on, wherever she belongs now."""
    wanted = set(map(str, ids))
    if known is not None:
        wanted -= {str(known.follower_one_id), str(known.follower_two_id)}
    if wanted and followers_of(organisation).filter(pk__in=wanted).count() < len(wanted):
        return Denied(_("Una de las dos no es de esta organización."), "not_companion")
    return Allowed()


def nobody():
    return Member.objects.none()
