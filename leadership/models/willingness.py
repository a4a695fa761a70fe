"""Who would take a seat, and what she already does of its tasks. Personal; hers alone unless she says otherwise."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.members.models import SeatKind

from ..querysets import HerOwn, TickQuerySet, WillingnessQuerySet


class Willingness(models.Model):
    """Would she take a seat of this kind? Projected from what she said last; after a year she is asked again."""

    class Answer(models.TextChoices):
        YES = "yes", _("sí")
        MAYBE = "maybe", _("tal vez")
        LATER = "later", _("más adelante")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.ForeignKey(SeatKind, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    above = models.BooleanField(default=False, help_text="Also in organisations above her own.")
    said_on = models.DateField()
    good_until = models.DateField(help_text="The first day on which it no longer counts.")

    objects = WillingnessQuerySet.as_manager()

    class Meta:
        verbose_name = _("disposición")
        verbose_name_plural = _("disposiciones")
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="one_willingness_for_a_kind")]
        indexes = [models.Index(fields=["kind", "answer", "good_until"], name="willingness_kind")]

    def __str__(self):
        return f"{self.member_id} {self.kind_id} {self.answer}"


class SeatTask(models.Model):
    """Reference data: what prepares for a task of a kind of seat, and whether another woman must have seen it done.

    ``task`` is the key of its words (``willing.rules.task_key``). A task without a row is ticked by herself alone.
    """

    kind = models.ForeignKey(SeatKind, on_delete=models.CASCADE, related_name="+")
    task = models.CharField(max_length=12)
    courses = models.CharField(max_length=80, blank=True, help_text="Codes of courses that teach it, with spaces.")
    evidence = models.CharField(
        max_length=120, blank=True, help_text="Kinds of facts of her path that show it done, with spaces."
    )
    seen_by_another = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("tarea de un cargo")
        verbose_name_plural = _("tareas de cargos")
        constraints = [models.UniqueConstraint(fields=["kind", "task"], name="one_row_for_a_task_of_a_kind")]

    def __str__(self):
        return f"{self.kind_id} {self.task}"


class TaskTick(models.Model):
    """She says that she does this; the companion whom she asked says that she saw it. A projection."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.ForeignKey(SeatKind, on_delete=models.CASCADE, related_name="+")
    task = models.CharField(max_length=12)
    done_on = models.DateField()
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_on = models.DateField(null=True)

    objects = TickQuerySet.as_manager()

    class Meta:
        verbose_name = _("tarea que ya hace")
        verbose_name_plural = _("tareas que ya hacen")
        constraints = [models.UniqueConstraint(fields=["member", "kind", "task"], name="one_tick_for_a_task")]

    def __str__(self):
        return f"{self.member_id} {self.kind_id} {self.task}"


class TaskEvidence(models.Model):
    """A task of a kind of seat that a fact of her path shows done. Made anew by ``stages.looking``."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.ForeignKey(SeatKind, on_delete=models.CASCADE, related_name="+")
    task = models.CharField(max_length=12)
    fact = models.CharField(max_length=120, help_text="part/key, as academy.members.path tells it.")

    objects = HerOwn.as_manager()

    class Meta:
        verbose_name = _("tarea que su camino muestra")
        verbose_name_plural = _("tareas que sus caminos muestran")
        constraints = [models.UniqueConstraint(fields=["member", "kind", "task"], name="one_evidence_for_a_task")]

    def __str__(self):
        return f"{self.member_id} {self.kind_id} {self.task}"
