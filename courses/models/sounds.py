"""The sound of lessons: a recording for any block, in any language."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.site.sound.models import Recording


class BlockSound(models.Model):
    """The recording of one block in one language.

    Keyed like progress, on the lesson's translation_key and the block's id: it stays where it is when the block
    moves and when the words change.
    """

    lesson = models.UUIDField(help_text="translation_key of the lesson.")
    block = models.UUIDField()
    language = models.CharField(max_length=5)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="blocks")
    reads_text = models.BooleanField(
        default=True, help_text="It says what the block says, which is its transcript; else the recording has one."
    )

    class Meta:
        verbose_name = _("sonido de lección")
        verbose_name_plural = _("sonidos de lección")
        constraints = [
            models.UniqueConstraint(fields=["lesson", "block", "language"], name="one_sound_per_block_and_language")
        ]

    def __str__(self):
        return f"{self.block} {self.language}"


class LessonSounds(models.Model):
    """Everything that can be heard in a lesson, ready to be shown: one row, so that the lesson's own query brings it.

    ``data``: ``{"v": digest, "blocks": {language: {block: facts}}, "files": {file id: facts}}``, facts as
    ``Recording.facts`` with ``text`` (the transcript, empty where it is the block's own words). Made again by
    ``courses.services.sounds.write_sounds``.
    """

    lesson = models.UUIDField(primary_key=True, help_text="translation_key")
    data = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("sonidos de una lección")
        verbose_name_plural = _("sonidos de las lecciones")
        default_permissions = ()

    def __str__(self):
        return str(self.lesson)
