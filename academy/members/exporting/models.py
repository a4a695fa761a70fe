"""A file that names women, from the question to the last download."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import spoken_code, uuid7

from .querysets import ExportRequestQuerySet


class ExportRequest(models.Model):
    """One file asked for. Personal data: who asked, why, who decided. The row stays; its file lives a week.

    ``id`` is the number of the form it was typed into: a double tap asks once.
    """

    class State(models.TextChoices):
        OPEN = "open", _("espera a otra compañera")
        APPROVED = "approved", _("aprobada")
        REFUSED = "refused", _("no aprobada")
        WITHDRAWN = "withdrawn", _("retirada")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="exports")
    kind = models.CharField(max_length=60, help_text="A name of exporting.kinds.")
    params = models.JSONField(default=dict, blank=True, help_text="As its kind's clean() left them.")
    ending = models.CharField(max_length=5, help_text="csv, xlsx or pdf.")
    why = models.CharField(max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="exports_asked"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="exports_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=8, unique=True, default=spoken_code, help_text="Stands in the file.")
    file = models.CharField(max_length=120, blank=True, help_text="Name in the private storage; empty once gone.")
    built_at = models.DateTimeField(null=True, blank=True)
    named = models.PositiveIntegerField(null=True, blank=True, help_text="How many women the file names.")
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = ExportRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("lista con nombres")
        verbose_name_plural = _("listas con nombres")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_by=None) | Q(decided_by=None) | ~Q(state="approved") | ~Q(asked_by=F("decided_by")),
                name="export_approved_by_another",
            )
        ]

    def __str__(self):
        return f"{self.kind} · {self.state}"


class ExportedName(models.Model):
    """A woman whom a file names, as long as there is a file: what she withdraws must reach it."""

    request = models.ForeignKey(ExportRequest, on_delete=models.CASCADE, related_name="names")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("nombre en una lista")
        verbose_name_plural = _("nombres en listas")
        constraints = [models.UniqueConstraint(fields=["request", "member"], name="one_name_in_a_file")]

    def __str__(self):
        return f"{self.request_id} · {self.member_id}"


class ExportDownload(models.Model):
    """Who took the file, and when. Each time it was taken is a row."""

    request = models.ForeignKey(ExportRequest, on_delete=models.CASCADE, related_name="downloads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("descarga de una lista")
        verbose_name_plural = _("descargas de listas")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.request_id} · {self.at}"
