"""Who may write into the record of a learner. Asked for each event, whichever way it came."""

from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied
from academy.members.models import Member, Organisation

from . import rules
from .querysets import READERS, walks_with

#: Roles that may enter for her what she did: with a circle, or from paper.
FACILITATORS = ("facilitator", "organiser")


def accompanies(by, subject, roles, *, at=None):
    """Does ``by`` hold one of ``roles`` over an organisation of ``subject``'s, on the day ``at`` or today?"""
    scope = Organisation.objects.under_roles_of(by, *roles, at=at)
    return Member.objects.within(scope).filter(pk=subject).exists()


def people(arrival):
    """The one who recorded (None: herself), and a refusal where either is not known here or may not act."""
    if not Member.objects.filter(pk=arrival.subject).exists():
        return None, Denied(_("Este sitio aún no conoce a esta socia."), "unknown_member")
    if arrival.by == arrival.subject:
        return None, Allowed()
    by = Member.objects.filter(pk=arrival.by, is_active=True).first() if arrival.by else None
    if by is None:
        return None, Denied(_("Este sitio no conoce a quien anotó esto."), "unknown_recorder")
    return by, Allowed()


def _stands(by, arrival, roles):
    """The role must stand now; for what a device made, it must have stood when it was made as well.

    What is typed in on the page may be older than the role: a new facilitator brings her circle's papers.
    """
    if not accompanies(by, arrival.subject, roles):
        return False
    if not arrival.device:
        return True
    return accompanies(by, arrival.subject, roles, at=timezone.localdate(arrival.happened_at))


def only_herself(arrival):
    _by, known = people(arrival)
    if not known:
        return known
    if arrival.by != arrival.subject:
        return Denied(_("Solo ella puede anotar esto."), "not_hers")
    return Allowed()


def herself_or(arrival, roles):
    by, known = people(arrival)
    if not known:
        return known
    return rules.may_record_for(herself=by is None, accompanies=by is not None and _stands(by, arrival, roles))


def on_the_day(arrival, roles):
    """As ``herself_or``, but the role must have stood on the day as well, whichever way it came."""
    by, known = people(arrival)
    if not known:
        return known
    day = timezone.localdate(arrival.happened_at)
    stands = by is not None and all(accompanies(by, arrival.subject, roles, at=at) for at in (None, day))
    return rules.may_record_for(herself=by is None, accompanies=stands)


def confirming(arrival):
    by, known = people(arrival)
    if not known:
        return known
    if by is None:
        return rules.may_confirm(herself=True, companion=False, accompanies=False)
    companion = Member.objects.companions_of(by).filter(pk=arrival.subject).exists() or arrival.subject in walks_with(
        by
    )
    return rules.may_confirm(herself=False, companion=companion, accompanies=companion or _stands(by, arrival, READERS))


def marking(arrival):
    by, known = people(arrival)
    if not known:
        return known
    return rules.may_mark(herself=by is None, accompanies=by is not None and _stands(by, arrival, READERS))
