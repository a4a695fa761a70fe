"""Questions about the register, in its words."""

from django.db import models
from django.db.models import Q

from academy.members.models import Organisation, Role, Term


def register_of(user):
    """Organisations whose register ``user`` may read and propose changes to.

    Her own and those above them (she is their base), those where she sits, those she organises. As whose board
    she may see, without those that only published it. Three queries.
    """
    if not user.is_authenticated or not user.is_active:
        return Organisation.objects.none()
    step = Organisation.steplen
    hers = user.memberships.standing().values_list("organisation__path", flat=True)
    paths = {path[:end] for path in hers for end in range(step, len(path) + 1, step)}
    held = Term.objects.holding().filter(holder=user).values("seat__organisation")
    organised = Organisation.objects.under_roles_of(user, Role.Kind.ORGANISER).values("pk")
    return Organisation.objects.filter(Q(path__in=paths) | Q(pk__in=held) | Q(pk__in=organised))


class ChangeRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state="open")

    def visible_to(self, user):
        return self.filter(organisation__in=register_of(user))


class AppendOnlyQuerySet(models.QuerySet):
    """Lines are added and read. Nothing else, not even by the shell."""

    def update(self, **kwargs):
        raise TypeError("append-only")

    def delete(self):
        raise TypeError("append-only")

    def visible_to(self, user):
        return self.filter(organisation__in=register_of(user))
