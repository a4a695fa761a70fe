"""Ways in: invitations, their claims, recovery. Every verb is one transaction and leaves its trace in the audit."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from academy.core import audit
from academy.core.decisions import Denied
from academy.core.ids import grouped, read_code, spoken_code

from .. import rules
from ..models import Invitation, Member, Membership, Notice, Organisation
from ..secondfactor import sign_ins

Purpose = Invitation.Purpose
#: Fifty bits: guessing one of a thousand open codes at a thousand tries a second takes some thirty years.
CODE_LENGTH = 10
LASTS = {
    Purpose.JOIN: timedelta(days=14),
    Purpose.PASSWORD: timedelta(days=14),
    Purpose.RECOVER: timedelta(hours=24),
}
#: A new password for whoever has one: the code opens all she may, so it lives no longer than that of a PIN.
AGAIN_LASTS = timedelta(hours=24)


class Refused(Exception):
    """The verb was not done. ``decision`` is the Denied with the words for her."""

    def __init__(self, decision):
        super().__init__(str(decision))
        self.decision = decision


def digest(code):
    """What is stored of a code. Keyed with the site's secret: a stolen backup alone gives no code back."""
    return salted_hmac("relevo.members.invitation", read_code(code), algorithm="sha256").hexdigest()


def holds_role(member):
    """Must she come in with a password? One query. Editors too: what they write is read by everybody."""
    return member.is_superuser or member.roles.standing().exists()


def has_credential(member):
    return bool(member.pin) or member.has_usable_password()


def end_pin_sessions(member):
    """Close what she opened with her PIN, because from now on a password is asked of her.

    Without a password, a fresh unusable one changes the hash that every session is checked against and
    leaves her PIN as it is; with one, the PIN goes: it opens nothing any more.
    """
    if member.has_usable_password():
        member.pin = ""
    else:
        member.set_unusable_password()
    member.save(update_fields=["pin", "password", "name_key"])


def issue_invitation(*, organisation, by, purpose, member=None, display_name="", at=None):
    """Make a way in and return ``(Invitation, code)``; the code is grouped and can never be shown again.

    Lasts 14 days, a code to come in again 24 hours. A woman has one standing code per purpose: a new one
    revokes those before it. She who can already come in is told by a notice, so that nobody takes her
    account unseen. ``by`` may be None for programs. Authority is the caller's to check.
    """
    at = at or timezone.now()
    code = spoken_code(CODE_LENGTH)
    with transaction.atomic():
        if member is not None:
            member.invitations.filter(purpose=purpose, used_at=None, revoked_at=None).update(revoked_at=at)
        invitation = Invitation.objects.create(
            digest=digest(code),
            purpose=purpose,
            organisation=organisation,
            member=member,
            display_name=(member.display_name if member else display_name)[:60],
            by=by,
            created_at=at,
            expires_at=at + lasts(purpose, member),
        )
        audit.note(
            "members.invitation_issued",
            by=by,
            about=member,
            purpose=str(purpose),
            organisation=organisation.pk,
            invitation=invitation.pk,
        )
        if member is not None and has_credential(member):
            told = {"by": by.display_name if by else settings.ACADEMY_NAME, "purpose": str(purpose)}
            Notice.objects.create(member=member, kind="recovery_issued", data=told, created_at=at)
    return invitation, grouped(code, 5)


def lasts(purpose, member=None):
    """How long a code of this purpose serves her."""
    again = purpose == Purpose.PASSWORD and member is not None and member.has_usable_password()
    return AGAIN_LASTS if again else LASTS[purpose]


def issue_recovery(*, member, by, at=None):
    """A one-time code for a woman who forgot her PIN (or, with a role over others, her password)."""
    membership = member.memberships.standing().select_related("organisation").order_by("since", "pk").first()
    role = None if membership else member.roles.standing().select_related("organisation").first()
    place = membership or role
    organisation = place.organisation if place else None
    if organisation is None and member.is_superuser:
        organisation = Organisation.objects.order_by("path").first()
    if organisation is None:
        raise Refused(Denied(_("Ella no está en ninguna organización ahora."), "nowhere"))
    purpose = Purpose.PASSWORD if holds_role(member) else Purpose.RECOVER
    return issue_invitation(organisation=organisation, by=by, purpose=purpose, member=member, at=at)


def reissue(*, invitation, by, at=None):
    """A fresh code for the same woman; the one before stops working. Returns ``(Invitation, code)``.

    A code cannot be printed twice because it is not kept: printing a card means making a new one.
    """
    at = at or timezone.now()
    with transaction.atomic():
        changed = Invitation.objects.filter(pk=invitation.pk, used_at=None).update(revoked_at=at)
        if not changed:
            raise Refused(Denied(_("Esta invitación ya se usó. Ella ya puede entrar."), "used"))
        return issue_invitation(
            organisation=invitation.organisation,
            by=by,
            purpose=invitation.purpose,
            member=invitation.member,
            display_name=invitation.display_name,
            at=at,
        )


def find_invitation(code):
    """The invitation of this code in whatever state, or None. One query."""
    if not read_code(code):
        return None
    return Invitation.objects.select_related("member", "organisation").filter(digest=digest(code)).first()


