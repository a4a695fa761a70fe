"""Territories, organisations, members, memberships, roles, consent, invitations."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from academy.core.ids import uuid7
from academy.core.languages import DEFAULT, LANGUAGES

from . import pictograms
from .querysets import (
    InvitationQuerySet,
    MemberManager,
    MembershipQuerySet,
    OrganisationManager,
    RoleQuerySet,
    TerritoryQuerySet,
)


def language_choices():
    """A callable: a change of order in LANGUAGES is no migration."""
    return list(LANGUAGES)


class Territory(models.Model):
    """A place. Loaded from data files (``load_territories``), never written by hand; holds no personal data.

    ``path`` is ``/PE/15/1501/150101/``: ancestors by code, so that everything inside a place is one prefix.
    """

    code = models.CharField(max_length=20, help_text="As its country's statistics office writes it; PE: ubigeo.")
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2.")
    kind = models.CharField(max_length=20, help_text="country, region, province, district… as its file names them.")
    depth = models.PositiveSmallIntegerField(help_text="0 is the country.")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=120)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territorio")
        verbose_name_plural = _("territorios")
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["country", "code"], name="territory_code_per_country")]

    def __str__(self):
        return self.name


class OrganisationKind(models.Model):
    """Reference data: comedor, olla común, association, federation, ally… Translated; holds no personal data."""

    code = models.SlugField(unique=True)
    name = models.CharField(_("nombre"), max_length=80)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("tipo de organización")
        verbose_name_plural = _("tipos de organización")
        ordering = ["order", "code"]

    def __str__(self):
        return self.name


class Organisation(MP_Node):
    """One organisation in the tree from base to nation. Its place in the tree decides who sees what."""

    class Level(models.TextChoices):
        BASE = "base", _("base")
        DISTRICT = "district", _("distrital")
        PROVINCIAL = "provincial", _("provincial")
        REGIONAL = "regional", _("regional")
        NATIONAL = "national", _("nacional")

    name = models.CharField(_("nombre"), max_length=120)
    code = models.CharField(_("código corto"), max_length=12, unique=True, help_text="What she types to sign in.")
    kind = models.ForeignKey(OrganisationKind, on_delete=models.PROTECT, verbose_name=_("tipo"))
    level = models.CharField(_("nivel"), max_length=12, choices=Level.choices, default=Level.BASE)
    territory = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("lugar"))
    is_demo = models.BooleanField(default=False, help_text="Invented, for trying the academy out.")

    objects = OrganisationManager()

    class Meta:
        verbose_name = _("organización")
        verbose_name_plural = _("organizaciones")

    def __str__(self):
        return self.name


class Member(AbstractBaseUser, PermissionsMixin):
    """A woman. Personal data. She may exist without any credential: known to her organisation, on paper only.

    ``pin`` opens her own page; ``password`` is for whoever has a role over others. The phone is a contact and
    never a key: it is shared, and numbers are given away again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(_("usuaria"), max_length=60, unique=True, null=True, blank=True)
    display_name = models.CharField(_("nombre que usas"), max_length=60)
    name_key = models.CharField(max_length=60, editable=False, db_index=True, help_text="display_name folded.")
    pictogram = models.CharField(_("dibujo"), max_length=20, choices=pictograms.choices, blank=True)
    language = models.CharField(_("idioma"), max_length=5, choices=language_choices, default=DEFAULT)
    legal_name = models.CharField(_("nombre completo"), max_length=120, blank=True)
    name_on_certificates = models.CharField(_("nombre en tus constancias"), max_length=120, blank=True)
    phone = models.CharField(_("teléfono"), max_length=20, blank=True, help_text="E.164. Contact only, not unique.")
    pin = models.CharField(max_length=128, blank=True, editable=False)
    pin_set_at = models.DateTimeField(null=True, blank=True)
    second_step_told_on = models.DateField(null=True, blank=True, help_text="When first asked for a second step.")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    objects = MemberManager()

    class Meta:
        verbose_name = _("socia")
        verbose_name_plural = _("socias")

    def __str__(self):
        return self.display_name

    def save(self, *args, **kwargs):
        from .rules import name_key

        self.name_key = name_key(self.display_name)
        super().save(*args, **kwargs)

    def get_full_name(self):
        return self.display_name

    def get_short_name(self):
        return self.display_name

    @property
    def email(self):
        """Always empty: Wagtail asks every user for one, and nobody here has one."""
        return ""

    def set_pin(self, raw):
        self.pin, self.pin_set_at = make_password(raw), timezone.now()

    def check_pin(self, raw):
        """Slow on purpose (the site's password hasher)."""
        return bool(self.pin) and check_password(raw, self.pin)

    def get_session_auth_hash(self):
        """Covers the PIN too: a new PIN ends the sessions opened with the old one."""
        from django.utils.crypto import salted_hmac

        return salted_hmac("relevo.members.session", f"{self.password}|{self.pin}", algorithm="sha256").hexdigest()


