"""A try that waits on a phone without signal. Personal."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PreparedTry(models.Model):
    """The one try of a test that was handed out to be taken without signal. It goes when the try begins here.

    Lost rows lose nothing: what her phone holds is signed, and enough by itself (``courses.prepared``).
    """

    id = models.UUIDField(primary_key=True, help_text="of the Attempt that it will be")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    test = models.UUIDField(help_text="translation_key")
    said = models.JSONField(default=dict, help_text="what is signed: courses.prepared.Slip")
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("prueba guardada en un celular")
        verbose_name_plural = _("pruebas guardadas en un celular")
        constraints = [models.UniqueConstraint(fields=["member", "test"], name="one_prepared_try_per_test")]

    def __str__(self):
        return f"{self.member_id} {self.test}"
