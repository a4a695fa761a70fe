"""Pure decisions about the tree of organisations and the responsibilities in it."""

from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied

from .rules import name_key

#: From the nation down. An organisation stands under one of a higher level.
LEVELS = ("national", "regional", "provincial", "district", "base")
#: Words that half of all organisations carry: a code made of them tells nobody which one it is.
COMMON_WORDS = set(
    "comedor comedores popular populares olla ollas comun comunes club madres vaso leche asociacion federacion "
    "central coordinadora organizacion junta mujeres de del la las los el y distrito distrital provincia provincial "
    "region regional nacional autogestionario autogestionarios base bases".split()
)
#: No 0 and no 1: on a card they look like O and I.
DIGITS = "23456789"
LONGEST_CODE = 12


def telling_words(name):
    """The words by which it is told from others: «Comedor Popular Santa Rosa» is ``["santa", "rosa"]``.

    All its words where none is left.
    """
    words = ["".join(c for c in word if c.isascii() and c.isalnum()) for word in name_key(name).split()]
    words = [word for word in words if word]
    return [word for word in words if word not in COMMON_WORDS] or words


def code_letters(name):
    """Four to six capital letters that remind of the name; the start of its short code.

    >>> code_letters("Comedor Popular Santa Rosa")
    'SANROS'
    """
    words = ["".join(c for c in word if c.isalpha()) for word in telling_words(name)]
    words = [word for word in words if word]
    letters = "".join(word[:3] for word in words[:2]) if len(words) > 1 else "".join(words)[:6]
    if len(letters) < 4:
        letters = ("".join(words) + "".join(c for c in name_key(name) if c.isascii() and c.isalpha()))[:6]
    return (letters + "BASE")[: max(4, min(6, len(letters)))].upper()


def code_from(name, numbers):
    """``code_letters`` and the digits that stand for ``numbers`` (each 0–7)."""
    return (code_letters(name) + "".join(DIGITS[n % len(DIGITS)] for n in numbers))[:LONGEST_CODE]


def levels_under(level):
    """The levels that may stand directly or further under ``level``."""
    return LEVELS[LEVELS.index(level) + 1 :]


def may_stand_under(*, level, above):
    if level in levels_under(above):
        return Allowed()
    return Denied(_("Una organización de ese nivel no va debajo de esta."), "wrong_level")


def may_grant(*, kind, to_herself, at_the_top):
    """May this responsibility be given, the giver being an organiser there?

    What an editor writes is read on the whole site, so only the organisation at the top names editors.
    """
    if to_herself:
        return Denied(_("Pide a otra organizadora que te dé la responsabilidad."), "herself")
    if kind == "editor" and not at_the_top:
        return Denied(_("A las editoras las nombra la organización de más arriba."), "editor_from_the_top")
    return Allowed()


def kinds_given(kinds, *, at_the_top):
    """Those of ``kinds`` that an organiser may give to another woman here."""
    return [kind for kind in kinds if may_grant(kind=kind, to_herself=False, at_the_top=at_the_top)]


def may_end(*, kind, other_organisers):
    """May it be ended? The last organiser first hands over: without her nobody could let anyone in."""
    if kind == "organiser" and not other_organisers:
        return Denied(_("Es la única organizadora aquí. Da primero la responsabilidad a otra."), "last_organiser")
    return Allowed()
