"""What the acta companion knows: rules as data, and the organisation's papers."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.members.models import Member, Organisation, Territory

from .evidence import Evidence


class ActaRules(models.Model):
    """What a statute, or a municipality's ordinance, asks of an assembly. Data with its source; empty: nobody said.

    Of one organisation or of one territory. An organisation's own goes before its district's, that before its
    province's, each column on its own. Terms and re-election of boards are ``academy.members`` (BoardRules).
    """

    organisation = models.OneToOneField(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="acta_rules"
    )
    territory = models.OneToOneField(
        Territory, null=True, blank=True, on_delete=models.CASCADE, related_name="acta_rules"
    )
    quorum_first = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Percent of those who may vote; more than it must be there. First call."
    )
    quorum_second = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The same for the second call; 0: any number."
    )
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Days between call and assembly.")
    most_terms = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Terms in a row, where the board's own rules say nothing."
    )
    sheet_with_document = models.BooleanField(null=True, help_text="The sheet asks for the number of the DNI.")
    signers_in_register = models.BooleanField(null=True, help_text="Who signs must be in the register.")
    source = models.CharField(max_length=200, help_text="Where it says so.")
    checked_on = models.DateField(null=True, blank=True, help_text="When somebody last read it there.")
    written_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("regla para actas")
        verbose_name_plural = _("reglas para actas")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, territory=None)
                | models.Q(organisation=None, territory__isnull=False),
                name="acta_rules_of_one_or_the_other",
            )
        ]

    def __str__(self):
        return self.source


class DossierPaper(models.Model):
    """One paper of an organisation: where it stands, until when it is good, and its proof."""

    class Kind(models.TextChoices):
        BOOK = "book", _("libro de actas")
        REGISTER = "register", _("padrón de socias")
        STATUTE = "statute", _("estatuto")
        ELECTION = "election", _("acta de elección")
        RECOGNITION = "recognition", _("resolución de reconocimiento (RUOS)")
        REGISTRY = "registry", _("registro en SUNARP")
        OTHER = "other", _("otro papel")

    class State(models.TextChoices):
        MISSING = "missing", _("falta")
        IN_PROGRESS = "in_progress", _("en trámite")
        HAVE = "have", _("lo tenemos")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=120, blank=True, help_text="Of another paper: what it is.")
    state = models.CharField(max_length=12, choices=State.choices, default=State.MISSING)
    number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    proof = models.ForeignKey(Evidence, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    changed_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("papel de la organización")
        verbose_name_plural = _("papeles de la organización")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "title"], name="one_paper_of_a_kind_and_title")
        ]

    def __str__(self):
        return f"{self.organisation_id} · {self.kind}"
