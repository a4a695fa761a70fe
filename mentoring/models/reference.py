"""What mentoring speaks of, and when: topics, cycles, the weights an assembly adopted. No personal data."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.members.models import Member, Organisation


class MentoringTopic(models.Model):
    """Something that one woman can hand on to another. Translated.

    ``slug`` is shared with the competencies of courses where both speak of the same: higher floors join them by it.
    """

    class Direction(models.TextChoices):
        """Which way it usually goes; anybody may want or offer anything."""

        MEMORY = "memory", _("Memoria y política")
        DIGITAL = "digital", _("Destrezas digitales")

    slug = models.SlugField(unique=True)
    direction = models.CharField(max_length=10, choices=Direction.choices)
    name = models.CharField(_("nombre"), max_length=120)
    order = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False, help_text="No longer offered in forms; old answers keep it.")

    class Meta:
        verbose_name = _("tema de acompañamiento")
        verbose_name_plural = _("temas de acompañamiento")
        ordering = ["direction", "order", "slug"]

    def __str__(self):
        return self.name or self.slug


class MentoringCycle(models.Model):
    """The months for which women are asked once. Holds for its organisation and all below."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mentoring_cycles")
    name = models.CharField(_("nombre"), max_length=80)
    starts = models.DateField(_("empieza"))
    ends = models.DateField(_("termina"), help_text="Its last day.")
    opened_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ciclo de acompañamiento")
        verbose_name_plural = _("ciclos de acompañamiento")
        ordering = ["-starts", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="cycle_ends_after_it_starts")]

    def __str__(self):
        return self.name


class MatchingWeights(models.Model):
    """How much each thing counts, as an assembly adopted it. Sums to 100. A change is a new row with its acta."""

    PARTS = ("topics", "hours", "distance", "kinds", "life", "load")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="matching_weights")
    version = models.PositiveIntegerField()
    topics = models.PositiveSmallIntegerField(default=35)
    hours = models.PositiveSmallIntegerField(default=20)
    distance = models.PositiveSmallIntegerField(default=15)
    kinds = models.PositiveSmallIntegerField(default=10)
    life = models.PositiveSmallIntegerField(default=10)
    load = models.PositiveSmallIntegerField(default=10)
    acta = models.CharField(_("acta"), max_length=120, help_text="Book, page and date where the assembly adopted it.")
    adopted_on = models.DateField()
    entered_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pesos del emparejamiento")
        verbose_name_plural = _("pesos del emparejamiento")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version"], name="one_weights_of_a_version"),
            models.CheckConstraint(
                condition=Q(topics=100 - F("hours") - F("distance") - F("kinds") - F("life") - F("load")),
                name="weights_sum_to_100",
            ),
        ]

    def __str__(self):
        return f"{self.organisation_id} v{self.version}"

    def clean(self):
        if sum(getattr(self, part) for part in self.PARTS) != 100:
            raise ValidationError(_("Los pesos tienen que sumar 100."))


class ReservedOrganisation(models.Model):
    """Its women, and those of all below it, are paired only among themselves and with ``also``."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="mentoring_reserve")
    also = models.ManyToManyField(Organisation, blank=True, related_name="+")
    acta = models.CharField(_("acta"), max_length=120, help_text="Where it decided so.")

    class Meta:
        verbose_name = _("organización reservada")
        verbose_name_plural = _("organizaciones reservadas")

    def __str__(self):
        return f"{self.organisation_id}"
