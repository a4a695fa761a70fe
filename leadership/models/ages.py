"""Whether she is under 35, said by herself, so that young women on boards can be counted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import HerOwn


class YouthSaid(models.Model):
    """A projection of what she said last. No date of birth is kept anywhere. Personal data, hers alone.

    "Under 35" counts for a year (``youth.rules``), then she is asked again; that she is older stays true.
    """

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    young = models.BooleanField(_("menos de 35 años"))
    said_on = models.DateField()

    objects = HerOwn.as_manager()

    class Meta:
        verbose_name = _("edad que dijo")
        verbose_name_plural = _("edades que dijeron")

    def __str__(self):
        return f"{self.member_id} {self.young}"
