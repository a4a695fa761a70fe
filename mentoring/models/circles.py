"""Circles: one or two accompany up to six."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7
from academy.members.models import Member, Organisation

from ..querysets import CircleQuerySet
from .matching import MatchingRound


class MentoringCircle(models.Model):
    """A group of at most six who learn, with one or two who accompany; they take turns as hosts. Personal data."""

    MOST_MENTEES, MOST_MENTORS = 6, 2

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mentoring_circles")
    round = models.ForeignKey(MatchingRound, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(_("nombre"), max_length=80)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = CircleQuerySet.as_manager()

    class Meta:
        verbose_name = _("círculo de acompañamiento")
        verbose_name_plural = _("círculos de acompañamiento")
        ordering = ["-began_at"]

    def __str__(self):
        return self.name


class CircleSeat(models.Model):
    """She sits in a circle once she accepted. Personal data.

    ``consent_acta``: where her organisation said yes, for whoever is not yet of age.
    """

    class Part(models.TextChoices):
        MENTOR = "mentor", _("acompaña")
        MENTEE = "mentee", _("aprende")

    circle = models.ForeignKey(MentoringCircle, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="circle_seats")
    part = models.CharField(max_length=6, choices=Part.choices)
    asked_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    consent_acta = models.CharField(max_length=120, blank=True)
    keeps_notes = models.BooleanField(default=False, help_text="She keeps the notes after the end.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "member"], condition=Q(left_at=None), name="one_seat_in_a_circle")
        ]

    def __str__(self):
        return f"{self.circle_id} {self.part}"
