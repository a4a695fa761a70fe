"""Questions about the register, in its words."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from academy.members import consenting
from academy.members.models import Consent, Membership
from academy.members.seats.querysets import organisations_near


def register_of(user):
    """Organisations whose register ``user`` may read and propose changes to: those near her. Three queries.

    As whose board she may see, without those that only published it.
    """
    return organisations_near(user)


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


class HerOwn(models.QuerySet):
    """Rows of one woman (``member``) that nobody else may open: no role, no superuser."""

    def of(self, member):
        return self.filter(member=member)

    def visible_to(self, user):
        return self.filter(member=user) if user.is_authenticated else self.none()


class WillingnessQuerySet(HerOwn):
    def standing(self, at=None):
        """Said within the last year."""
        return self.filter(good_until__gt=at or timezone.localdate())

    def who_want_to_be_proposed(self):
        """Of women who allow their name to be said, now. The consent is asked at this moment, never copied."""
        return self.filter(member__in=consenting.who_allow(Consent.Purpose.PROPOSED))

    def for_seat(self, seat, at=None):
        """Who belongs today to the seat's organisation, or to one below it and said «también más arriba»."""
        belong = Membership.objects.standing(at).filter(member__is_active=True)
        here = belong.filter(organisation=seat.organisation_id).values("member")
        below = belong.filter(organisation__path__startswith=seat.organisation.path).values("member")
        mine = Q(member__in=here) | Q(above=True, member__in=below)
        return self.filter(mine, kind=seat.kind_id)


class TickQuerySet(HerOwn):
    def asked_of(self, user):
        """What women of her organisations asked ``user`` to confirm, and nobody confirmed yet."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(asked=user, confirmed_on=None)


class CriteriaQuerySet(models.QuerySet):
    def adopted(self):
        return self.exclude(adopted_on=None)

    def visible_to(self, user):
        """Those of organisations whose register she reads: proposed ones too, so that the base can speak of them."""
        return self.filter(organisation__in=register_of(user))


class ElectionQuerySet(models.QuerySet):
    def called(self):
        return self.filter(state="called")

    def visible_to(self, user):
        """The organisation's women and its base: everybody is told of an election at the same time."""
        return self.filter(organisation__in=register_of(user))


class HandoverQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state="open")

    def visible_to(self, user):
        """That there is one, and how far it is. What it says is for fewer: ``handover.rules.may_read``."""
        return self.filter(seat__organisation__in=register_of(user))


class MemorialQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(taken_down_at=None)

    def visible_to(self, user):
        return self.standing().filter(organisation__in=register_of(user))
