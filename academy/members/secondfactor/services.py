"""The verbs of the second step. Each is one transaction and written down; wrong tries count in the database."""

import base64
import hashlib
from datetime import date, timedelta

import pyotp
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from academy.core import audit, sealing
from academy.core.decisions import Allowed, Denied
from academy.core.ids import grouped, read_code, spoken_code

from ..models import Member, Notice, PrintedCode, SecondFactor
from ..services import guards
from ..services.access import Refused, holds_role
from . import rules, sign_ins

#: Codes on her paper, of 40 bits each.
PRINTED, PRINTED_LENGTH = 10, 8
MOST_FACTORS = 5


def is_demanded(member):
    """Must she have a second step? One query."""
    return rules.demanded(holds_role=holds_role(member), is_demo=member.is_demo)


def due_for(member, *, today=None):
    """The day from which nothing opens without one; counted from when she was first told. None: not demanded."""
    if not is_demanded(member):
        return None
    if member.second_step_told_on is None:
        Member.objects.filter(pk=member.pk, second_step_told_on=None).update(
            second_step_told_on=today or timezone.localdate()
        )
        member.refresh_from_db(fields=["second_step_told_on"])
    return rules.due_on(told_on=member.second_step_told_on, days=settings.SECOND_STEP_GRACE_DAYS)


def may_set_up(member, session):
    """May this session of hers set one up? One query."""
    return rules.may_set_up(
        has_one=member.second_factors.exists(),
        shown=bool(session.get("second_step")),
        by_code=bool(session.get("came_by_code")),
        is_demo=member.is_demo,
    )


def is_overdue(due, *, today=None):
    """``due`` as a session keeps it: ISO text, or nothing."""
    return bool(due) and date.fromisoformat(due) <= (today or timezone.localdate())


# --- Setting one up --------------------------------------------------------------------------------


def new_secret():
    """160 bits, base32, for an app."""
    return pyotp.random_base32()


def otpauth(secret, member):
    """What the app reads from the QR. It names the academy and her user name, nothing else."""
    return pyotp.TOTP(secret).provisioning_uri(name=member.username or "", issuer_name=str(settings.ACADEMY_NAME))


def add_app(*, member, secret, code, name="", at=None):
    """Her app made a right code with this secret: from now on it is her second step. Raises Refused."""
    at = at or timezone.now()
    step = rules.step_of(secret=secret, code=_digits(code), at=at, last=0)
    if step is None:
        raise Refused(
            Denied(_("El código no coincide. Mira la hora de tu celular y prueba con el siguiente."), "no_match")
        )
    return _add(member, SecondFactor.Kind.TOTP, name, secret, counter=step, at=at)


