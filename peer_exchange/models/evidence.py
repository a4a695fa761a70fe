"""Photos, documents and voices: of a session, of a commitment, of what was added later."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.core.ids import uuid7
from academy.members.models import Member, Organisation
from academy.site.sound.models import Recording

from ..querysets import EvidenceQuerySet
from ..reserve import Reserve
from .commitments import Commitment
from .sessions import Contribution, SessionLog


class Evidence(models.Model):
    """One file and what it shows. The file lies in the private storage: its name is no address, a view asks who may.

    ``photo``: a name of ``academy.site.photos`` (EXIF gone, ≤ 200 KB); ``recording``: a private Recording.
    """

    class Shows(models.TextChoices):
        PAGE = "page", _("página de apuntes")
        SIGNED_PAGE = "signed_page", _("página firmada del acta")
        ATTENDANCE = "attendance", _("lista firmada")
        STAMPED = "stamped", _("cargo con sello")
        DOCUMENT = "document", _("documento")
        SCENE = "scene", _("lo que pasó")
        NOTICE = "notice", _("aviso que llegó tarde o no llegó")
        VOICE = "voice", _("nota de voz")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="evidence")
    session = models.ForeignKey(SessionLog, null=True, blank=True, on_delete=models.CASCADE, related_name="evidence")
    contribution = models.ForeignKey(
        Contribution, null=True, blank=True, on_delete=models.CASCADE, related_name="evidence"
    )
    commitment = models.ForeignKey(Commitment, null=True, blank=True, on_delete=models.CASCADE, related_name="evidence")
    shows = models.CharField(max_length=12, choices=Shows.choices, default=Shows.PAGE)
    words = models.CharField(max_length=300, blank=True, help_text="What it shows, in words.")
    photo = models.CharField(max_length=200, blank=True, help_text="Name in the private storage.")
    recording = models.ForeignKey(Recording, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    dated = models.DateField(null=True, blank=True, help_text="The day of what it shows.")
    received_on = models.DateField(null=True, blank=True, help_text="When a notice came, where that was late.")
    reserve = models.CharField(max_length=12, choices=Reserve.choices, default=Reserve.PARTICIPANTS)
    faces = models.BooleanField(default=False, help_text="Faces can be seen.")
    faces_agreed = models.BooleanField(default=False, help_text="They said yes to the photo.")
    added_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="evidence_added")
    added_at = models.DateTimeField(default=timezone.now)
    keep_until = models.DateField(null=True, blank=True, help_text="Deleted after it; empty: stays.")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidencia")
        verbose_name_plural = _("evidencias")
        ordering = ["added_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.shows} {self.pk}"

    @property
    def days_of_notice(self):
        """How many days before it took place they heard of it; negative: after. None where a day is missing."""
        return (self.dated - self.received_on).days if self.dated and self.received_on else None
