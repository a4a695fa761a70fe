"""The log of a session: what stands of it, its texts, its points, and what came later.

All of it but the extract is a projection of the record: heap ``session:<id>``, subject the session itself.
"""

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7
from academy.members.models import Member, Organisation

from ..querysets import OfSessionQuerySet, SessionQuerySet
from ..reserve import Reserve
from .cycles import DialogueCycle, Issue
from .spaces import Space


class SessionType(models.TextChoices):
    ASSEMBLY = "assembly", _("asamblea ordinaria")
    SPECIAL_ASSEMBLY = "special_assembly", _("asamblea extraordinaria")
    BOARD = "board", _("reunión de junta")
    WORKING_TABLE = "working_table", _("mesa de trabajo")
    DIALOGUE = "dialogue", _("diálogo local a local")
    ACADEMY = "academy", _("academia de base")
    EXCHANGE = "exchange", _("intercambio")
    MAPPING = "mapping", _("mapeo")
    DESIGN_WORKSHOP = "design_workshop", _("taller de diseño")
    TRUST_CIRCLE = "trust_circle", _("círculo de confianza")
    TRAINING = "training", _("capacitación")
    MOBILISATION = "mobilisation", _("movilización")
    VISIT = "visit", _("visita")


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("presencial")
    WHATSAPP = "whatsapp", _("por WhatsApp")
    CALL = "call", _("por llamada")
    MIXED = "mixed", _("mixta")


class SessionLog(models.Model):
    """A session that took place. Never the acta: that is in the book, on paper, with signatures.

    Where ``reserve`` is «none» (always for a circle of trust) nothing is stored but the day, how many and whether
    they want another. Text columns are those of ``text``, the version that counts; where two women wrote at
    once ``open_texts`` is more than one and all of them are shown.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("borrador")
        REVIEWED = "reviewed", _("revisada")
        APPROVED = "approved", _("leída y aprobada")
        CLOSED = "closed", _("cerrada")

    class Call(models.TextChoices):
        FIRST = "first", _("primera convocatoria")
        SECOND = "second", _("segunda convocatoria")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sessions")
    type = models.CharField(max_length=20, choices=SessionType.choices)
    held_on = models.DateField()
    how_many = models.PositiveIntegerField(null=True, blank=True, help_text="As counted on the spot.")
    reserve = models.CharField(max_length=12, choices=Reserve.choices, default=Reserve.ORGANISATION)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    wants_another = models.BooleanField(null=True, help_text="Of a circle of trust.")
    note = models.TextField(blank=True, help_text="The line of the field entry: «¿qué acordamos?»")
    noted_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="sessions_noted")
    noted_at = models.DateTimeField(default=timezone.now)

    title = models.CharField(max_length=160, blank=True)
    place = models.CharField(max_length=160, blank=True, help_text="In words. Never coordinates.")
    mode = models.CharField(max_length=12, choices=Mode.choices, blank=True)
    starts_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    call = models.CharField(max_length=8, choices=Call.choices, blank=True)
    agenda = models.TextField(blank=True, help_text="As convened, one a line.")
    summary = models.TextField(blank=True)
    language = models.CharField(max_length=5, blank=True)
    fares = models.CharField(max_length=160, blank=True, help_text="What there was for fares.")
    childcare = models.CharField(max_length=160, blank=True, help_text="Who cared for children.")
    able = models.PositiveIntegerField(null=True, blank=True, help_text="How many could vote, as its text says.")
    text = models.UUIDField(null=True, help_text="The SessionText that counts.")
    open_texts = models.PositiveSmallIntegerField(default=0, help_text="Texts that no later one has taken up.")

    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions")
    cycle = models.ForeignKey(DialogueCycle, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions")
    issues = models.ManyToManyField(Issue, related_name="sessions", blank=True)
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="next_ones"
    )
    facilitated_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions_facilitated"
    )
    recorded_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions_recorded"
    )

    joined_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="parts",
        help_text="The same session, noted by another woman: that one leads, this one is shown there.",
    )

    contributions_until = models.DateField(null=True, blank=True, help_text="The last day for who could not come.")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_text = models.UUIDField(null=True, help_text="The SessionText that was read and approved.")
    read_on = models.DateField(null=True, blank=True, help_text="The day on which it was read aloud.")
    closed_at = models.DateTimeField(null=True, blank=True)

    extract = models.TextField(blank=True, help_text="What strangers may read; not of the record.")
    extract_published_at = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sesión")
        verbose_name_plural = _("sesiones")
        ordering = ["-held_on", "-noted_at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["organisation", "held_on"], name="session_organisation_day")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(type="trust_circle") | models.Q(reserve="none"),
                name="a_circle_of_trust_has_no_minutes",
            )
        ]

    def __str__(self):
        if self.title:
            return self.title
        kind = self.get_type_display()
        return f"{kind[:1].upper()}{kind[1:]} · {date_format(self.held_on)}"

    @property
    def is_count_only(self):
        return self.reserve == Reserve.NONE


class SessionText(models.Model):
    """One version of the minutes, whole: columns of the session and its points. Never changed; ``id`` is its event's.

    ``based_on``: ids of the texts that its writer had before her and took up. A text that nobody took up is open.
    """

    id = models.UUIDField(primary_key=True)
    session = models.ForeignKey(SessionLog, on_delete=models.DO_NOTHING, db_constraint=False, related_name="texts")
    based_on = models.JSONField(default=list)
    fields = models.JSONField(default=dict, help_text="As sessions.payloads reads them.")
    points = models.JSONField(default=list, help_text="As sessions.payloads reads them.")
    written_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()
    is_open = models.BooleanField(default=True, help_text="No later text took it up.")
    is_late = models.BooleanField(default=False, help_text="Not part of what was approved: shown as an addendum.")

    objects = OfSessionQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.session_id} {self.written_at:%Y-%m-%d}"


class AgendaPoint(models.Model):
    """One point of the text that counts. An agreement (internal) says who does it and how it was decided."""

    class Outcome(models.TextChoices):
        AGREEMENT = "agreement", _("acuerdo")
        COMMITMENT = "commitment", _("compromiso de una autoridad")
        REPORT = "report", _("informe")
        PENDING = "pending", _("queda pendiente")

    session = models.ForeignKey(SessionLog, on_delete=models.CASCADE, related_name="points")
    order = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=160)
    summary = models.CharField(max_length=500, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.REPORT)
    agreed = models.CharField(max_length=500, blank=True, help_text="The words of the agreement.")
    consensus = models.BooleanField(default=False)
    votes_for = models.PositiveIntegerField(null=True, blank=True)
    votes_against = models.PositiveIntegerField(null=True, blank=True)
    abstained = models.PositiveIntegerField(null=True, blank=True)
    responsible = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)

    objects = OfSessionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["session", "order"], name="one_point_of_an_order")]

    def __str__(self):
        return f"{self.order}. {self.topic}"


class Contribution(models.Model):
    """What came after: of who could not come (within the window), or an addendum to what was approved.

    ``id`` is its event's. Its photo and voice are ``Evidence`` of the same contribution.
    """

    class Kind(models.TextChoices):
        CONTRIBUTION = "contribution", _("aporte")
        ADDENDUM = "addendum", _("añadido")

    id = models.UUIDField(primary_key=True)
    session = models.ForeignKey(SessionLog, on_delete=models.CASCADE, related_name="contributions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    words = models.TextField(blank=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    objects = OfSessionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.session_id} {self.kind}"
