"""Who was there: by name, or only counted. Names are kept 24 months."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.members.models import Member

from ..querysets import AttendanceQuerySet, OfSessionQuerySet
from .sessions import Mode, SessionLog


class Part(models.TextChoices):
    """What she, or he, was there as."""

    CONVENER = "convener", _("convoca")
    MEMBER = "member", _("socia")
    AUTHORITY = "authority", _("autoridad")
    ALLY = "ally", _("aliada")
    OBSERVER = "observer", _("observadora")


class AgeBand(models.TextChoices):
    """Bands, never an age. «Under thirty» is the first two."""

    CHILD = "u18", _("menos de 18")
    YOUNG = "18_29", _("18 a 29")
    ADULT = "30_44", _("30 a 44")
    GROWN = "45_59", _("45 a 59")
    ELDER = "60", _("60 o más")


UNDER_THIRTY = (AgeBand.CHILD, AgeBand.YOUNG)


class Attendance(models.Model):
    """One person at one session, by name. Personal data. A projection of the lists of its session.

    ``person`` tells persons of one session apart: the member's id, or one that follows from session and name. When
    names are forgotten (24 months, or she asks) ``member`` and ``name`` go, and the row stays for the counts.
    """

    session = models.ForeignKey(SessionLog, on_delete=models.CASCADE, related_name="attendances")
    person = models.UUIDField()
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="attendances")
    name = models.CharField(max_length=120, blank=True, help_text="As on the sheet, for who is no member.")
    organisation = models.CharField(max_length=120, blank=True, help_text="As on the sheet.")
    part = models.CharField(max_length=10, choices=Part.choices, default=Part.MEMBER)
    mode = models.CharField(max_length=12, choices=Mode.choices, blank=True)
    spoke = models.BooleanField(default=False)
    age_band = models.CharField(max_length=6, choices=AgeBand.choices, blank=True)
    first_time = models.BooleanField(default=False)
    marked_at = models.DateTimeField(default=timezone.now)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("asistencia")
        verbose_name_plural = _("asistencias")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="one_attendance_each")]

    def __str__(self):
        return f"{self.session_id} {self.person}"


class AttendanceCount(models.Model):
    """How many there were, without a name: tallies of who counted. The latest count stands."""

    session = models.OneToOneField(SessionLog, on_delete=models.CASCADE, related_name="count")
    total = models.PositiveIntegerField()
    bands = models.JSONField(default=dict, help_text="AgeBand → how many.")
    first_time = models.PositiveIntegerField(null=True, blank=True)
    spoke = models.PositiveIntegerField(null=True, blank=True)
    young_spoke = models.PositiveIntegerField(null=True, blank=True, help_text="Under thirty, and spoke.")
    counted_at = models.DateTimeField(default=timezone.now)

    objects = OfSessionQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.session_id}: {self.total}"