def taken_pictograms(organisation, *, but=None):
    """Drawings that other women of the organisation go by."""
    others = Member.objects.filter(is_active=True, pk__in=_standing(organisation).values("member")).exclude(
        pictogram=""
    )
    if but is not None:
        others = others.exclude(pk=but.pk)
    return set(others.values_list("pictogram", flat=True))


def may_be_called(*, name, pictogram, organisations, but=None):
    """May she go by this name and drawing? Two women of one organisation must differ in one of them."""
    namesakes = Member.objects.filter(
        is_active=True,
        name_key=rules.name_key(name),
        pk__in=_standing_in(organisations).values("member"),
    )
    if but is not None:
        namesakes = namesakes.exclude(pk=but.pk)
    return rules.may_be_called(pictogram=pictogram, namesakes=set(namesakes.values_list("pictogram", flat=True)))


def claim_invitation(*, code, name, pictogram, language, pin, at=None):
    """She comes in for the first time: her name, her drawing, her PIN. Returns her Member.

    Of two who hold the same code one wins; the other gets Refused, and nothing of hers is written.
    """
    at = at or timezone.now()
    with transaction.atomic():
        invitation = _take(code, Purpose.JOIN, at)
        member = invitation.member or Member()
        _require(rules.may_use_pin(pin))
        _require(
            may_be_called(
                name=name,
                pictogram=pictogram,
                organisations=[invitation.organisation],
                but=invitation.member,
            )
        )
        member.display_name, member.pictogram, member.language = name, pictogram, language
        member.set_pin(pin)
        if invitation.member is None:
            member.set_unusable_password()
        member.save()
        _ensure_membership(member, invitation.organisation)
        if invitation.member is None:
            Invitation.objects.filter(pk=invitation.pk).update(member=member)
        _note_claim(invitation, member)
    return member


def renew_pin(*, code, pin, at=None):
    """A new PIN by a one-time code. Sessions opened with the old one end (the session hash covers the PIN)."""
    at = at or timezone.now()
    with transaction.atomic():
        invitation = _take(code, Purpose.RECOVER, at)
        _require(rules.may_use_pin(pin))
        member = invitation.member
        member.set_pin(pin)
        member.save(update_fields=["pin", "pin_set_at", "name_key"])
        sign_ins.end_all(member)
        Notice.objects.create(member=member, kind="pin_renewed", created_at=at)
        _note_claim(invitation, member)
    return member


def choose_password(*, code, username, password, at=None):
    """User name and password for whoever holds a role. The caller has run the password validators."""
    at = at or timezone.now()
    with transaction.atomic():
        invitation = _take(code, Purpose.PASSWORD, at)
        member = invitation.member
        member.username = username
        member.set_password(password)
        try:
            with transaction.atomic():
                member.save(update_fields=["username", "password", "name_key"])
        except IntegrityError:
            # Two women chose the same name in the same instant; the form saw it free.
            raise Refused(Denied(_("Esa usuaria ya existe. Elige otra."), "taken")) from None
        sign_ins.end_all(member)
        Notice.objects.create(member=member, kind="password_set", created_at=at)
        _note_claim(invitation, member)
    return member


def next_step(member):
    """The address that asks for her second step after the password, or None where she has none. One query.

    Whoever has to have one and has none is let in to set it up, and after its day to nothing else
    (``secondfactor.middleware``).
    """
    return reverse("members:second_step") if member.second_factors.exists() else None


def _take(code, purpose, at):
    """Use the code up inside the caller's transaction. The row count decides: somebody may have been faster."""
    invitation = find_invitation(code)
    if invitation is None or invitation.purpose != purpose:
        raise Refused(Denied(_("No conocemos este código. Revísalo con quien te lo dio."), "unknown"))
    _require(may_claim(invitation, at))
    open_now = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None, expires_at__gt=at)
    if not open_now.update(used_at=at):
        invitation.refresh_from_db()
        _require(may_claim(invitation, at))
        raise Refused(Denied(_("Esta invitación ya se usó. Pide otra a quien te invitó."), "used"))
    return invitation


def may_claim(invitation, at):
    """May this invitation still be used? A woman with a role chooses a password, never a PIN."""
    decision = rules.may_claim(
        used_at=invitation.used_at,
        revoked_at=invitation.revoked_at,
        expires_at=invitation.expires_at,
        at=at,
    )
    member = invitation.member
    if decision and member is not None:
        if not member.is_active:
            return Denied(_("Esta invitación fue anulada. Pide otra a quien te invitó."), "revoked")
        if invitation.purpose != Purpose.PASSWORD and holds_role(member):
            return Denied(
                _("Tienes una responsabilidad. Entra con tu usuaria y contraseña, o pide un código nuevo."),
                "needs_password",
            )
    return decision


def _require(decision):
    if not decision:
        raise Refused(decision)


def _note_claim(invitation, member):
    audit.note("members.invitation_used", by=member, about=member, purpose=invitation.purpose)


def _ensure_membership(member, organisation):
    if not member.memberships.standing().filter(organisation=organisation).exists():
        Membership.objects.get_or_create(member=member, organisation=organisation, until=None)


def _standing(organisation):
    return _standing_in([organisation])


def _standing_in(organisations):
    return Membership.objects.standing().filter(organisation__in=organisations)
