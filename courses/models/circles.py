"""Circles: one phone, many women. Who belongs to one, when it met, who was there, and the papers it uses."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7

from ..circles.querysets import AttendanceQuerySet, CircleQuerySet, SheetQuerySet


class Circle(models.Model):
    """Women who learn together with a facilitator. Personal data: who belongs to it.

    Its id is the subject of its meetings in the record: a meeting belongs to the circle, not to whoever
    wrote it down. Closed circles keep their meetings.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("nombre"), max_length=80)
    organisation = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("organización")
    )
    facilitators = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    women = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="circles", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CircleQuerySet.as_manager()

    class Meta:
        verbose_name = _("círculo")
        verbose_name_plural = _("círculos")
        ordering = ["name"]

    def __str__(self):
        return self.name


class CircleMeeting(models.Model):
    """A circle went through a lesson on a day. Counts and what the group said: no woman is named here."""

    id = models.UUIDField(primary_key=True, help_text="Made from circle, lesson and day: see circles.rules.meeting_id.")
    circle = models.UUIDField()
    course = models.UUIDField()
    lesson = models.UUIDField()
    held_on = models.DateField()
    present = models.PositiveSmallIntegerField(default=0)
    women = models.PositiveSmallIntegerField(default=0, help_text="How many belonged to the circle that day.")
    answers = models.JSONField(default=list, help_text='[{"question", "version", "response", "right"}] of the group.')
    tasks = models.JSONField(default=list, help_text="Real tasks that the group agreed to do.")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("reunión de círculo")
        verbose_name_plural = _("reuniones de círculo")
        ordering = ["-held_on", "id"]
        indexes = [models.Index(fields=["circle", "held_on"], name="circle_meeting_day")]

    def __str__(self):
        return f"{self.circle} {self.held_on}"


class CircleAttendance(models.Model):
    """She was at a meeting: hers. Personal data."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    meeting = models.UUIDField()
    circle = models.UUIDField()
    course = models.UUIDField()
    lesson = models.UUIDField()
    held_on = models.DateField()
    answers = models.JSONField(default=list, help_text='What the group said: [{"question", "version", "response"}].')
    tasks = models.JSONField(default=list, help_text="Real tasks that the group agreed to do.")
    check_one = models.BooleanField(default=False, help_text="One question of this lesson waits for her alone.")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("asistencia a un círculo")
        verbose_name_plural = _("asistencias a círculos")
        ordering = ["-held_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["member", "meeting"], name="one_attendance_per_meeting")]
        indexes = [models.Index(fields=["meeting"], name="circle_attendance_meeting")]

    def __str__(self):
        return f"{self.member_id} {self.meeting}"


class PaperSheet(models.Model):
    """A printed sheet with a number, so that typing it in twice changes nothing.

    Its number is made from what it is for (``sheets.numbers``): printed again, it is the same sheet with the same
    number. ``member`` empty: for any woman, as often as it
    is copied; ``circle`` empty: for any circle.
    """

    class Kind(models.TextChoices):
        LEARNER = "learner", _("hoja de trabajo")
        ATTENDANCE = "attendance", _("lista de asistencia")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=8, unique=True, help_text="Symbols of ids.ALPHABET, without dashes.")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    course = models.UUIDField()
    lesson = models.UUIDField()
    circle = models.ForeignKey(Circle, null=True, blank=True, on_delete=models.CASCADE, related_name="sheets")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("hoja impresa")
        verbose_name_plural = _("hojas impresas")

    def __str__(self):
        return self.number
