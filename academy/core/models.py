"""The record: everything that happens to a person, entered once and never edited (docs/decisions/0003)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One thing that happened, already applied. Personal data: ``payload`` and both people.

    ``subject`` and ``by`` are ids of people and not foreign keys: this floor knows no people, and a
    woman's events can arrive before she does.
    """

    id = models.UUIDField(primary_key=True, help_text="Made where it happened; a second arrival is the same event.")
    kind = models.CharField(max_length=80)
    subject = models.UUIDField(help_text="Whose it is.")
    key = models.CharField(max_length=200, help_text="stream:identifier of the summary this is folded into.")
    by = models.UUIDField(null=True, help_text="Who recorded it.")
    device = models.CharField(max_length=64, blank=True)
    happened_at = models.DateTimeField(help_text="By the clock of the device, never later than received_at.")
    received_at = models.DateTimeField(default=timezone.now)
    clock_ahead = models.BooleanField(default=False, help_text="The device said a time that had not come yet.")
    content_version = models.CharField(max_length=64, blank=True)
    payload = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("hecho")
        verbose_name_plural = _("hechos")
        indexes = [
            models.Index(fields=["subject", "key"], name="event_subject_key"),
            models.Index(fields=["kind", "received_at"], name="event_kind_received"),
        ]

    def __str__(self):
        return f"{self.kind} {self.id}"


class KeptEvent(models.Model):
    """An event that could not be applied, with its reason, until it can. Personal data: ``envelope``.

    Nothing that a woman did is thrown away because the site did not understand it.
    """

    id = models.UUIDField(primary_key=True)
    subject = models.UUIDField(null=True)
    by = models.UUIDField(null=True)
    kind = models.CharField(max_length=80, blank=True)
    envelope = models.JSONField(help_text="What arrived, as it arrived.")
    code = models.CharField(max_length=60, help_text="The reason, for programs.")
    reason = models.TextField(help_text="The reason, for her.")
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("hecho guardado aparte")
        verbose_name_plural = _("hechos guardados aparte")
        indexes = [models.Index(fields=["subject", "received_at"], name="kept_subject_received")]

    def __str__(self):
        return f"{self.kind} {self.id}: {self.code}"


class Ledger(models.Model):
    """One row per subject, locked while her summaries are folded: two phones at once never lose a fold."""

    subject = models.UUIDField(primary_key=True)
    events = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.subject}: {self.events}"


class SyncReceipt(models.Model):
    """What one sending of a device brought: the code is read to a facilitator over the phone. Personal data: ``by``.

    ``total`` counts what was sent; what it exceeds the other three by was not taken and is still on the device.
    """

    code = models.CharField(max_length=8, db_index=True, help_text="Symbols of ids.ALPHABET, without dashes.")
    by = models.UUIDField(help_text="Who sent it.")
    device = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=timezone.now)
    total = models.PositiveIntegerField(default=0)
    applied = models.PositiveIntegerField(default=0)
    already = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("recibo")
        verbose_name_plural = _("recibos")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["by", "at"], name="receipt_by_at")]
        constraints = [models.UniqueConstraint(fields=["by", "code"], name="one_receipt_of_a_code_each")]

    def __str__(self):
        return f"{self.code}: {self.received} / {self.total}"

    @property
    def received(self):
        """Safe here, applied or kept: the device may forget these."""
        return self.applied + self.already + self.kept


class AuditEntry(models.Model):
    """Who did what to whom: roles given, PINs renewed, private rows opened. Append-only; shown to her."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.UUIDField(null=True)
    about = models.UUIDField(null=True, db_index=True)
    action = models.CharField(max_length=80)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("anotación")
        verbose_name_plural = _("anotaciones")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.action} {self.about or ''}"


class WorkerBeat(models.Model):
    """A background worker that lives says so every few seconds (``academy.core.working``)."""

    worker = models.CharField(primary_key=True, max_length=64)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.worker}: {self.at}"


class Upkeep(models.Model):
    """How a piece of upkeep went: a copy, the daily duties, an update. No personal data; a hundred of each are kept."""

    class Kind(models.TextChoices):
        BACKUP = "backup", _("copia")
        DAILY = "daily", _("tareas del día")
        UPGRADE = "upgrade", _("actualización")

    KEPT = 100

    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    well = models.BooleanField(help_text="It did all that it is for.")
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("cuidado del sitio")
        verbose_name_plural = _("cuidados del sitio")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "at"], name="upkeep_kind_at")]

    def __str__(self):
        return f"{self.kind} {self.at}"

    @classmethod
    def note(cls, kind, *, well, **detail):
        made = cls.objects.create(kind=kind, well=well, detail=detail)
        old = cls.objects.filter(kind=kind).values_list("pk", flat=True)[cls.KEPT :]
        cls.objects.filter(pk__in=list(old)).delete()
        return made


class Forgotten(models.Model):
    """Somebody was erased on this day. Not who: a digest of an id that stands nowhere any more (``backup.gone``)."""

    digest = models.CharField(primary_key=True, max_length=64)
    on = models.DateField()

    class Meta:
        verbose_name = _("olvidada")
        verbose_name_plural = _("olvidadas")

    def __str__(self):
        return f"{self.on}"