class Membership(models.Model):
    """A woman belongs to an organisation, from–to. ``until`` empty: she does now."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("pertenencia")
        verbose_name_plural = _("pertenencias")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "organisation"], condition=Q(until=None), name="one_open_membership"
            )
        ]

    def __str__(self):
        return f"{self.member_id} · {self.organisation_id}"


class Role(models.Model):
    """What a member may do for an organisation and everything below it, from–to."""

    class Kind(models.TextChoices):
        ORGANISER = "organiser", _("organizadora")
        MENTORING = "mentoring", _("coordinadora de mentoría")
        FACILITATOR = "facilitator", _("facilitadora")
        SUPPORT = "support", _("persona de apoyo")
        EDITOR = "editor", _("editora")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsabilidad")
        verbose_name_plural = _("responsabilidades")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "organisation", "kind"], condition=Q(until=None), name="one_open_role_of_a_kind"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.organisation_id}"


class Consent(models.Model):
    """What she allowed, in which words. A row per answer; the latest of a purpose counts. No row means no."""

    class Purpose(models.TextChoices):
        PROGRESS_BY_NAME = "progress_by_name", _("que mi facilitadora vea mi avance con mi nombre")
        PHONE_TO_ORGANISER = "phone_to_organiser", _("que mi organizadora vea mi teléfono")
        PHONE_TO_MENTOR = "phone_to_mentor", _("que mi acompañante vea mi teléfono")
        MENTORING_BY_NAME = "mentoring_by_name", _("que la coordinadora vea mi acompañamiento con mi nombre")
        PROPOSED = "proposed", _("que me propongan para un cargo")
        PATH_TO_MENTOR = "path_to_mentor", _("que mi acompañante vea mi camino")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40, choices=Purpose.choices)
    wording = models.CharField(max_length=20, help_text="Version of the words she was shown.")
    language = models.CharField(max_length=5, choices=language_choices)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    read_aloud_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("permiso")
        verbose_name_plural = _("permisos")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "purpose"], condition=Q(withdrawn_at=None), name="one_standing_consent"
            )
        ]

    def __str__(self):
        return f"{self.purpose} · {self.member_id}"


class Invitation(models.Model):
    """A way in for one woman: a code on a card, in a link, in a QR. Stored as a digest, never as itself.

    ``join`` makes her a member (or gives a PIN to the one who exists already), ``recover`` gives a new PIN,
    ``password`` lets whoever received a role choose a password.
    """

    class Purpose(models.TextChoices):
        JOIN = "join", _("entrar por primera vez")
        RECOVER = "recover", _("recuperar el PIN")
        PASSWORD = "password", _("elegir contraseña")

    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.JOIN)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations")
    display_name = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitación")
        verbose_name_plural = _("invitaciones")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.purpose} · {self.display_name}"


class Guard(models.Model):
    """Wrong tries of one account (or of one code that exists nowhere), so that guessing a PIN takes years.

    In the database and not in a cache: it survives restarts and counts across processes. Never keyed on the
    address of the phone: a whole village stands behind one.
    """

    key = models.CharField(max_length=64, primary_key=True, help_text="Digest of what was tried.")
    failures = models.PositiveIntegerField(default=0)
    last_failure_at = models.DateTimeField(null=True)
    locked_until = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.key[:8]}… {self.failures}"


class Notice(models.Model):
    """One line told to a member on her own page: somebody renewed her PIN, a task was confirmed. Personal data."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    created_at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict, blank=True, help_text="What the sentence needs; names are display names.")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("aviso")
        verbose_name_plural = _("avisos")
        ordering = ["-created_at"]

    def __str__(self):
        return self.kind


class MemberImport(models.Model):
    """A list of women that an organiser sent, while she looks it over. Personal data: ``rows``.

    Kept for a day (``services.importing.forget_old``). Once the list is confirmed the rows go at once and only
    the counts stay, until the day is over.
    """

    class State(models.TextChoices):
        PREVIEW = "preview", _("por revisar")
        WAITING = "waiting", _("en cola")
        RUNNING = "running", _("guardando")
        DONE = "done", _("lista")
        FAILED = "failed", _("con error")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEW)
    rows = models.JSONField(default=list, help_text="As services.importing.prepare leaves them, in the file's order.")
    unused = models.JSONField(default=list, help_text="Titles of columns that were not read.")
    choices = models.JSONField(default=dict, help_text="By line of the file: new or skip, for likenesses.")
    seen = models.PositiveIntegerField(default=0, help_text="Rows gone through while saving.")
    created = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lista por agregar")
        verbose_name_plural = _("listas por agregar")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.file_name} · {self.state}"


from .exporting.models import ExportDownload, ExportedName, ExportRequest  # noqa: E402, F401 - a room of its own
from .helplines.models import HelpLine  # noqa: E402, F401 - so are who to call
from .seats.models import BoardRules, Seat, SeatKind, Term  # noqa: E402, F401 - the seats
from .secondfactor.models import PrintedCode, SecondFactor, SignIn  # noqa: E402, F401 - and the second step
