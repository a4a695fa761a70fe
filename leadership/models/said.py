"""What women and boards say so that it can be counted: hours without pay, what an hour is worth, rural or not."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.members.models import Organisation

from ..querysets import HerOwn


class HoursSaid(models.Model):
    """Hours a week that she works without pay for her organisation, as she said last. A projection; hers alone.

    Personal data. Counts for a year (``hours.rules``), and only in sums of five women or more.
    """

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    hours = models.PositiveSmallIntegerField(_("horas a la semana"))
    said_on = models.DateField()

    objects = HerOwn.as_manager()

    class Meta:
        verbose_name = _("horas que dijo")
        verbose_name_plural = _("horas que dijeron")

    def __str__(self):
        return f"{self.member_id} {self.hours}"


class HourWorth(models.Model):
    """What an hour is counted at in reports of a network, with who says so: a wage by law, never one of the academy's.

    Of the organisation at the top of a tree. No row: hours have no value in money.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="hour_worth")
    amount = models.DecimalField(_("cuánto vale una hora"), max_digits=8, decimal_places=2)
    source = models.CharField(_("quién lo dice"), max_length=160)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("valor de una hora")
        verbose_name_plural = _("valores de una hora")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="an_hour_is_worth_something")]

    def __str__(self):
        return f"{self.organisation_id} {self.amount}"


class RuralSaid(models.Model):
    """Is this organisation rural? As its board or its organiser says. No row: nobody said."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="rural_said")
    rural = models.BooleanField(_("rural"))
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("zona de una organización")
        verbose_name_plural = _("zonas de organizaciones")

    def __str__(self):
        return f"{self.organisation_id} {self.rural}"
