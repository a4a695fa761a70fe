"""The life of a pair: agreement, meetings, notes, check-ins, closing. All of it is personal data."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7
from academy.members.models import Member

from ..querysets import HerOwn, MeetingQuerySet, OfPairQuerySet, PairingQuerySet
from .matching import Proposal


class Pairing(models.Model):
    """Two women who both said yes. PROTECT: what one of them wrote is also the other's."""

    class State(models.TextChoices):
        AGREEING = "agreeing", _("acordando")
        ACTIVE = "active", _("activa")
        PAUSED = "paused", _("en pausa")
        CHANGED = "changed", _("cambió")
        CLOSED = "closed", _("cerrada")

    class Ending(models.TextChoices):
        MUTUAL = "mutual", _("las dos cerraron")
        CHANGE = "change", _("una pidió cambio")
        LEFT = "left", _("una ya no está")
        SILENT = "silent", _("se cerró por el tiempo")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    proposal = models.OneToOneField(Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="pairing")
    mentee = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="pairings_as_mentee")
    mentor = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="pairings_as_mentor")
    state = models.CharField(max_length=10, choices=State.choices, default=State.AGREEING)
    began_at = models.DateTimeField(default=timezone.now, help_text="When the second of them accepted.")
    waited_since = models.DateTimeField(null=True, blank=True, help_text="Since when she who learns had waited.")
    agreed_at = models.DateTimeField(null=True, blank=True, help_text="When both had accepted the agreement.")
    paused_at = models.DateTimeField(null=True, blank=True)
    resume_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    last_contact_on = models.DateField(null=True, blank=True, help_text="Day of the latest meeting.")
    meetings_count = models.PositiveIntegerField(default=0, help_text="Days on which they met.")
    mentee_keeps = models.BooleanField(default=False, help_text="She keeps the notes after the end.")
    mentor_keeps = models.BooleanField(default=False, help_text="She keeps the notes after the end.")

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("pareja de acompañamiento")
        verbose_name_plural = _("parejas de acompañamiento")
        ordering = ["-began_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentee", "mentor"],
                condition=Q(state__in=PairingQuerySet.LIVING),
                name="one_living_pair_of_two",
            ),
            models.CheckConstraint(condition=~Q(mentee=F("mentor")), name="nobody_accompanies_herself"),
        ]

    def __str__(self):
        return f"{self.mentee_id} ↔ {self.mentor_id} {self.state}"


