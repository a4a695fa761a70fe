"""What a phone fetches to have a course without signal. Can be made again from the pages."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CourseDownload(models.Model):
    """One course in one language as a list of files to download: url, bytes as sent, sum of the content, kind.

    ``made_of`` names what it was made from: the published state of its pages and the version of the program.
    """

    course = models.UUIDField(help_text="translation_key")
    language = models.CharField(max_length=5)
    made_of = models.CharField(max_length=16)
    files = models.JSONField(default=list, help_text="[{u: url, b: bytes, h: sha256, k: kind}]")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("curso para llevar")
        verbose_name_plural = _("cursos para llevar")
        constraints = [
            models.UniqueConstraint(fields=["course", "language"], name="one_download_per_course_and_language")
        ]

    def __str__(self):
        return f"{self.course} {self.language}: {self.bytes()}"

    def bytes(self, *, sound=False):
        """Bytes of a download: each content once. ``sound``: of the recordings alone, which she may leave out."""
        wanted = {each["h"]: each["b"] for each in self.files if (each["k"] == "sound") is sound}
        return sum(wanted.values())

    def told(self):
        """Bytes that the course's page tells (without recordings): ``bytes()`` rounded up; see offline._settled."""
        return next((each["t"] for each in self.files if "t" in each), None) or self.bytes()
