"""The community map, modular plans and design workshops."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7
from academy.members.models import Member, Organisation, Territory

from ..reserve import Reserve, ReservedQuerySet
from .cycles import DialogueCycle, Issue
from .sessions import SessionLog


class CommunityMap(models.Model):
    """What women know of their place. Drawn over an outline or over a sketch of theirs; read as a list first."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="maps")
    territory = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    outline = models.JSONField(
        default=list, blank=True, help_text="Of each row of squares [first, last], or null. Empty: the region's own."
    )
    sketch = models.CharField(max_length=200, blank=True, help_text="Photo of a drawing: name in the private storage.")
    reserve = models.CharField(max_length=12, choices=Reserve.choices, default=Reserve.ORGANISATION)
    created_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ReservedQuerySet.as_manager()

    class Meta:
        verbose_name = _("mapa comunitario")
        verbose_name_plural = _("mapas comunitarios")
        ordering = ["-created_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.title


class MapPointQuerySet(ReservedQuerySet):
    to = "map__organisation"

    def hers(self, member):
        return models.Q(noted_by=member)

    def readable(self, standing):
        """Never wider than its map."""
        maps = CommunityMap.objects.filter(CommunityMap.objects.all().readable(standing))
        return super().readable(standing) & models.Q(map__in=maps.values("pk"))


class MapPoint(models.Model):
    """One thing on the map, as near as its block or sector. Never coordinates: ``column`` and ``row`` are squares of
    the drawing's coarse grid, counted from its upper left."""

    class Layer(models.TextChoices):
        RISK = "risk", _("riesgo")
        RESOURCE = "resource", _("recurso")
        KITCHEN = "kitchen", _("cocina")
        MISSING_SERVICE = "missing_service", _("servicio que falta")
        PROMISE = "promise", _("promesa")
        GARDEN = "garden", _("huerto")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    map = models.ForeignKey(CommunityMap, on_delete=models.CASCADE, related_name="points")
    layer = models.CharField(max_length=16, choices=Layer.choices)
    words = models.CharField(max_length=300)
    block = models.CharField(max_length=80, blank=True, help_text="Block or sector, in words.")
    column = models.PositiveSmallIntegerField(null=True, blank=True)
    row = models.PositiveSmallIntegerField(null=True, blank=True)
    photo = models.CharField(max_length=200, blank=True, help_text="Name in the private storage.")
    on = models.DateField(default=timezone.localdate)
    reserve = models.CharField(max_length=12, choices=Reserve.choices, default=Reserve.ORGANISATION)
    issues = models.ManyToManyField(Issue, related_name="points", blank=True)
    commitment = models.ForeignKey(
        "Commitment", null=True, blank=True, on_delete=models.SET_NULL, related_name="points"
    )
    noted_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = MapPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("punto del mapa")
        verbose_name_plural = _("puntos del mapa")
        ordering = ["layer", "noted_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.words


class ModularPlan(models.Model):
    """A plan in modules that the women put into their own order."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="plans")
    cycle = models.ForeignKey(DialogueCycle, null=True, blank=True, on_delete=models.SET_NULL, related_name="plans")
    title = models.CharField(max_length=160)
    words = models.TextField(blank=True)
    reserve = models.CharField(max_length=12, choices=Reserve.choices, default=Reserve.ORGANISATION)
    created_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ReservedQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan modular")
        verbose_name_plural = _("planes modulares")
        ordering = ["-created_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.title


class PlanModule(models.Model):
    """One module: what it costs, what must stand before it, who sees to it. Money in soles."""

    class State(models.TextChoices):
        IDEA = "idea", _("idea")
        GATHERING = "gathering", _("juntando")
        BUILDING = "building", _("en obra")
        DONE = "done", _("listo")
        LEFT = "left", _("lo dejamos")

    plan = models.ForeignKey(ModularPlan, on_delete=models.CASCADE, related_name="modules")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    words = models.CharField(max_length=500, blank=True)
    cost_low = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    cost_high = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    needs = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="needed_by")
    responsible = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    responsible_said = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.IDEA)

    class Meta:
        ordering = ["order", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.title


class DesignWorkshop(models.Model):
    """Problems named together, and dots put on paper."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="workshops")
    session = models.ForeignKey(SessionLog, null=True, blank=True, on_delete=models.SET_NULL, related_name="workshops")
    title = models.CharField(max_length=160)
    held_on = models.DateField()
    dots_each = models.PositiveSmallIntegerField(default=3, help_text="How many each woman had.")
    women = models.PositiveIntegerField(null=True, blank=True, help_text="How many voted.")
    reserve = models.CharField(max_length=12, choices=Reserve.choices, default=Reserve.ORGANISATION)
    created_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ReservedQuerySet.as_manager()

    class Meta:
        verbose_name = _("taller de diseño")
        verbose_name_plural = _("talleres de diseño")
        ordering = ["-held_on", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.title


class WorkshopProblem(models.Model):
    """One problem of a workshop, its dots, and the issue or cycle that came of it."""

    workshop = models.ForeignKey(DesignWorkshop, on_delete=models.CASCADE, related_name="problems")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=160)
    affected = models.CharField(max_length=300, blank=True)
    gender_note = models.CharField(max_length=500, blank=True)
    dots = models.PositiveIntegerField(null=True, blank=True)
    issue = models.ForeignKey(Issue, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["order", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.title
