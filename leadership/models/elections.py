"""Elections called and what came of them. The assembly elects, by hand; here stands when, where and by which acta."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7
from academy.members.models import Organisation, Seat, Term

from ..querysets import ElectionQuerySet


class Election(models.Model):
    """An assembly that elects, called by two women. ``committee``: names as in the acta that chose them."""

    class State(models.TextChoices):
        CALLED = "called", _("convocada")
        HELD = "held", _("con resultados")
        CANCELLED = "cancelled", _("no se hizo")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="elections")
    seats = models.ManyToManyField(Seat, related_name="elections")
    on = models.DateField(_("día de la asamblea"))
    hour = models.TimeField(_("hora"), null=True, blank=True)
    second_hour = models.TimeField(_("segunda llamada"), null=True, blank=True)
    place = models.CharField(_("lugar"), max_length=160, blank=True)
    committee = models.TextField(_("comité electoral"), blank=True, help_text="One name a line.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CALLED)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    called_at = models.DateTimeField(default=timezone.now)
    acta = models.CharField(_("acta"), max_length=160, blank=True, help_text="Of the assembly that elected.")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When what came of it was written.")
    why_not = models.CharField(max_length=300, blank=True)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("elección")
        verbose_name_plural = _("elecciones")
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"{self.organisation_id} · {self.on}"


class ElectionResult(models.Model):
    """What the assembly decided about one seat. ``term`` empty: nobody was elected to it.

    ``candidates`` and ``votes`` as they were counted by hand; empty where the acta does not say. Who stood and was not
    elected is not written down: the acta has it.
    """

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="results")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="results")
    term = models.OneToOneField(Term, null=True, blank=True, on_delete=models.PROTECT, related_name="result")
    alternate = models.BooleanField(_("suplente"), default=False)
    candidates = models.PositiveSmallIntegerField(null=True, blank=True)
    votes = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("resultado de una elección")
        verbose_name_plural = _("resultados de elecciones")
        ordering = ["election", "seat__kind__order", "alternate", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["election", "seat", "alternate"], name="one_result_for_a_seat"),
        ]

    def __str__(self):
        return f"{self.election_id} · {self.seat_id}"

    @property
    def contested(self):
        """Was there a choice? None where the acta does not say."""
        return None if self.candidates is None else self.candidates > 1
