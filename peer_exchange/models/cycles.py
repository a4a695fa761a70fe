"""Issues, and the dialogue cycle with its twelve steps as a guide."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7
from academy.members.models import Member, Organisation, Territory

from ..querysets import CycleQuerySet
from ..reserve import Reserve, ReservedQuerySet


class Issue(models.Model):
    """A problem that women named, with its votes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="issues")
    territory = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("tema o problema"), max_length=160)
    affected = models.CharField(max_length=300, blank=True, help_text="Whom it touches.")
    gender_note = models.CharField(max_length=500, blank=True, help_text="How it touches women otherwise.")
    votes = models.PositiveIntegerField(null=True, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    reserve = models.CharField(max_length=12, choices=Reserve.choices, default=Reserve.ORGANISATION)
    created_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ReservedQuerySet.as_manager()

    class Meta:
        verbose_name = _("tema")
        verbose_name_plural = _("temas")
        ordering = ["-created_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.title


class DialogueCycle(models.Model):
    """One way from a problem to a promise kept. Starts from an issue, a map or an old promise."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cycles")
    title = models.CharField(_("qué queremos lograr"), max_length=160)
    issue = models.ForeignKey(Issue, null=True, blank=True, on_delete=models.SET_NULL, related_name="cycles")
    map = models.ForeignKey("CommunityMap", null=True, blank=True, on_delete=models.SET_NULL, related_name="cycles")
    promise = models.ForeignKey(
        "Commitment", null=True, blank=True, on_delete=models.SET_NULL, related_name="cycles_begun"
    )
    dialogue_on = models.DateField(null=True, blank=True, help_text="Day 0, from which due dates are reckoned.")
    reserve = models.CharField(max_length=12, choices=Reserve.choices, default=Reserve.ORGANISATION)
    opened_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    learned = models.TextField(blank=True, help_text="Step 11: what worked, what to change.")
    next = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="previous_ones")

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("ciclo de diálogo")
        verbose_name_plural = _("ciclos de diálogo")
        ordering = ["-opened_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.title


class CycleStep(models.Model):
    """What a cycle did of one of the twelve steps. No row: nothing said yet. ``number``: 1–12, names in the code."""

    class State(models.TextChoices):
        OPEN = "open", _("por hacer")
        DONE = "done", _("hecho")
        SKIPPED = "skipped", _("lo saltamos")

    cycle = models.ForeignKey(DialogueCycle, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    output = models.TextField(blank=True)
    on_it = models.CharField(max_length=200, blank=True, help_text="Who is on it, beside the roles of the cycle.")
    due_on = models.DateField(null=True, blank=True, help_text="Empty: by its usual time.")
    done_on = models.DateField(null=True, blank=True)
    changed_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="one_row_of_a_step")]

    def __str__(self):
        return f"{self.cycle_id} {self.number}"


class CycleRole(models.Model):
    """Who does what in a cycle, or in one of its sessions. Roles rotate; whoever held one stays on record."""

    class Role(models.TextChoices):
        FACILITATOR = "facilitator", _("facilitadora")
        RECORDER = "recorder", _("relatora")
        SPOKESWOMAN = "spokeswoman", _("vocera")
        TIMEKEEPER = "timekeeper", _("controladora de tiempo")
        WELCOME = "welcome", _("encargada de acogida")
        OBSERVER = "observer", _("observadora de aprendizaje")

    cycle = models.ForeignKey(DialogueCycle, on_delete=models.CASCADE, related_name="roles")
    session = models.ForeignKey(
        "SessionLog", null=True, blank=True, on_delete=models.SET_NULL, related_name="roles", help_text="Empty: all."
    )
    role = models.CharField(max_length=12, choices=Role.choices)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="cycle_roles")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["role", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["cycle", "session", "role", "member"], name="a_role_once_in_a_session"),
            models.UniqueConstraint(
                fields=["cycle", "role", "member"],
                condition=models.Q(session=None),
                name="a_role_once_in_a_cycle",
            ),
        ]

    def __str__(self):
        return f"{self.cycle_id} {self.role}"
