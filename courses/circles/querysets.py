"""Questions about circles. Who may see one is written here once, for the list and for the single page."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from academy.members.models import Member, Organisation

#: Roles whose holders lead circles and type in papers.
LEADERS = ("facilitator", "organiser")
#: How long others may read attendance by name (DESIGN §7).
NAMED_FOR = timedelta(days=730)


class CircleQuerySet(models.QuerySet):
    def visible_to(self, user, at=None):
        """Circles of organisations that she facilitates or organises today, or on the day ``at``."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation__in=Organisation.objects.under_roles_of(user, *LEADERS, at=at))


class AttendanceQuerySet(models.QuerySet):
    def of(self, member):
        return self.filter(member=member)

    def visible_to(self, user):
        """Her own. Those of others: ``by_name``, on the page of their circle."""
        return self.filter(member=user) if user.is_authenticated else self.none()

    def by_name(self, circle, *, at=None):
        """Who came, for whoever leads the circle: of the last two years."""
        since = timezone.localdate(at) - NAMED_FOR
        return self.filter(circle=circle.pk, held_on__gte=since)


class SheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sheets for anybody, those of circles that she leads, those of women whom she accompanies."""
        women = Member.objects.within(Organisation.objects.under_roles_of(user, *LEADERS))
        mine = self.filter(Q(member=None) | Q(member__in=women))
        return mine.filter(Q(circle=None) | Q(pk__in=self.of_circles_of(user).values("pk")))

    def of_circles_of(self, user):
        """Those of circles that she leads, whoever has left them since."""
        from ..models import Circle

        return self.filter(circle__in=Circle.objects.visible_to(user))
