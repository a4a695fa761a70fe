"""Changes to boards that wait for a second woman, what was written, and lists of boards being looked over."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7
from academy.members.models import Organisation

from ..querysets import AppendOnlyQuerySet, ChangeRequestQuerySet


class ChangeRequest(models.Model):
    """One change to a board, proposed by one woman and decided by another. Personal data: ``payload``.

    ``id`` is the number of the form it was typed into: a double tap makes one. Never deleted; once decided it
    never changes.
    """

    class State(models.TextChoices):
        OPEN = "open", _("espera a otra compañera")
        APPROVED = "approved", _("aprobado")
        REFUSED = "refused", _("no aprobado")
        WITHDRAWN = "withdrawn", _("retirado")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="board_changes")
    kind = models.CharField(max_length=20, help_text="A name of register.changes.KINDS.")
    payload = models.JSONField(default=dict, help_text="As register.changes reads it.")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="proposed_changes"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="decided_changes"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("cambio en una directiva")
        verbose_name_plural = _("cambios en directivas")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(proposed_by=None)
                | models.Q(decided_by=None)
                | ~models.Q(state="approved")
                | ~models.Q(proposed_by=models.F("decided_by")),
                name="change_approved_by_another",
            )
        ]

    def __str__(self):
        return f"{self.kind} · {self.state}"


class RegisterLine(models.Model):
    """What was done in an organisation's register, by whom. Append-only; read by the organisation.

    ``detail``: what it needs to be said, with names as they were then; ``by`` is a person's id and no key, so that
    the line stays when she leaves.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="register_lines")
    at = models.DateTimeField(default=timezone.now)
    by = models.UUIDField(null=True)
    action = models.CharField(max_length=20, help_text="proposed, approved, refused, withdrawn.")
    kind = models.CharField(max_length=20)
    change = models.ForeignKey(ChangeRequest, null=True, on_delete=models.PROTECT, related_name="lines")
    detail = models.JSONField(default=dict, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("línea del registro")
        verbose_name_plural = _("líneas del registro")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.organisation_id} · {self.action} {self.kind}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("append-only")


class BoardImport(models.Model):
    """A list of boards that an organiser sent, while she looks it over. Personal data: ``rows``. Kept for a day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="board_imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=120)
    rows = models.JSONField(default=list, help_text="As importing.services.prepare leaves them, in the file's order.")
    titles = models.JSONField(default=list, help_text="Titles of the file's columns, as she wrote them.")
    change = models.ForeignKey(ChangeRequest, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("lista de directivas por revisar")
        verbose_name_plural = _("listas de directivas por revisar")
        ordering = ["-created_at"]

    def __str__(self):
        return self.file_name
