"""Exchange visits, and what was learned: practices."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7
from academy.members.models import Member, Organisation

from ..querysets import PracticeQuerySet, VisitQuerySet
from ..reserve import Reserve
from .cycles import DialogueCycle
from .sessions import SessionLog


class ExchangeVisit(models.Model):
    """A group visits another; both teach and both learn."""

    class State(models.TextChoices):
        PLANNED = "planned", _("por hacer")
        HELD = "held", _("se hizo")
        CANCELLED = "cancelled", _("no se hizo")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="visits_hosted")
    guests = models.ManyToManyField(Organisation, related_name="visits_made")
    title = models.CharField(max_length=160)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=160, blank=True)
    questions = models.JSONField(default=list, help_text="What the guests want to learn, in their words.")
    plan = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    reserve = models.CharField(max_length=12, choices=Reserve.choices, default=Reserve.ORGANISATION)
    cycle = models.ForeignKey(DialogueCycle, null=True, blank=True, on_delete=models.SET_NULL, related_name="visits")
    session = models.ForeignKey(SessionLog, null=True, blank=True, on_delete=models.SET_NULL, related_name="visits")
    noted_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visita de intercambio")
        verbose_name_plural = _("visitas de intercambio")
        ordering = ["-starts_on", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.title


class VisitTry(models.Model):
    """What one organisation will try at home, and what came of it."""

    visit = models.ForeignKey(ExchangeVisit, on_delete=models.CASCADE, related_name="tries")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    by_when = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return self.words


class VisitReturn(models.Model):
    """What was told back to the hosts 30 or 90 days after: «what we learn we share»."""

    visit = models.ForeignKey(ExchangeVisit, on_delete=models.CASCADE, related_name="returns")
    days = models.PositiveSmallIntegerField(help_text="30 or 90.")
    due_on = models.DateField()
    told_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["days"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["visit", "days"], name="one_return_of_a_moment")]

    def __str__(self):
        return f"{self.visit_id} {self.days}"


class Practice(models.Model):
    """Something that worked, written down by leaders so that others may try it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("borrador")
        REVIEWED = "reviewed", _("revisada")
        SHARED = "shared", _("compartida")
        WITHDRAWN = "withdrawn", _("retirada")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="practices")
    session = models.ForeignKey(SessionLog, null=True, blank=True, on_delete=models.SET_NULL, related_name="practices")
    visit = models.ForeignKey(ExchangeVisit, null=True, blank=True, on_delete=models.SET_NULL, related_name="practices")
    authors = models.ManyToManyField(Member, related_name="practices", blank=True)
    authors_said = models.CharField(max_length=300, blank=True, help_text="As they want to be named.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    reserve = models.CharField(max_length=12, choices=Reserve.choices, default=Reserve.ORGANISATION)
    written_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    harvested_at = models.DateTimeField(null=True, blank=True, help_text="A draft course page was made of it.")
    harvested_as = models.CharField(max_length=200, blank=True, help_text="Where: as the course programme answered.")

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("práctica")
        verbose_name_plural = _("prácticas")
        ordering = ["-written_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return str(self.pk)


class PracticeText(models.Model):
    """A practice in one language. A translation is a draft until somebody has reviewed it."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=160)
    did = models.TextField(_("qué hicimos"), blank=True)
    worked = models.TextField(_("qué funcionó"), blank=True)
    adapt = models.TextField(_("cómo adaptarlo"), blank=True)
    changed_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["practice", "language"], name="a_practice_once_in_a_language")]

    def __str__(self):
        return self.title


class PracticeConsent(models.Model):
    """An organisation that a practice names says whether it may. Without its yes it is not shared."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="consents")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    agreed = models.BooleanField(null=True, help_text="Empty: asked.")
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["practice", "organisation"], name="one_consent_each")]

    def __str__(self):
        return f"{self.practice_id} {self.organisation_id}"
