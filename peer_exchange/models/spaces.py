"""Who promises (institutions, posts, officials) and where we sit with them (spaces)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7
from academy.members.models import Member, Organisation, Territory

from ..reserve import Reserve, ReservedQuerySet


class Institution(models.Model):
    """A public body, an ally or a programme. No personal data. ``kept_by``: whose directory; empty: everybody's."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipalidad")
        REGION = "region", _("gobierno regional")
        MINISTRY = "ministry", _("ministerio")
        PROGRAMME = "programme", _("programa del Estado")
        JUSTICE = "justice", _("justicia")
        HEALTH = "health", _("salud")
        POLICE = "police", _("policía o serenazgo")
        CONGRESS = "congress", _("Congreso")
        COMPANY = "company", _("empresa")
        ALLY = "ally", _("aliada")
        OTHER = "other", _("otra")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("nombre"), max_length=160)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OTHER)
    territory = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kept_by = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="institutions"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("institución")
        verbose_name_plural = _("instituciones")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name


class Post(models.Model):
    """A post in an institution: what stays when its holder goes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="posts")
    name = models.CharField(_("puesto"), max_length=120)
    duty = models.CharField(max_length=300, blank=True, help_text="What the law puts on this post.")

    class Meta:
        verbose_name = _("puesto")
        verbose_name_plural = _("puestos")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["institution", "name"], name="one_post_of_a_name")]

    def __str__(self):
        return self.name


class Official(models.Model):
    """Who holds a post, from–to: a public fact of office. May be deleted: commitments keep the name as it was said."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="officials")
    name = models.CharField(max_length=120)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("autoridad")
        verbose_name_plural = _("autoridades")
        ordering = ["-since", "pk"]

    def __str__(self):
        return self.name


class Space(models.Model):
    """A platform, working table or committee that lasts; sessions and commitments hang from it."""

    class Kind(models.TextChoices):
        WORKING_TABLE = "working_table", _("mesa de trabajo")
        DIALOGUE_TABLE = "dialogue_table", _("mesa de diálogo")
        CGL = "cgl", _("comité de gestión local del PCA")
        CCL = "ccl", _("consejo de coordinación local")
        BUDGET_WATCH = "budget_watch", _("comité de vigilancia del presupuesto")
        AGAINST_VIOLENCE = "against_violence", _("instancia de concertación contra la violencia")
        NETWORK = "network", _("red")
        OTHER = "other", _("otro espacio")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="spaces")
    name = models.CharField(_("nombre"), max_length=160)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OTHER)
    legal_basis = models.CharField(max_length=300, blank=True)
    takes_part = models.TextField(blank=True, help_text="Who takes part, one a line: bodies, no persons.")
    rhythm = models.CharField(max_length=120, blank=True)
    territory = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reserve = models.CharField(max_length=12, choices=Reserve.choices, default=Reserve.ORGANISATION)
    since = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ReservedQuerySet.as_manager()

    class Meta:
        verbose_name = _("espacio")
        verbose_name_plural = _("espacios")
        ordering = ["name", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.name


class SpaceSeat(models.Model):
    """A seat of ours in a space, and who holds it until when. By which mandate: words of an assembly."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", help_text="Whose seat.")
    name = models.CharField(max_length=120, blank=True, help_text="Titular, alterna, vocera…")
    holder = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="space_seats")
    holder_name = models.CharField(max_length=120, blank=True, help_text="For who is no member.")
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="Planned.")
    ended_on = models.DateField(null=True, blank=True)
    mandate = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("asiento en un espacio")
        verbose_name_plural = _("asientos en espacios")
        ordering = ["-since", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.space_id} · {self.name}"


class DeclaredHoliday(models.Model):
    """A day on which a decree says that public offices do not work, in the whole country. No personal data."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=200, help_text="The decree: number and day.")
    added_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("feriado por decreto")
        verbose_name_plural = _("feriados por decreto")
        ordering = ["day"]
        default_permissions = ()

    def __str__(self):
        return f"{self.day} {self.name}"
