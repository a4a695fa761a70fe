"""What is written down when a page is published. All of it can be made again from the pages."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.languages import DEFAULT


class CourseOutline(models.Model):
    """What a course consists of. Keyed on the course's translation_key; outlives its page.

    ``data``: ``{"rule": {...}, "hours": "2.0", "certificate": true, "track": "derechos", "cover": id|null,
    "lessons": [{"key", "slug", "minutes", "titles": {lang: …}, "tasks": [{"id", "titles"}], "questions": [ids]}],
    "test": {"key", "slug", "titles"}|null, "paths": {lang: "/en/cursos/…/"},
    "former": [keys of lessons that left the course]}``
    """

    key = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=8)
    titles = models.JSONField(default=dict)
    data = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True, help_text="The page is gone; her record is not.")

    class Meta:
        verbose_name = _("índice de curso")
        verbose_name_plural = _("índices de curso")
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} {self.titles.get(DEFAULT, '')}"

    def title_in(self, language):
        return self.titles.get(language) or self.titles.get(DEFAULT, "")

    @property
    def lessons(self):
        return self.data.get("lessons", [])


class QuestionVersion(models.Model):
    """A question exactly as it stood when published: an answer is marked against the version she saw."""

    question = models.UUIDField(help_text="The block's id, the same in every language.")
    digest = models.CharField(max_length=16)
    kind = models.CharField(max_length=12)
    page = models.UUIDField(help_text="translation_key of the lesson or test it stands in.")
    language = models.CharField(max_length=5)
    data = models.JSONField(help_text="The block's raw value.")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("versión de pregunta")
        verbose_name_plural = _("versiones de pregunta")
        constraints = [models.UniqueConstraint(fields=["question", "digest"], name="one_row_per_question_version")]

    def __str__(self):
        return f"{self.question} {self.digest}"


class LessonWeight(models.Model):
    """What a lesson costs in bytes as served (brotli), measured when it is published."""

    page = models.UUIDField(help_text="translation_key")
    course = models.UUIDField()
    language = models.CharField(max_length=5)
    html = models.PositiveIntegerField(default=0, help_text="The page itself with its critical style.")
    shell = models.PositiveIntegerField(default=0, help_text="Style and script, once for the whole site.")
    pictures = models.PositiveIntegerField(default=0)
    recordings = models.PositiveIntegerField(default=0, help_text="Only on tap; not part of the lesson's weight.")
    measured_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("peso de lección")
        verbose_name_plural = _("pesos de lección")
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="one_weight_per_page_and_language")]

    def __str__(self):
        return f"{self.page} {self.language}: {self.total}"

    @property
    def total(self):
        """Bytes of a first visit without recordings."""
        return self.html + self.shell + self.pictures

    @property
    def next(self):
        """Bytes once style and script are on the phone."""
        return self.html + self.pictures
