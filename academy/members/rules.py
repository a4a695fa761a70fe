"""Pure decisions about people and signing in."""

import unicodedata
from datetime import timedelta

from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied

#: After this many wrong tries the account rests; the rest doubles with each further wrong try up to the longest.
FREE_TRIES = 5
FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(hours=1)
#: After this long without a wrong try the count starts anew.
FORGET_AFTER = timedelta(hours=24)
#: PINs that a thief tries first.
WEAK_PINS = {"123456", "654321", "012345", "123123", "121212", "112233", "101010", "123321"}


def name_key(name):
    """A name as it is compared: no accents, no capitals, single spaces. «  María  JOSÉ» is «maria jose».

    >>> name_key("  María  JOSÉ ")
    'maria jose'
    """
    plain = unicodedata.normalize("NFKD", str(name)).replace("\x00", "")
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())[:60]


def may_use_pin(pin):
    """Six digits that are not the first a thief tries."""
    if len(pin) != 6 or not (pin.isascii() and pin.isdigit()):
        return Denied(_("El PIN tiene seis números. Escribe seis números."), "not_six_digits")
    if pin in WEAK_PINS or len(set(pin)) == 1:
        return Denied(_("Ese PIN es muy fácil de adivinar. Elige otro."), "weak")
    return Allowed()


def rest_after(failures):
    """How long the account rests after this many wrong tries in a row; zero while tries are free."""
    if failures < FREE_TRIES:
        return timedelta()
    return min(FIRST_REST * 2 ** min(failures - FREE_TRIES, 20), LONGEST_REST)


def may_try(*, locked_until, at):
    """May this account try again now? The refusal says how many minutes to wait, rounded up."""
    if locked_until is None or locked_until <= at:
        return Allowed()
    minutes = max(1, -(-int((locked_until - at).total_seconds()) // 60))
    return Denied(
        _(
            "Hubo varios intentos con error. Espera %(minutes)s min y prueba otra vez. "
            "Si olvidaste tu PIN, pide ayuda a tu facilitadora."
        )
        % {"minutes": minutes},
        "resting",
    )


def may_claim(*, used_at, revoked_at, expires_at, at):
    """May this invitation still be used?"""
    if used_at is not None:
        return Denied(_("Esta invitación ya se usó. Pide otra a quien te invitó."), "used")
    if revoked_at is not None:
        return Denied(_("Esta invitación fue anulada. Pide otra a quien te invitó."), "revoked")
    if expires_at <= at:
        return Denied(_("Esta invitación ya venció. Pide otra a quien te invitó."), "expired")
    return Allowed()


#: Unknown invitation codes from one address before it waits: a workshop of thirty may mistype thrice each.
UNKNOWN_CODES = 100
UNKNOWN_CODES_PER = timedelta(hours=1)


def may_be_called(*, pictogram, namesakes):
    """May she go by her name with this drawing? ``namesakes``: drawings of those of the same name."""
    if not namesakes or (pictogram and pictogram not in namesakes):
        return Allowed()
    return Denied(_("Otra compañera se llama igual. Añade tu apellido o elige otro dibujo."), "namesake")
