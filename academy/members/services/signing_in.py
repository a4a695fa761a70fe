"""Who is she? By organisation code, name or drawing, and PIN; by a profile of this phone; by password."""

from dataclasses import dataclass
from functools import lru_cache

from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext as _

from academy.core.decisions import Denied

from .. import rules
from ..models import Member
from . import guards
from .access import holds_role

#: Drawings are unique within an organisation while there are enough of them; more than this is not compared.
MOST_CANDIDATES = 4


@dataclass(frozen=True)
class Result:
    """Who she is, or why not. ``ask`` is ``name`` where her drawing and PIN fit but others have the drawing too."""

    member: Member | None = None
    refusal: Denied | None = None
    ask: str = ""


def wrong():
    """The same words for every wrong combination: they tell nobody which part was right."""
    return Denied(_("El código, el nombre o dibujo, o el PIN no coinciden. Revísalos y prueba otra vez."), "no_match")


def by_pin(*, organisation_code, name="", pictogram="", pin, at=None):
    """Sign in on any phone. Hashes at least once even where nobody matches; a wrong try counts against
    what was typed and against every account it was tried on."""
    place, called = organisation_key(organisation_code), rules.name_key(name)
    candidates = _candidates(place, called, pictogram)
    typed = guards.key_for("typed", place, called, pictogram)
    accounts = {member.pk: guards.key_for("account", member.pk) for member in candidates}
    decision = guards.begin_try(typed, *accounts.values(), at=at)
    if not decision:
        return Result(refusal=decision)
    fitting = [member for member in candidates if _fits(member, pin)]
    if not candidates:
        _fits(None, pin)
    if len(fitting) != 1:
        return Result(refusal=wrong())
    # Only hers: else who shares a drawing wipes out wrong tries at her companion's PIN by coming in herself.
    guards.forgive(typed, accounts.pop(fitting[0].pk))
    guards.take_back(*accounts.values())
    if not called and len(candidates) > 1:
        return Result(ask="name")
    return _entered(fitting[0])


def by_profile(*, member, device, pin, at=None):
    """Sign in on a phone that remembers her: only the PIN.

    The phone has a count of its own, so that whoever types her name elsewhere cannot keep her out of it.
    """
    key = guards.key_for("profile", device, member.pk)
    decision = guards.begin_try(key, at=at)
    if not decision:
        return Result(refusal=decision)
    if not _fits(member, pin):
        return Result(refusal=Denied(_("El PIN no coincide. Prueba otra vez."), "no_match"))
    guards.forgive(key)
    return _entered(member)


def by_password(*, request, username, password, at=None):
    """Sign in with user name and password. Unknown names cost the same hash (Django's backend sees to it)."""
    key = guards.key_for("team", username.strip().casefold())
    decision = guards.begin_try(key, at=at)
    if not decision:
        return Result(refusal=decision)
    member = authenticate(request, username=username.strip(), password=password)
    if member is None:
        return Result(refusal=Denied(_("La usuaria o la contraseña no coinciden."), "no_match"))
    guards.forgive(key)
    return Result(member=member)


def pin_fits(*, member, pin, at=None):
    """Is this her PIN? For who is signed in already and changes it; wrong tries count."""
    key = guards.key_for("own-pin", member.pk)
    decision = guards.begin_try(key, at=at)
    if not decision:
        return decision
    if not _fits(member, pin):
        return Denied(_("Tu PIN de ahora no coincide."), "no_match")
    guards.forgive(key)
    return decision


def secret_fits(*, member, secret, at=None):
    """Her PIN, or the password of whoever has no PIN: asked again before what cannot be undone. Wrong tries count."""
    if member.pin:
        return pin_fits(member=member, pin="".join(secret.split()), at=at)
    key = guards.key_for("own-password", member.pk)
    decision = guards.begin_try(key, at=at)
    if not decision:
        return decision
    if not member.check_password(secret):
        return Denied(_("Tu contraseña no coincide."), "no_match")
    guards.forgive(key)
    return decision


def organisation_key(code):
    """An organisation's code as it is compared: capitals and digits alone, without accents."""
    return "".join(c for c in rules.name_key(code).upper() if c.isalnum())[:12]


def _entered(member):
    if holds_role(member):
        return Result(
            refusal=Denied(_("Tienes una responsabilidad. Por eso entras con usuaria y contraseña."), "needs_password")
        )
    return Result(member=member)


def _candidates(place, called, pictogram):
    if not place or not (called or pictogram):
        return []
    from ..models import Membership

    there = Membership.objects.standing().filter(organisation__code__iexact=place)
    found = Member.objects.filter(is_active=True, pk__in=there.values("member")).exclude(pin="")
    if called:
        found = found.filter(name_key=called)
    if pictogram:
        found = found.filter(pictogram=pictogram)
    return list(found.order_by("pk")[:MOST_CANDIDATES])


def _fits(member, pin):
    right = check_password(pin, member.pin if member is not None and member.pin else _nobodys_pin())
    return right and member is not None and bool(member.pin)


@lru_cache(maxsize=1)
def _nobodys_pin():
    """A hash to compare with where there is nobody, so that the answer takes as long."""
    return make_password("nobody")


def forgive_member(member, *, device=""):
    """She has a new PIN: the wrong tries of the old one no longer keep her out."""
    guards.forgive(guards.key_for("account", member.pk), guards.key_for("profile", device, member.pk))
