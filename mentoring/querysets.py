"""Questions about mentoring. Who may see a row is written here once, for lists and for single rows."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from academy.members.models import Organisation

#: States in which a pair takes up a place of its mentor.
LIVING = ("agreeing", "active", "paused")
#: Whoever holds this role over an organisation looks after the pairs of its women.
COORDINATING = ("mentoring",)


def coordinated_by(user):
    """Organisations whose mentoring ``user`` looks after, with all below. Two queries."""
    if not user.is_authenticated or not user.is_active:
        return Organisation.objects.none()
    return Organisation.objects.under_roles_of(user, *COORDINATING)


class HerOwn(models.QuerySet):
    """Rows of one woman (``member``) that nobody else may open."""

    def visible_to(self, user):
        return self.filter(member=user) if user.is_authenticated else self.none()


class ProfileQuerySet(HerOwn):
    def standing(self, at=None):
        """Asked in this cycle, shown, and meant: those that take part in matching. ``at`` is a date."""
        day = at or timezone.localdate()
        return self.filter(taking_part=True, hidden=False, good_until__gte=day, member__is_active=True)

    def within(self, organisations):
        """Of women who belong today to one of ``organisations``."""
        from academy.members.models import Member

        return self.filter(member__in=Member.objects.within(organisations).values("pk"))


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Shown to both women once it is open; never a draft, never to a coordinator with its words."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(mentee=user) | Q(mentor=user)).exclude(state="draft")

    def open(self, at=None):
        """Waiting for an answer now. What ran out counts as closed before anybody has written that down."""
        return self.filter(state="open", expires_at__gt=at or timezone.now())

    def run_out(self, at=None):
        """Ran out, and nobody has written it down yet."""
        return self.filter(state="open", expires_at__lte=at or timezone.now())

    def of(self, member):
        return self.filter(Q(mentee=member) | Q(mentor=member))


class PairingQuerySet(models.QuerySet):
    LIVING = LIVING

    def visible_to(self, user):
        """The two women of the pair, also after it has ended. Nobody else opens a pair: coordinators see counts."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(mentee=user) | Q(mentor=user))

    def living(self):
        return self.filter(state__in=self.LIVING)

    def ended(self):
        return self.exclude(state__in=self.LIVING)

    def of(self, member):
        return self.filter(Q(mentee=member) | Q(mentor=member))


class OfPairQuerySet(models.QuerySet):
    """Rows of a pair that both women read: meetings, agreements."""

    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(pairing__mentee=user) | Q(pairing__mentor=user))


class MeetingQuerySet(OfPairQuerySet):
    def visible_to(self, user):
        """The two of the pair; of a circle whoever sits in it, and who left it what was until then."""
        if not user.is_authenticated:
            return self.none()
        sat = Q(circle__seats__member=user, circle__seats__accepted_at__isnull=False)
        until = Q(circle__seats__left_at=None) | Q(met_on__lte=F("circle__seats__left_at__date"))
        # One filter: all conditions speak of the same seat.
        return self.filter(Q(pairing__mentee=user) | Q(pairing__mentor=user) | (sat & until)).distinct()


class CircleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who sit in it, now or before; the coordinators of its organisation."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(seats__member=user) | Q(organisation__in=coordinated_by(user))).distinct()


class ConcernQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who wrote it, and the two support persons it went to, while they are that. Not even a superuser opens it."""
        if not user.is_authenticated:
            return self.none()
        supports = user.roles.standing().filter(kind="support").exists()
        return self.filter(Q(by=user) | Q(supporters=user) if supports else Q(by=user)).distinct()


class RoundQuerySet(models.QuerySet):
    WORKING = ("suggesting", "matching", "publishing")
    #: A worker tells how far it is every few seconds; after so long it is no longer there.
    SILENCE = timedelta(minutes=5)

    def visible_to(self, user):
        return self.filter(organisation__in=coordinated_by(user))

    def stalled(self, at=None):
        """Handed to the worker, and nothing was heard of it for a while: it was stopped, or something broke."""
        quiet = Q(heard_at=None) | Q(heard_at__lte=(at or timezone.now()) - self.SILENCE)
        return self.filter(quiet, state__in=self.WORKING)
