"""Rounds, suggestions and proposals: how two women come to be asked."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7
from academy.members.models import Member, Organisation

from ..querysets import HerOwn, ProposalQuerySet, RoundQuerySet
from .reference import MatchingWeights, MentoringCycle


class MatchingRound(models.Model):
    """One matching of everybody who waits below an organisation. Computed by the worker, published by a person."""

    class State(models.TextChoices):
        DRAFT = "draft", _("por empezar")
        SUGGESTING = "suggesting", _("buscando sugerencias")
        CHOOSING = "choosing", _("ellas eligen")
        MATCHING = "matching", _("emparejando")
        COMPUTED = "computed", _("por revisar")
        PUBLISHING = "publishing", _("publicando")
        PUBLISHED = "published", _("publicada")
        FAILED = "failed", _("con error")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="matching_rounds")
    cycle = models.ForeignKey(MentoringCycle, on_delete=models.PROTECT, related_name="rounds")
    weights = models.ForeignKey(MatchingWeights, on_delete=models.PROTECT, related_name="rounds")
    seed = models.CharField(max_length=40, help_text="Decides ties; published, so that anybody can repeat it.")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    state_since = models.DateTimeField(default=timezone.now)
    done = models.PositiveIntegerField(default=0, help_text="Progress of the worker: done of total.")
    total = models.PositiveIntegerField(default=0)
    heard_at = models.DateTimeField(null=True, blank=True, help_text="When the worker last told how far it is.")
    wanting = models.PositiveIntegerField(default=0)
    offering = models.PositiveIntegerField(default=0)
    circles = models.JSONField(default=list, help_text="Suggested circles not made yet: mentor, mentees.")
    created_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("ronda de emparejamiento")
        verbose_name_plural = _("rondas de emparejamiento")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.cycle_id} {self.state}"


class Suggestion(models.Model):
    """A woman whom ``member`` could ask, with why. ``rank`` is hers to set: 1 to 3, or empty. Personal data."""

    round = models.ForeignKey(MatchingRound, on_delete=models.CASCADE, related_name="suggestions")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField(help_text="Order in which they are shown.")
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    reasons = models.JSONField(default=list)
    caution = models.JSONField(null=True)

    objects = HerOwn.as_manager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["round", "member", "mentor"], name="suggested_once_a_round"),
            models.UniqueConstraint(fields=["round", "member", "rank"], name="each_rank_once"),
        ]

    def __str__(self):
        return f"{self.member_id} → {self.mentor_id}"


class Unmatched(models.Model):
    """Who found nobody in a round, and the constraint that stood in the way most. Personal data.

    ``code`` is as the coordinator may know it: a private refusal reads ``nobody_free``, like having found nobody.
    """

    round = models.ForeignKey(MatchingRound, on_delete=models.CASCADE, related_name="unmatched")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "member"], name="unmatched_once_a_round")]

    def __str__(self):
        return f"{self.member_id}: {self.code}"


class Proposal(models.Model):
    """Two women are asked whether they want to be a pair. Personal data. A pair exists once both accepted."""

    class Way(models.TextChoices):
        SUGGESTED = "suggested", _("sugerida")
        CHOSEN = "chosen", _("elegida por ella")
        ASSEMBLY = "assembly", _("acordada en asamblea")

    class State(models.TextChoices):
        DRAFT = "draft", _("sin publicar")
        OPEN = "open", _("esperando respuesta")
        PAIRED = "paired", _("aceptada por las dos")
        DECLINED = "declined", _("no fue esta vez")
        EXPIRED = "expired", _("venció")
        WITHDRAWN = "withdrawn", _("retirada")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mentee = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(MatchingRound, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals")
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.SUGGESTED)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    reasons = models.JSONField(default=list, help_text="Codes and values; mentoring.words says them.")
    caution = models.JSONField(null=True)
    acta = models.CharField(max_length=120, blank=True, help_text="Where the assembly agreed on it.")
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    mentee_accepted_at = models.DateTimeField(null=True, blank=True)
    mentor_accepted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(
        max_length=12, blank=True, help_text="time, full, declined, withdrawn, left. Who declined is nowhere."
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("propuesta")
        verbose_name_plural = _("propuestas")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "expires_at"], name="proposal_state_expires")]
        constraints = [
            models.UniqueConstraint(
                fields=["mentee", "mentor"], condition=Q(state__in=("draft", "open")), name="one_open_proposal_of_two"
            ),
            models.CheckConstraint(condition=~Q(mentee=F("mentor")), name="nobody_is_proposed_to_herself"),
        ]

    def __str__(self):
        return f"{self.mentee_id} ↔ {self.mentor_id} {self.state}"
