"""What is handed from one woman to the next, who stands in when nobody expected it, and a memory of who died."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7
from academy.members.models import Organisation, Seat, Term

from ..querysets import HandoverQuerySet, MemorialQuerySet


class Handover(models.Model):
    """The handing over of one seat. Open until every item was given and received.

    ``incoming`` empty: nobody follows yet. Its items say where keys lie: read by the two and by who sits on the board.
    """

    class State(models.TextChoices):
        OPEN = "open", _("en marcha")
        CLOSED = "closed", _("completa")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="handovers")
    outgoing = models.OneToOneField(Term, on_delete=models.PROTECT, related_name="handover")
    incoming = models.ForeignKey(Term, null=True, blank=True, on_delete=models.PROTECT, related_name="received")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    new_role = models.CharField(max_length=160, blank=True, help_text="What she who leaves will do now, in her words.")

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("entrega de cargo")
        verbose_name_plural = _("entregas de cargo")
        ordering = ["-opened_at", "-pk"]

    def __str__(self):
        return f"{self.seat_id} · {self.state}"


class HandoverItem(models.Model):
    """One thing to hand over. ``what`` is sealed: where books and keys lie is what a thief wants to know.

    ``nothing``: both say that there is none. Signed twice, by two different women.
    """

    class Kind(models.TextChoices):
        BOOKS = "books", _("Libros de actas")
        PADRON = "padron", _("Padrón")
        CASH = "cash", _("Caja y libro de caja")
        KEYS = "keys", _("Llaves")
        ACCESS = "access", _("Dónde están las claves")
        INVENTORY = "inventory", _("Inventario")
        COMMITMENTS = "commitments", _("Compromisos abiertos")
        CONTACTS = "contacts", _("Contactos")
        OTHER = "other", _("Otra cosa")

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=80, blank=True, help_text="Empty: its kind's.")
    what = models.TextField(blank=True, help_text="Sealed for the handover's id.")
    nothing = models.BooleanField(default=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    received_at = models.DateTimeField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("cosa que se entrega")
        verbose_name_plural = _("cosas que se entregan")
        ordering = ["handover", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(given_by=None) | Q(received_by=None) | ~Q(given_by=F("received_by")),
                name="item_received_by_another",
            ),
            models.CheckConstraint(
                condition=Q(received_at=None) | Q(given_at__isnull=False), name="item_given_before_received"
            ),
        ]

    def __str__(self):
        return f"{self.handover_id} · {self.kind}"

    @property
    def name(self):
        return self.title or self.get_kind_display()

    @property
    def done(self):
        return self.given_at is not None and self.received_at is not None


class EmergencyCover(models.Model):
    """Who stands in at once when the holder of a seat cannot. Agreed before anything happens. Personal data.

    ``member`` empty: a woman who is no member, by ``name``. She may say no herself, at any time.
    """

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="covers")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="covers"
    )
    name = models.CharField(max_length=120, blank=True)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True, help_text="Empty: she does now.")

    class Meta:
        verbose_name = _("reemplazo de emergencia")
        verbose_name_plural = _("reemplazos de emergencia")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=Q(until=None), name="one_cover_for_a_seat"),
        ]

    def __str__(self):
        return f"{self.seat_id} · {self.since}"

    @property
    def who(self):
        return self.member.display_name if self.member_id else self.name


class Memorial(models.Model):
    """A few words for a companion who died, only as her family wishes; seen by her organisation's women alone."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memorials")
    name = models.CharField(max_length=120)
    words = models.TextField()
    family = models.CharField(max_length=120, help_text="Who of her family agreed.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    taken_down_at = models.DateTimeField(null=True, blank=True)

    objects = MemorialQuerySet.as_manager()

    class Meta:
        verbose_name = _("recuerdo de una compañera")
        verbose_name_plural = _("recuerdos de compañeras")
        ordering = ["-created_at"]

    def __str__(self):
        return self.name
