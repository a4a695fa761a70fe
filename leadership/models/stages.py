"""Stages, what an assembly decided about them, and where each woman says that she is."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7
from academy.members.models import Organisation

from ..querysets import CriteriaQuerySet, HerOwn


class Stage(models.Model):
    """Reference data: Participa, Aprende, Asume tarea, Cargo, Representa, Acompaña. Translated; no personal data.

    ``order`` is the order in which they are told, and no rank.
    """

    code = models.SlugField(unique=True)
    name = models.CharField(_("nombre"), max_length=60)
    says = models.CharField(_("qué se ve"), max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("momento del camino")
        verbose_name_plural = _("momentos del camino")
        ordering = ["order", "code"]

    def __str__(self):
        return self.name


class StageCriteria(models.Model):
    """What counts for each stage: proposed by an organiser, in force once an assembly adopted it. Never edited.

    Holds for its organisation and all below, until it or one nearer adopts others. ``rules``: stage code →
    ``{"any_of": [kind of evidence, …], "at_least": n}``; a stage that is not named asks for what the academy says.
    ``names``: stage code → ``{"name": {language: words}, "says": {language: words}}``, where an assembly chose its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="stage_criteria")
    version = models.PositiveIntegerField(help_text="Within its organisation, from 1.")
    rules = models.JSONField(default=dict)
    names = models.JSONField(default=dict, blank=True)
    words = models.TextField(_("en sus palabras"), blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    acta = models.CharField(_("acta"), max_length=160, blank=True)
    adopted_on = models.DateField(null=True, blank=True, help_text="The day of the assembly.")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = CriteriaQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterios de los momentos")
        verbose_name_plural = _("criterios de los momentos")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version"], name="one_criteria_of_a_version"),
            models.CheckConstraint(
                condition=Q(adopted_on=None, acta="") | (Q(adopted_on__isnull=False) & ~Q(acta="")),
                name="criteria_are_adopted_by_an_acta",
            ),
        ]

    def __str__(self):
        return f"{self.organisation_id} v{self.version}"


class StageRecord(models.Model):
    """What was proposed to her and what she said to it: one row for each event, ``id`` is the event's. Hers alone.

    A projection of the record (``stages.projections``): nobody else writes it, nothing of it is edited.
    """

    class Kind(models.TextChoices):
        PROPOSED = "proposed", _("te lo propuso la academia")
        CONFIRMED = "confirmed", _("dijiste que sí")
        POSTPONED = "postponed", _("dijiste que más adelante")
        REFUSED = "refused", _("dijiste que no")
        CHOSEN = "chosen", _("dijiste que estás aquí")
        PAUSED = "paused", _("tomaste una pausa")
        RETURNED = "returned", _("volviste")
        LEFT = "left", _("dejaste el camino")

    id = models.UUIDField(primary_key=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    stage = models.CharField(max_length=40, blank=True, help_text="Code of the Stage; empty where it is of none.")
    at = models.DateTimeField()
    evidence = models.JSONField(default=list, help_text='Of a proposal: [{"key", "kind", "words", "on"}], in Spanish.')
    criteria = models.UUIDField(null=True, help_text="Of a proposal; empty: those of the academy.")
    again_on = models.DateField(null=True, help_text="Of a postponement: when she is asked again.")

    objects = HerOwn.as_manager()

    class Meta:
        verbose_name = _("anotación de su camino")
        verbose_name_plural = _("anotaciones de su camino")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["member", "at"], name="stage_record_member")]

    def __str__(self):
        return f"{self.member_id} {self.kind} {self.stage}"


class StageStanding(models.Model):
    """Where she says that she is. A projection. No row: she takes part, and nothing was proposed to her yet."""

    class State(models.TextChoices):
        ACTIVE = "active", _("en camino")
        PAUSED = "paused", _("en pausa")
        LEFT = "left", _("dejó el camino")

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(max_length=40, db_index=True)
    since = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    state_since = models.DateField()

    objects = HerOwn.as_manager()

    class Meta:
        verbose_name = _("momento de una socia")
        verbose_name_plural = _("momentos de socias")

    def __str__(self):
        return f"{self.member_id} {self.stage} {self.state}"


class HiddenFact(models.Model):
    """Something of her path that she leaves off her passport. A projection."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    fact = models.CharField(max_length=120, help_text="part/key, as academy.members.path tells it.")

    objects = HerOwn.as_manager()

    class Meta:
        verbose_name = _("dato escondido")
        verbose_name_plural = _("datos escondidos")
        constraints = [models.UniqueConstraint(fields=["member", "fact"], name="a_fact_is_hidden_once")]

    def __str__(self):
        return f"{self.member_id} {self.fact}"
