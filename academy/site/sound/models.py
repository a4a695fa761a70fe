"""A recording: what was sent, and what was made of it."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7


class RecordingQuerySet(models.QuerySet):
    def unfinished(self, *, at, stale):
        """What a worker should take up: waiting, waiting for a tool, or begun by a worker that is gone since."""
        state = Recording.State
        return self.filter(
            models.Q(state__in=[state.WAITING, state.NO_TOOL])
            | models.Q(state=state.WORKING, started_at__lt=at - stale)
        )


class Recording(models.Model):
    """Sound of one person speaking. Personal data where ``private``: a woman's voice, and who ``by`` is.

    Files are known by their names in a storage: ``opus`` and ``second`` in the media folder, or in the private
    one where ``private``; ``original`` always in the private one, since it carries when and where it was made.
    Names are never an uploader's.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("espera")
        WORKING = "working", _("se prepara")
        READY = "ready", _("lista")
        FAILED = "failed", _("no se pudo")
        NO_TOOL = "no_tool", _("falta un programa")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5)
    private = models.BooleanField(default=False)
    transcript = models.TextField(blank=True, help_text="What is heard, in writing: plain text, paragraphs by line.")
    by = models.UUIDField(null=True, help_text="Who sent it; this floor knows no people.")
    made_at = models.DateTimeField(default=timezone.now)

    original = models.CharField(max_length=200, help_text="Name in the private storage.")
    original_sha256 = models.CharField(max_length=64, db_index=True)
    original_bytes = models.PositiveBigIntegerField()
    original_kind = models.CharField(max_length=12, help_text="A key of kinds.KINDS: what its content says it is.")
    file = models.OneToOneField(
        "site.File",
        null=True,
        on_delete=models.SET_NULL,
        related_name="recording",
        help_text="The file of a page that this was made from; NULL where it was recorded or sent here.",
    )

    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING, db_index=True)
    trouble = models.CharField(max_length=20, blank=True, help_text="A key of words.TROUBLES.")
    started_at = models.DateTimeField(null=True)
    ticket = models.UUIDField(null=True, help_text="Of the worker that has it now.")
    most_seconds = models.PositiveIntegerField(help_text="Longer ones are refused when they are prepared.")
    seconds = models.PositiveIntegerField(default=0, help_text="Length, rounded up.")
    loudness = models.FloatField(null=True, help_text="LUFS of what was sent; what is given is near -16.")
    opus = models.CharField(max_length=200, blank=True)
    opus_bytes = models.PositiveIntegerField(default=0)
    second = models.CharField(max_length=200, blank=True, help_text="AAC, for iPhones that do not play Opus.")
    second_bytes = models.PositiveIntegerField(default=0)

    objects = RecordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("grabación")
        verbose_name_plural = _("grabaciones")
        ordering = ["-made_at"]
        default_permissions = ()  # no generic screen may list voices

    def __str__(self):
        return f"{self.title or self.pk} ({self.language}): {self.state}"

    @property
    def ready(self):
        return self.state == self.State.READY

    @property
    def unsettled(self):
        return self.state in (self.State.WAITING, self.State.WORKING)

    def facts(self):
        """What a player needs, as plain JSON. Names, not addresses: those of a bucket expire."""
        return {
            "id": str(self.pk),
            "lang": self.language,
            "seconds": self.seconds,
            "bytes": self.opus_bytes,
            "opus": self.opus,
            "second": self.second,
            "second_bytes": self.second_bytes,
        }

    @staticmethod
    def new_ticket():
        return uuid.uuid4()
