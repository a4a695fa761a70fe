"""One counting of a whole tree of organisations, kept as rows, so that every page and file asks the same numbers.

Written by ``leadership.snapshots`` alone and made again at any time. A reader sees the newest whole one: rows of a
counting that runs belong to a Snapshot that is not ready. No names; ``person`` and ``ReadyFact`` are personal data.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.members.models import Organisation


class Snapshot(models.Model):
    """``day``: of which day it speaks. ``data``: what is no row, as ``snapshots.building`` leaves it; plain values."""

    class State(models.TextChoices):
        COUNTING = "counting", _("contando")
        READY = "ready", _("lista")
        FAILED = "failed", _("con error")

    root = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="snapshots")
    state = models.CharField(max_length=10, choices=State.choices, default=State.COUNTING)
    day = models.DateField()
    began_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True, help_text="Of what it read: when it began to read.")
    seconds = models.FloatField(default=0)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("cuenta de cargos")
        verbose_name_plural = _("cuentas de cargos")
        ordering = ["-began_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["root"], condition=models.Q(state="counting"), name="one_counting_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.root_id} {self.state}"


class Placed(models.Model):
    """Base: where a row stands, as every filter asks it."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="+")
    organisation = models.PositiveIntegerField(help_text="Its pk; no key, so that counting locks nothing.")
    path = models.CharField(max_length=255, help_text="Of the organisation in its tree.")
    place = models.CharField(max_length=120, blank=True, help_text="Path of its territory; empty: nobody said where.")
    level = models.CharField(max_length=12)
    kind = models.PositiveIntegerField(help_text="pk of its OrganisationKind.")
    rural = models.BooleanField(null=True, help_text="As its board said; empty: nobody did.")

    class Meta:
        abstract = True


class SeatFact(Placed):
    """A standing seat on the day. ``until`` empty: nobody sits there."""

    seat = models.PositiveIntegerField()
    post = models.PositiveIntegerField(help_text="pk of its SeatKind.")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    risk12 = models.FloatField(help_text="Chance of falling empty within 12 months.")
    risk24 = models.FloatField()
    covered12 = models.BooleanField(default=False)
    covered24 = models.BooleanField(default=False)
    ready = models.PositiveSmallIntegerField(default=0, help_text="Women who want to be proposed and are prepared.")
    gap = models.PositiveSmallIntegerField(null=True, help_text="Tasks that the best prepared lacks; empty: nobody.")

    class Meta:
        indexes = [models.Index(fields=["snapshot", "path"], name="seat_fact_path")]

    def __str__(self):
        return f"{self.seat}"


class GapFact(Placed):
    """A task that the best prepared willing woman of a seat still lacks. Says nothing of who she is."""

    post = models.PositiveIntegerField()
    task = models.CharField(max_length=12, help_text="Key of its words (willing.rules.task_key).")

    class Meta:
        indexes = [models.Index(fields=["snapshot", "path"], name="gap_fact_path")]

    def __str__(self):
        return self.task


class ReadyFact(Placed):
    """A woman who wants to be proposed and is prepared for a seat. Personal data; goes when she goes."""

    post = models.PositiveIntegerField()
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["snapshot", "path"], name="ready_fact_path")]

    def __str__(self):
        return f"{self.post}"


class TermFact(Placed):
    """A term, with what it takes its whole chain to know. ``person`` as in Term: personal data."""

    post = models.PositiveIntegerField()
    seat = models.PositiveIntegerField()
    person = models.UUIDField()
    since = models.DateField()
    holding = models.BooleanField(default=False, help_text="Sits there on the day.")
    alternate = models.BooleanField(default=False)
    elected = models.BooleanField(default=True)
    years = models.FloatField(default=0, help_text="In the seat until the day; 0 of alternates.")
    run = models.PositiveSmallIntegerField(default=0, help_text="Elected terms in a row up to this one.")
    new = models.BooleanField(null=True, help_text="Another woman than before? Empty: nothing before is known.")
    candidates = models.PositiveSmallIntegerField(null=True)
    offices = models.PositiveSmallIntegerField(default=0, help_text="Seats that she holds in the whole tree.")

    class Meta:
        indexes = [models.Index(fields=["snapshot", "path"], name="term_fact_path")]

    def __str__(self):
        return f"{self.seat} {self.since}"


class OrganisationFact(Placed):
    """An organisation on the day. Counts of women here are for sums and zeros, never shown as they are."""

    told = models.BooleanField(default=False, help_text="Did it say who keeps what?")
    hangs = models.BooleanField(default=False, help_text="Does one woman alone keep two things?")
    trained = models.PositiveIntegerField(default=0, help_text="Women who finished a course in the last 12 months.")
    sessions = models.PositiveIntegerField(default=0, help_text="Of representation, whose time to tell is over.")
    sessions_told = models.PositiveIntegerField(default=0, help_text="Of them told to the base within seven days.")
    due = models.PositiveIntegerField(default=0, help_text="Commitments of authorities that fell due.")
    kept = models.FloatField(default=0, help_text="Of them kept, partly kept ones in part.")
    open = models.PositiveIntegerField(default=0, help_text="Commitments open today.")
    items = models.PositiveIntegerField(default=0, help_text="Things to hand over in handovers that are open.")
    items_done = models.PositiveIntegerField(default=0, help_text="Of them given and received.")
    ending = models.BooleanField(default=False, help_text="A seat ends within 12 months, is overdue or empty.")

    class Meta:
        indexes = [models.Index(fields=["snapshot", "path"], name="organisation_fact_path")]

    def __str__(self):
        return f"{self.organisation}"
