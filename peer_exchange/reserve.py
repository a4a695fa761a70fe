"""Who may read what of an organisation's dialogue: five levels, and where a woman stands.

One answer for sessions, commitments, evidence, maps, visits and practices, in lists, searches, files and exports.
"""

import operator
from dataclasses import dataclass
from functools import reduce

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from academy.members.models import Organisation, Role, Term

#: Whose responsibility over an organisation lets her in as one of its own.
LOOKING_AFTER = (Role.Kind.ORGANISER, Role.Kind.FACILITATOR)


class Reserve(models.TextChoices):
    """From the widest to the narrowest. Strangers read none of them: only what was published, on its own page."""

    PUBLIC = "public", _("Pública: cualquier socia")
    NETWORK = "network", _("Red: socias de toda la red")
    ORGANISATION = "organisation", _("Organización: sus socias")
    PARTICIPANTS = "participants", _("Participantes: solo quienes estuvieron y la directiva")
    NONE = "none", _("Sin acta: solo la fecha y cuántas")


@dataclass(frozen=True)
class Standing:
    """Where a woman stands today. ``own``: paths of her organisations and of all above them (she is their base);
    ``looks_after``: paths below which she organises or facilitates; ``boards``: ids of organisations where she sits.
    """

    member: object
    own: frozenset
    looks_after: tuple
    boards: frozenset

    @property
    def roots(self):
        step = Organisation.steplen
        return {path[:step] for path in (*self.own, *self.looks_after)}

    def is_inside(self, organisation):
        """Hers, above hers, looked after by her, or one where she sits. No query."""
        return (
            organisation.path in self.own
            or organisation.pk in self.boards
            or organisation.path.startswith(self.looks_after or ("\0",))
        )

    def leads(self, organisation):
        """She sits on its board or looks after it. No query."""
        return organisation.pk in self.boards or organisation.path.startswith(self.looks_after or ("\0",))

    def organisations(self):
        """Those that ``is_inside`` says yes to, nearest to the base first. One query."""
        below = _any(Q(path__startswith=path) for path in self.looks_after)
        rows = Organisation.objects.filter(Q(path__in=self.own) | Q(pk__in=self.boards) | below)
        return rows.order_by("-depth", "path")

    def inside(self, to="organisation"):
        """``is_inside`` as a condition on the organisation that ``to`` leads to."""
        return Q(**{f"{to}__path__in": self.own}) | self.leading(to)

    def leading(self, to="organisation"):
        """``leads`` as a condition."""
        return Q(**{f"{to}__in": self.boards}) | _any(
            Q(**{f"{to}__path__startswith": path}) for path in self.looks_after
        )

    def in_network(self, to="organisation"):
        """Of a tree that one of hers belongs to, as a condition."""
        return _any(Q(**{f"{to}__path__startswith": path}) for path in sorted(self.roots))

    def also(self, then):
        """Where she stands now and stood ``then`` too. No query."""
        paths = {max(a, b) for a in self.looks_after for b in then.looks_after if a.startswith(b) or b.startswith(a)}
        return Standing(self.member, self.own & then.own, tuple(sorted(paths)), self.boards & then.boards)


def _any(conditions):
    return reduce(operator.or_, conditions, Q(pk__in=[]))


def standing_of(user, at=None):
    """Her Standing on a day (today), or None for who is not signed in. Three queries. A superuser stands nowhere by
    that alone.
    """
    if not user.is_authenticated or not user.is_active:
        return None
    step = Organisation.steplen
    hers = user.memberships.standing(at).values_list("organisation__path", flat=True)
    roles = user.roles.standing(at).filter(kind__in=LOOKING_AFTER).values_list("organisation__path", flat=True)
    boards = Term.objects.holding(at).filter(holder=user).values_list("seat__organisation", "seat__organisation__path")
    sits = dict(boards)
    paths = {path[:end] for path in (*hers, *sits.values()) for end in range(step, len(path) + 1, step)}
    return Standing(user, frozenset(paths), tuple(roles), frozenset(sits))


class ReservedQuerySet(models.QuerySet):
    """Rows with an ``organisation`` and a ``reserve``. Subclasses say who else belongs to a row (``hers``)."""

    #: How the row reaches its organisation and its level.
    to, level = "organisation", "reserve"

    def visible_to(self, user, standing=None):
        """What ``user`` may read. ``standing``: hers, where the caller has it already; else three queries."""
        standing = standing or standing_of(user)
        if standing is None:
            return self.none()
        return self.filter(self.readable(standing))

    def readable(self, standing):
        """The condition. Who is inside reads up to «organisation», who leads reads «participants» too."""
        level = self.level
        return (
            Q(**{level: Reserve.PUBLIC})
            | (Q(**{level: Reserve.NETWORK}) & standing.in_network(self.to))
            | (Q(**{f"{level}__in": [Reserve.NETWORK, Reserve.ORGANISATION]}) & standing.inside(self.to))
            | (Q(**{level: Reserve.PARTICIPANTS}) & standing.leading(self.to))
            | self.hers(standing.member)
        )

    def hers(self, member):
        """Rows that are hers whatever their level: she was there, she wrote it down. No row by itself."""
        return Q(pk__in=[])
