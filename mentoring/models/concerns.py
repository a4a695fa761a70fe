"""What went wrong, told to two support persons of other districts. Personal data, sealed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7
from academy.members.models import Member

from ..querysets import ConcernQuerySet
from .circles import MentoringCircle
from .pairs import Pairing


class Concern(models.Model):
    """Never shown to whom it is about, nor to the organiser of her district. Every opening is a ConcernAccess."""

    class State(models.TextChoices):
        OPEN = "open", _("por atender")
        TALKING = "talking", _("conversando")
        DONE = "done", _("atendida")

    class Origin(models.TextChoices):
        REPORT = "report", _("aviso")
        CHECK_IN = "check_in", _("quiero hablar")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    about = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    pairing = models.ForeignKey(Pairing, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    circle = models.ForeignKey(MentoringCircle, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.REPORT)
    kind = models.CharField(max_length=20, blank=True)
    sealed = models.TextField(blank=True, help_text="Her words, sealed.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    supporters = models.ManyToManyField(Member, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("preocupación")
        verbose_name_plural = _("preocupaciones")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.origin} {self.state}"


class ConcernAccess(models.Model):
    """Who opened it, when. Append-only; shown to whoever wrote it."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="accesses")
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    action = models.CharField(max_length=20, default="opened")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.concern_id} {self.action}"
