"""Who keeps what an organisation cannot do without."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.members.models import Organisation


class Keeping(models.Model):
    """Who keeps what an organisation cannot do without, said by seat: what the seat's woman of the day keeps.

    By seat and not by woman, so that it stays true when boards change. ``item`` is one of ``metrics.KEYS``.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="keepings")
    item = models.CharField(max_length=12)
    seat = models.ForeignKey("members.Seat", on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("quién guarda qué")
        verbose_name_plural = _("quién guarda qué")
        constraints = [models.UniqueConstraint(fields=["organisation", "item", "seat"], name="one_keeping_of_a_seat")]

    def __str__(self):
        return f"{self.organisation_id} {self.item} {self.seat_id}"
