"""Kinds of seats, seats, terms, and an organisation's rules about them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7

from .querysets import SeatQuerySet, TermQuerySet


class SeatKind(models.Model):
    """Reference data: presidenta, tesorera, almacenera… Translated; holds no personal data.

    What the post asks stands here as a beginning; each seat may say it in its own words.
    """

    code = models.SlugField(unique=True)
    name = models.CharField(_("nombre"), max_length=60)
    tasks = models.TextField(_("tareas"), blank=True, help_text="One a line.")
    reading = models.TextField(_("lectura y cuentas"), blank=True)
    support = models.TextField(_("apoyo que hay"), blank=True)
    micro_roles = models.TextField(_("partes que se pueden repartir"), blank=True, help_text="One a line.")
    hours = models.PositiveSmallIntegerField(_("horas al mes"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("tipo de cargo")
        verbose_name_plural = _("tipos de cargo")
        ordering = ["order", "code"]

    def __str__(self):
        return self.name


class BoardRules(models.Model):
    """What an organisation's statute says of its board. Each seat may differ. A missing row: nobody said yet."""

    organisation = models.OneToOneField("members.Organisation", on_delete=models.CASCADE, related_name="board_rules")
    term_months = models.PositiveSmallIntegerField(_("meses que dura el cargo"), null=True, blank=True)
    most_terms = models.PositiveSmallIntegerField(
        _("períodos seguidos que se permiten"), null=True, blank=True, help_text="Empty: no limit, or unknown."
    )
    source = models.CharField(_("dónde lo dice"), max_length=200, blank=True)
    published = models.BooleanField(_("la directiva se puede ver sin entrar"), default=False)

    class Meta:
        verbose_name = _("regla de la directiva")
        verbose_name_plural = _("reglas de la directiva")

    def __str__(self):
        return f"{self.organisation_id}: {self.term_months}"


class Seat(models.Model):
    """A cargo of an organisation. It exists whether or not anybody holds it."""

    organisation = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="seats")
    kind = models.ForeignKey(SeatKind, on_delete=models.PROTECT, related_name="seats", verbose_name=_("cargo"))
    name = models.CharField(_("nombre propio del cargo"), max_length=60, blank=True, help_text="Empty: its kind's.")
    number = models.PositiveSmallIntegerField(default=1, help_text="First, second… of its name.")
    alternates = models.PositiveSmallIntegerField(_("suplentes"), default=0)
    term_months = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: the board's.")
    most_terms = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: the board's.")
    rule_source = models.CharField(max_length=200, blank=True)
    hours = models.PositiveSmallIntegerField(null=True, blank=True, help_text="A month. Empty: its kind's.")
    tasks = models.TextField(blank=True, help_text="One a line. Empty: its kind's.")
    reading = models.TextField(blank=True)
    support = models.TextField(blank=True)
    micro_roles = models.TextField(blank=True, help_text="One a line.")
    created_at = models.DateTimeField(default=timezone.now)
    abolished_on = models.DateField(null=True, blank=True)
    abolished_acta = models.CharField(max_length=160, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("cargo")
        verbose_name_plural = _("cargos")
        ordering = ["organisation", "kind__order", "name", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "name", "number"],
                condition=Q(abolished_on=None),
                name="one_standing_seat_of_a_name",
            )
        ]

    def __str__(self):
        """In the reader's language, with its number where there are more than one: «Vocal 2»."""
        return self.said(self.name or self.kind.name, self.number)

    @staticmethod
    def said(name, number):
        return f"{name} {number}" if number > 1 else name

    def asks(self, what):
        """``tasks``, ``reading``, ``support``, ``micro_roles`` or ``hours``: its own, else its kind's."""
        own = getattr(self, what)
        return own if own not in ("", None) else getattr(self.kind, what)


class Term(models.Model):
    """Somebody in a seat, from–to, by an acta. A public fact of an acta; else personal data.

    ``until`` is what was planned, ``ended_on`` what came true; empty while she sits. ``holder`` is empty for a woman
    who is no member: then ``holder_name`` says what the acta says. ``person`` tells holders apart when names are gone.
    """

    class Ended(models.TextChoices):
        FINISHED = "finished", _("terminó su período")
        RESIGNED = "resigned", _("renunció")
        REMOVED = "removed", _("la asamblea la cambió")
        MOVED = "moved", _("se mudó o dejó la organización")
        DIED = "died", _("falleció")
        ABOLISHED = "abolished", _("el cargo se cerró")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="terms")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="terms"
    )
    holder_name = models.CharField(max_length=120, blank=True, help_text="As in the acta, for who is no member.")
    person = models.UUIDField(default=uuid7, db_index=True, help_text="The member's id, or one of this name here.")
    since = models.DateField()
    until = models.DateField(help_text="As planned by the acta.")
    ended_on = models.DateField(null=True, blank=True, help_text="The first day she no longer sits.")
    ended_how = models.CharField(max_length=10, choices=Ended.choices, blank=True)
    ended_acta = models.CharField(max_length=160, blank=True)
    acta = models.CharField(_("acta"), max_length=160, blank=True)
    acta_pending = models.BooleanField(default=False, help_text="Elected, and the book not at hand yet.")
    alternate = models.BooleanField(_("suplente"), default=False)
    elected = models.BooleanField(default=True, help_text="By an assembly; False: an emergency cover.")
    candidates = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: the acta does not say.")
    recorded_by = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    annulled_at = models.DateTimeField(null=True, blank=True, help_text="Recorded by mistake; kept for the audit.")

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("período en un cargo")
        verbose_name_plural = _("períodos en cargos")
        ordering = ["-since", "alternate", "pk"]
        indexes = [models.Index(fields=["seat", "since"], name="term_seat_since")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="term_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("since")), name="term_ended_after_it_began"
            ),
            models.CheckConstraint(condition=~Q(acta="") | Q(acta_pending=True), name="term_has_an_acta_or_says_so"),
        ]

    def __str__(self):
        return f"{self.seat_id} · {self.since}"

    @property
    def name(self):
        """Who, as it is shown. Costs a query where ``holder`` was not joined."""
        return self.holder.display_name if self.holder_id else self.holder_name or str(_("(sin nombre)"))

    @property
    def contested(self):
        """Was there a choice? None where the acta does not say."""
        return None if self.candidates is None else self.candidates > 1

    @property
    def last_day(self):
        """The end that counts: the real one, else the planned one."""
        return self.ended_on or self.until
