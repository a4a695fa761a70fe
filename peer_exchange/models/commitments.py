"""Promises of authorities, kept and broken. The institution and the post first, the person second.

Commitments, follow-ups and steps are projections of the record: heap ``commitment:<id>``, subject the commitment.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7
from academy.members.models import Member, Organisation, Territory

from ..querysets import CommitmentQuerySet, OfCommitmentQuerySet
from ..reserve import Reserve
from .cycles import DialogueCycle, Issue
from .sessions import SessionLog
from .spaces import Institution, Official, Post, Space


class Obstacle(models.TextChoices):
    BUREAUCRACY = "bureaucracy", _("trámites que no avanzan")
    PATRONAGE = "patronage", _("favores políticos")
    BUDGET = "budget", _("negaron el presupuesto")
    CHANGE_OF_OFFICIAL = "change_of_official", _("cambió la autoridad")
    DISTANCE = "distance", _("distancia")
    LATE_NOTICE = "late_notice", _("avisaron tarde")
    OTHER = "other", _("otro")


class Ladder(models.TextChoices):
    """Steps of escalation, in order."""

    REMINDER = "reminder", _("carta de recuerdo")
    HEARING = "hearing", _("pedido de audiencia")
    INFORMATION = "information", _("pedido de información")
    OMBUDSMAN = "ombudsman", _("Defensoría del Pueblo")
    MOBILISATION = "mobilisation", _("movilización")


class AuthorityChange(models.Model):
    """An official was replaced: all open commitments of the post are presented again, in one letter."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="authority_changes")
    institution = models.ForeignKey(Institution, null=True, on_delete=models.SET_NULL, related_name="changes")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="changes")
    institution_said = models.CharField(max_length=160)
    post_said = models.CharField(max_length=120, blank=True)
    before = models.CharField(max_length=120, blank=True, help_text="Who left.")
    after = models.CharField(max_length=120, blank=True, help_text="Who came.")
    on = models.DateField()
    noted_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)
    letter_sent_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("cambio de autoridad")
        verbose_name_plural = _("cambios de autoridad")
        ordering = ["-on", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.institution_said} {self.on}"


class Commitment(models.Model):
    """What an authority or an ally promised us, in their words.

    ``*_said`` are the words at the time: they stay when the directory changes. Quantities share ``unit``. It may stand
    before its session does: the two are heaps of their own.
    """

    class Kind(models.TextChoices):
        SPOKEN = "spoken", _("de palabra")
        IN_ACTA = "in_acta", _("en acta")
        SIGNED = "signed", _("firmado")
        NORM = "norm", _("en una norma")

    class State(models.TextChoices):
        NEW = "new", _("nuevo")
        ONGOING = "ongoing", _("en curso")
        KEPT = "kept", _("cumplido")
        PARTLY = "partly", _("cumplido en parte")
        BROKEN = "broken", _("incumplido")
        VOID = "void", _("sin efecto")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="commitments")
    session = models.ForeignKey(
        SessionLog, null=True, blank=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="commitments"
    )
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments")
    cycle = models.ForeignKey(
        DialogueCycle, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    issue = models.ForeignKey(Issue, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments")
    territory = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(_("tema"), max_length=80, blank=True)

    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments")
    official = models.ForeignKey(Official, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments")
    institution_said = models.CharField(max_length=160, blank=True)
    post_said = models.CharField(max_length=120, blank=True)
    official_said = models.CharField(max_length=120, blank=True)

    words = models.TextField(_("qué prometió, con sus palabras"))
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.SPOKEN)
    unit = models.CharField(max_length=40, blank=True)
    asked = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    promised = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    obtained = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    made_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    due_said = models.CharField(max_length=80, blank=True, help_text="As it was said: «en dos meses», «sin fecha».")

    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    state_since = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True, help_text="Kept, broken for good, or void since.")
    obstacle = models.CharField(max_length=20, choices=Obstacle.choices, blank=True)
    obstacle_note = models.CharField(max_length=300, blank=True)
    step = models.CharField(max_length=12, choices=Ladder.choices, blank=True, help_text="The highest one taken.")
    next_check_on = models.DateField(null=True, blank=True)
    follower_one = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    follower_two = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    inherited_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="inherited_by"
    )
    change = models.ForeignKey(
        AuthorityChange, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    reserve = models.CharField(max_length=12, choices=Reserve.choices, default=Reserve.ORGANISATION)
    published_at = models.DateTimeField(null=True, blank=True)
    public_words = models.TextField(blank=True, help_text="What strangers read: as it was published, nobody named.")
    noted_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="commitments_noted")
    noted_at = models.DateTimeField(default=timezone.now)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("compromiso")
        verbose_name_plural = _("compromisos")
        ordering = ["-made_on", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["organisation", "state"], name="commitment_organisation_state"),
            models.Index(fields=["institution", "state"], name="commitment_institution_state"),
            models.Index(fields=["state", "due_on"], name="commitment_state_due"),
            models.Index(fields=["next_check_on"], name="commitment_next_check"),
        ]

    def __str__(self):
        return self.words[:80]


class FollowUp(models.Model):
    """Somebody asked how it goes. ``id`` is its event's."""

    class Channel(models.TextChoices):
        VISIT = "visit", _("fuimos")
        CALL = "call", _("llamada")
        WHATSAPP = "whatsapp", _("WhatsApp")
        LETTER = "letter", _("carta")
        SESSION = "session", _("en una sesión")
        OTHER = "other", _("otro")

    id = models.UUIDField(primary_key=True)
    commitment = models.ForeignKey(
        Commitment, on_delete=models.DO_NOTHING, db_constraint=False, related_name="follow_ups"
    )
    on = models.DateField()
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    result = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=Commitment.State.choices, blank=True, help_text="Since then.")
    obtained = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, help_text="In all, then.")
    obstacle = models.CharField(max_length=20, choices=Obstacle.choices, blank=True)
    next_check_on = models.DateField(null=True, blank=True)

    objects = OfCommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("seguimiento")
        verbose_name_plural = _("seguimientos")
        ordering = ["on", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.commitment_id} {self.on}"


class EscalationStep(models.Model):
    """A step of the ladder that was taken. ``id`` is its event's."""

    id = models.UUIDField(primary_key=True)
    commitment = models.ForeignKey(Commitment, on_delete=models.DO_NOTHING, db_constraint=False, related_name="steps")
    step = models.CharField(max_length=12, choices=Ladder.choices)
    on = models.DateField()
    answer_due_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = OfCommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("paso de la escalera")
        verbose_name_plural = _("pasos de la escalera")
        ordering = ["on", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.commitment_id} {self.step}"


class PublicFace(models.Model):
    """The page on which an organisation shows commitments to strangers. ``published_at`` empty: it does not exist."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="public_face")
    slug = models.SlugField(max_length=60, unique=True)
    intro = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    embeddable = models.BooleanField(default=False)
    changed_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("página pública de compromisos")
        verbose_name_plural = _("páginas públicas de compromisos")
        default_permissions = ()

    def __str__(self):
        return self.slug


class CorrectionRequest(models.Model):
    """A stranger says that something published is wrong. Holds what she, he or an office wrote, no more."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="corrections")
    words = models.TextField()
    contact = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.CharField(max_length=300, blank=True)

    objects = OfCommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pedido de corrección")
        verbose_name_plural = _("pedidos de corrección")
        ordering = ["-at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.commitment_id} {self.at:%Y-%m-%d}"
