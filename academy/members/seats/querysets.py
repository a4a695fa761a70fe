"""Questions about seats and terms."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


def boards_visible_to(user):
    """Organisations whose board ``user`` may see (DESIGN, who sees what: seat held, term).

    Her own and those above them (she is their base), those she organises with all below, and for anybody those
    that publish their board. Three queries; a superuser has no way round.
    """
    from ..models import Organisation, Role, Term

    seen = Q(board_rules__published=True)
    if user.is_authenticated and user.is_active:
        day = timezone.localdate()
        hers = user.memberships.standing().values_list("organisation__path", flat=True)
        step = Organisation.steplen
        paths = {path[:end] for path in hers for end in range(step, len(path) + 1, step)}
        held = Term.objects.holding(day).filter(holder=user).values("seat__organisation")
        seen |= Q(path__in=paths) | Q(pk__in=held)
        seen |= Q(pk__in=Organisation.objects.under_roles_of(user, Role.Kind.ORGANISER).values("pk"))
    return Organisation.objects.filter(seen)


def organisations_near(user):
    """Organisations that are hers to read the papers of: her own and those above them (she is their base), those where
    she sits, those she organises with all below. Three queries; a superuser has no way round.
    """
    from ..models import Organisation, Role, Term

    if not user.is_authenticated or not user.is_active:
        return Organisation.objects.none()
    step = Organisation.steplen
    hers = user.memberships.standing().values_list("organisation__path", flat=True)
    paths = {path[:end] for path in hers for end in range(step, len(path) + 1, step)}
    held = Term.objects.holding().filter(holder=user).values("seat__organisation")
    organised = Organisation.objects.under_roles_of(user, Role.Kind.ORGANISER).values("pk")
    return Organisation.objects.filter(Q(path__in=paths) | Q(pk__in=held) | Q(pk__in=organised))


class SeatQuerySet(models.QuerySet):
    def standing(self, at=None):
        """Not abolished on that day."""
        day = at or timezone.localdate()
        return self.filter(Q(abolished_on=None) | Q(abolished_on__gt=day))

    def within(self, organisation):
        """Of the organisation and all below it."""
        return self.filter(organisation__path__startswith=organisation.path)

    def visible_to(self, user):
        return self.filter(organisation__in=boards_visible_to(user))


class TermQuerySet(models.QuerySet):
    def valid(self):
        """Without those that were recorded by mistake and annulled."""
        return self.filter(annulled_at=None)

    def holding(self, at=None):
        """Whoever sits there on that day, overdue ones too: a board whose time is over still sits."""
        day = at or timezone.localdate()
        return self.valid().filter(since__lte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def overdue(self, at=None):
        day = at or timezone.localdate()
        return self.holding(day).filter(until__lt=day)

    def visible_to(self, user):
        """Her own terms, wherever they were, and those of the boards she may see."""
        seen = Q(seat__organisation__in=boards_visible_to(user))
        if user.is_authenticated:
            seen |= Q(holder=user)
        return self.filter(seen)
