"""A course as one file, and what comes home from it.

``FileEdition`` and ``CourseFile`` are about courses, not persons. ``ReturnedFile`` is personal: a summary folded
from the record by ``courses.returning.events``.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .learning import Learned


class FileEdition(models.Model):
    """What a file was made of: lessons and questions in their order. Never changed, never deleted.

    A code carries no ids, only places in these lists; so whoever enters a code years later finds what it means.
    ``data``: ``{"lessons": [{"key", "questions": [{"id", "kind", "size", "versions": {lang: digest}}]}]}``.
    """

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 over course and data.")
    short = models.CharField(max_length=5, db_index=True, help_text="Its first 25 bits, as a code carries them.")
    course = models.UUIDField()
    data = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("edición de archivo")
        verbose_name_plural = _("ediciones de archivo")

    def __str__(self):
        return self.short

    @property
    def lessons(self):
        return [lesson["key"] for lesson in self.data["lessons"]]

    @property
    def questions(self):
        """Every question in its order: its own dict, with the ``lesson`` it stands in."""
        return [{**asked, "lesson": lesson["key"]} for lesson in self.data["lessons"] for asked in lesson["questions"]]


class CourseFile(models.Model):
    """A built file, kept until something in its course is published again."""

    course = models.UUIDField()
    language = models.CharField(max_length=5, help_text="A language, or «todas».")
    sound = models.BooleanField(default=False)
    fingerprint = models.CharField(max_length=64, help_text="Of all that it was built from.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    size = models.PositiveIntegerField(help_text="Bytes of the file as it lies on a phone.")
    packed = models.BinaryField(help_text="The file, gzip.")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("curso en un archivo")
        verbose_name_plural = _("cursos en un archivo")
        constraints = [
            models.UniqueConstraint(fields=["course", "language", "sound"], name="one_file_per_course_and_language")
        ]

    def __str__(self):
        return f"{self.course} {self.language}"


class ReturnedFile(Learned):
    """She, or somebody for her, brought the code of a file home. The latest code of a file stands."""

    file = models.CharField(max_length=11, help_text="Edition and number of the file: one woman's.")
    lessons = models.PositiveSmallIntegerField()
    answered = models.PositiveSmallIntegerField(help_text="As the file counted; no proof.")
    right = models.PositiveSmallIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    by = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = _("archivo devuelto")
        verbose_name_plural = _("archivos devueltos")
        constraints = [models.UniqueConstraint(fields=["member", "file"], name="one_row_per_returned_file")]
        indexes = [models.Index(fields=["file"], name="returned_file")]

    def __str__(self):
        return f"{self.member_id} {self.file}"