class Agreement(models.Model):
    """One wording of what the two agree. A change is a new row; two changes at once are two rows, both shown."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="agreements")
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="changes")
    written_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    goals = models.JSONField(default=list, help_text="One to three, in their own words.")
    every_days = models.PositiveSmallIntegerField(default=14)
    channel = models.CharField(max_length=10, blank=True)
    quiet_hours = models.CharField(max_length=200, blank=True, help_text="When not to call.")
    confidential = models.CharField(max_length=300, blank=True)
    told_to = models.CharField(max_length=300, blank=True, help_text="What is told to whom.")
    how_to_end = models.CharField(max_length=300, blank=True)

    objects = OfPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("acuerdo")
        verbose_name_plural = _("acuerdos")
        ordering = ["written_at", "pk"]

    def __str__(self):
        return f"{self.pairing_id} {self.written_at:%Y-%m-%d}"


class AgreementAcceptance(models.Model):
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="acceptances")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()
    read_aloud_by = models.CharField(max_length=60, blank=True, help_text="Who read it to her, as she says.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "member"], name="an_agreement_accepted_once")]

    def __str__(self):
        return f"{self.agreement_id} {self.member_id}"


class Meeting(models.Model):
    """They met: a pair, or a circle with those ``present``. A projection of the record; the form gave it its id."""

    class Channel(models.TextChoices):
        CALL = "call", _("Llamada")
        WHATSAPP = "whatsapp", _("WhatsApp")
        VISIT = "visit", _("Visita")
        OTHER = "other", _("Otro")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pairing = models.ForeignKey(Pairing, null=True, on_delete=models.CASCADE, related_name="meetings")
    circle = models.ForeignKey("MentoringCircle", null=True, on_delete=models.CASCADE, related_name="meetings")
    present = models.ManyToManyField(Member, related_name="+", help_text="Of a circle: who was there.")
    logged_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(default=timezone.now)
    met_on = models.DateField()
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    guide_step = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of the six-meeting guide; 1–6.")
    topic = models.CharField(max_length=200, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    shared_note = models.TextField(blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("encuentro")
        verbose_name_plural = _("encuentros")
        ordering = ["-met_on", "-logged_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pairing__isnull=False, circle=None) | Q(pairing=None, circle__isnull=False),
                name="a_meeting_is_of_a_pair_or_a_circle",
            )
        ]

    def __str__(self):
        return f"{self.pairing_id or self.circle_id} {self.met_on}"


class PrivateNote(models.Model):
    """What one of them wrote for herself about a meeting. ``sealed``: unreadable without the key of the site.

    A projection of her own events. It stands without its meeting: that may be the other's, who took it back or whose
    record is folded later.
    """

    pairing = models.ForeignKey(Pairing, null=True, on_delete=models.CASCADE, related_name="private_notes")
    circle = models.ForeignKey("MentoringCircle", null=True, on_delete=models.CASCADE, related_name="private_notes")
    meeting = models.ForeignKey(Meeting, on_delete=models.DO_NOTHING, db_constraint=False, related_name="private_notes")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    sealed = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)

    objects = HerOwn.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="one_private_note_each")]

    def __str__(self):
        return f"{self.meeting_id} {self.member_id}"


class CheckIn(models.Model):
    """One of three faces, sent apart: neither woman sees the other's."""

    class Moment(models.TextChoices):
        START = "start", _("a las dos semanas")
        MIDDLE = "middle", _("a la mitad")
        END = "end", _("al final")

    class Face(models.TextChoices):
        GOOD = "good", _("Va bien")
        SO_SO = "so_so", _("Más o menos")
        TALK = "talk", _("Quiero hablar")

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="check_ins")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    face = models.CharField(max_length=10, choices=Face.choices)
    at = models.DateTimeField(default=timezone.now)

    objects = HerOwn.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pairing", "member", "moment"], name="one_check_in_a_moment")]

    def __str__(self):
        return f"{self.pairing_id} {self.moment}"


class Closing(models.Model):
    """What one of them says at the end: hers; the other reads it only where ``shared``."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="closings")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    learned = models.TextField(blank=True)
    can_now = models.TextField(blank=True)
    will_accompany = models.TextField(blank=True)
    goals_reached = models.PositiveSmallIntegerField(null=True, help_text="By her own judgement, of the agreed ones.")
    goals_agreed = models.PositiveSmallIntegerField(null=True)
    shared = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    objects = HerOwn.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pairing", "member"], name="one_closing_each")]

    def __str__(self):
        return f"{self.pairing_id} {self.member_id}"


class FollowUp(models.Model):
    """Two questions, three months after the end."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="follow_ups")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    served = models.CharField(max_length=10, blank=True, help_text="Did it serve you? yes, some, no.")
    did_next = models.CharField(max_length=20, blank=True, help_text="task, facilitated, stood, accompanies, not_yet.")
    at = models.DateTimeField(default=timezone.now)

    objects = HerOwn.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pairing", "member"], name="one_follow_up_each")]

    def __str__(self):
        return f"{self.pairing_id} {self.member_id}"


class CalendarFeed(models.Model):
    """A secret address with her meetings for a calendar. Stored as a digest; revoked by ending it."""

    digest = models.CharField(max_length=64, unique=True)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = HerOwn.as_manager()

    def __str__(self):
        return f"{self.member_id}"