def add_passkey(*, member, data, counter, name="", at=None):
    """``data``: AttestedCredentialData as bytes, checked by ``passkeys``. Raises Refused where it is known already."""
    at = at or timezone.now()
    text = base64.b64encode(bytes(data)).decode()
    try:
        with transaction.atomic():
            return _add(
                member, SecondFactor.Kind.PASSKEY, name, text, credential=credential_digest(data.credential_id),
                counter=counter, at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(Denied(_("Esa llave ya está puesta."), "known")) from None


def credential_digest(credential_id):
    return hashlib.sha256(credential_id).hexdigest()


@transaction.atomic
def _add(member, kind, name, secret, *, counter, at, credential=""):
    Member.objects.select_for_update().get(pk=member.pk)
    if member.second_factors.count() >= MOST_FACTORS:
        raise Refused(Denied(_("Ya tienes cinco. Quita uno primero."), "too_many"))
    factor = SecondFactor.objects.create(
        member=member,
        kind=kind,
        name=name.strip()[:40],
        sealed=sealing.seal(secret, member),
        credential=credential,
        counter=counter,
        created_at=at,
        last_used_at=at,
    )
    audit.note("members.second_step_added", by=member, about=member, kind=str(kind))
    Notice.objects.create(member=member, kind="second_step_added", created_at=at)
    return factor


@transaction.atomic
def remove(*, factor, by, at=None):
    """She takes one away; never the last while one is demanded of her. Raises Refused."""
    member = Member.objects.select_for_update().get(pk=factor.member_id)
    if member.second_factors.count() == 1:
        if is_demanded(member):
            raise Refused(Denied(_("Es el único. Pon otro antes de quitarlo."), "last"))
        member.printed_codes.all().delete()
    SecondFactor.objects.filter(pk=factor.pk).delete()
    audit.note("members.second_step_removed", by=by, about=member, kind=factor.kind)
    Notice.objects.create(member=member, kind="second_step_removed", created_at=at or timezone.now())


@transaction.atomic
def take_away(*, member, by, at=None):
    """She lost her phone and her paper: somebody above her lets her set up a new one. Her password stays.

    No days of grace begin: the phone she lost is signed out, and whoever has her password finds one page, on which only
    a code given to her opens the way on. Authority is the caller's to check (``permissions.may_recover``); she is told.
    """
    at = at or timezone.now()
    gone = member.second_factors.count()
    member.second_factors.all().delete()
    member.printed_codes.all().delete()
    over = timezone.localdate(at) - timedelta(days=settings.SECOND_STEP_GRACE_DAYS)
    Member.objects.filter(pk=member.pk).update(second_step_told_on=over)
    sign_ins.end_all(member)
    audit.note("members.second_step_taken_away", by=by, about=member)
    told = {"by": by.display_name if by else str(settings.ACADEMY_NAME)}
    Notice.objects.create(member=member, kind="second_step_taken_away", data=told, created_at=at)
    return gone


@transaction.atomic
def print_codes(*, member):
    """Ten new codes for her paper; those before stop working. They can never be shown again."""
    codes = [spoken_code(PRINTED_LENGTH) for _each in range(PRINTED)]
    member.printed_codes.all().delete()
    PrintedCode.objects.bulk_create(PrintedCode(member=member, digest=_digest(member, code)) for code in codes)
    audit.note("members.printed_codes_made", by=member, about=member)
    return [grouped(code) for code in codes]


def codes_left(member):
    return member.printed_codes.filter(used_at=None).count()


def _digest(member, code):
    return salted_hmac(f"relevo.members.printed.{member.pk}", read_code(code), algorithm="sha256").hexdigest()


# --- Showing it ------------------------------------------------------------------------------------


def code_fits(*, member, code, at=None):
    """A code of her app or of her paper. Returns the Decision; a right one is used up. Wrong tries count."""
    at = at or timezone.now()
    key = guards.key_for("second-step", member.pk)
    decision = guards.begin_try(key, at=at)
    if not decision:
        return decision
    if _app_fits(member, _digits(code), at) or _paper_fits(member, code, at):
        guards.forgive(key)
        return Allowed()
    return Denied(_("El código no coincide. Espera el siguiente y prueba otra vez."), "no_match")


def _app_fits(member, code, at):
    if len(code) != 6:
        return False
    for factor in member.second_factors.filter(kind=SecondFactor.Kind.TOTP):
        step = rules.step_of(secret=sealing.open_for(factor.sealed, member), code=code, at=at, last=factor.counter)
        # Two who send the same code at once: the row count decides, the second comes too late.
        if step is not None and _used(factor, step, at):
            return True
    return False


def _used(factor, counter, at):
    before = SecondFactor.objects.filter(pk=factor.pk, counter__lt=counter)
    return bool(before.update(counter=counter, last_used_at=at))


def _paper_fits(member, code, at):
    if len(read_code(code)) != PRINTED_LENGTH:
        return False
    used = PrintedCode.objects.filter(member=member, digest=_digest(member, code), used_at=None).update(used_at=at)
    if used:
        audit.note("members.printed_code_used", by=member, about=member)
        Notice.objects.create(member=member, kind="printed_code_used", data={"left": codes_left(member)}, created_at=at)
    return bool(used)


def passkey_used(*, factor, counter, at=None):
    """A passkey answered. One that counts and counts backwards was copied: False."""
    at = at or timezone.now()
    if counter == 0:
        # Passkeys that several devices share do not count (WebAuthn, section 6.1.1).
        return bool(SecondFactor.objects.filter(pk=factor.pk, counter=0).update(last_used_at=at))
    return _used(factor, counter, at)


def _digits(code):
    return "".join(str(code).split())
