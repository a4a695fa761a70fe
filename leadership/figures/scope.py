"""Which boards' figures a woman may see: those she organises with all below, and those where she sits."""

import operator
from dataclasses import dataclass
from functools import reduce

from django.db.models import Q
from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied
from academy.members.models import Organisation, Role, Term


@dataclass(frozen=True)
class Scope:
    """``trees``: paths with all below them, none inside another; ``own``: paths of single boards outside of those."""

    trees: tuple = ()
    own: tuple = ()

    @property
    def roots(self):
        """The top of each tree in which she may see something: what is counted as one."""
        return sorted({path[: Organisation.steplen] for path in (*self.trees, *self.own)})

    def __bool__(self):
        return bool(self.trees or self.own)

    def q(self, field="path"):
        """The condition on a row with the path of its organisation."""
        if not self:
            return Q(pk__in=[])
        parts = [Q(**{f"{field}__startswith": path}) for path in self.trees]
        if self.own:
            parts.append(Q(**{f"{field}__in": self.own}))
        return reduce(operator.or_, parts)

    def holds(self, path):
        return path in self.own or any(path.startswith(tree) for tree in self.trees)

    def within(self, path):
        """The same narrowed to an organisation and what of hers is below it."""
        if any(path.startswith(tree) for tree in self.trees):
            return Scope(trees=(path,))
        return Scope(
            trees=tuple(tree for tree in self.trees if tree.startswith(path)),
            own=tuple(each for each in self.own if each.startswith(path)),
        )


def scope_of(user):
    """Two queries. A superuser has no way round; whoever only belongs somewhere sees its board, not its figures."""
    if not user.is_authenticated or not user.is_active:
        return Scope()
    held = user.roles.standing().filter(kind=Role.Kind.ORGANISER).values_list("organisation__path", flat=True)
    trees = []
    for path in sorted(set(held)):
        if not any(path.startswith(tree) for tree in trees):
            trees.append(path)
    sits = Term.objects.holding().filter(holder=user).values_list("seat__organisation__path", flat=True)
    own = sorted({path for path in sits if not any(path.startswith(tree) for tree in trees)})
    return Scope(trees=tuple(trees), own=tuple(own))


def may_see(scope):
    if scope:
        return Allowed()
    return Denied(_("Esto lo mira quien tiene un cargo, o la organizadora."), "no_scope")
