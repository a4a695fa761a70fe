"""Reading what is sent, field by field, strictly. Every function raises Unfit with a sentence and a code."""

from datetime import date, time

from django.utils.translation import gettext as _

from .. import amounts, days
from ..ids import parse
from .registry import Unfit


def clean_text(text):
    """Without what no database keeps: NUL and halves of characters; line ends in one way."""
    sound = text.encode("utf-8", "replace").decode("utf-8")
    return sound.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def bad():
    """What is missing cannot be said more closely: a form of this site never sends it so."""
    return Unfit(_("A esta anotación le falta algo. Vuelve a hacerla."), "bad_payload")


def too_long(limit):
    return Unfit(_("Es muy largo. Escribe hasta %(limit)s letras.") % {"limit": limit}, "too_long")


def id_of(payload, name, *, empty=False):
    """An id as text; with ``empty``, "" where it was left out."""
    if empty and not payload.get(name):
        return ""
    found = parse(payload.get(name))
    if found is None:
        raise bad()
    return str(found)


def ids_of(payload, name, most):
    """Ids as text, each once, in order. None is a list too."""
    values = payload.get(name) or []
    if not isinstance(values, list) or len(values) > most:
        raise bad()
    return sorted({id_of({name: value}, name) for value in values})


def text_of(payload, name, limit):
    """Her words, cleaned, of at most ``limit`` characters; "" where left out."""
    text = payload.get(name) or ""
    if not isinstance(text, str):
        raise bad()
    text = clean_text(text)
    if len(text) > limit:
        raise too_long(limit)
    return text


def one_of(payload, name, known, *, empty=False):
    """One of ``known``; with ``empty``, "" where it was left out."""
    value = payload.get(name) or ""
    if not (isinstance(value, str) and (value in known or (empty and not value))):
        raise bad()
    return value


def day_of(payload, name, *, empty=False):
    """A calendar day, as YYYY-MM-DD; empty where it may be."""
    text = payload.get(name) or ""
    if empty and text == "":
        return ""
    try:
        day = date.fromisoformat(text) if isinstance(text, str) and len(text) == 10 else _raise()
    except ValueError:
        raise bad() from None
    if not days.is_meant(day):
        raise Unfit(days.REVISE, "bad_day")
    return day.isoformat()


def time_of(payload, name):
    """An hour as HH:MM, or empty."""
    text = payload.get(name) or ""
    if text == "":
        return ""
    try:
        return time.fromisoformat(text).strftime("%H:%M") if isinstance(text, str) and len(text) == 5 else _raise()
    except ValueError:
        raise bad() from None


def _raise():
    raise bad()


def number_of(payload, name, least, most):
    """A whole number between the two, or None where it was left out. A phone may send its digits."""
    value = payload.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 12:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise bad()
    return value


def quantity_of(payload, name):
    """An amount with up to two decimals, as text («6», «2.5»), or empty; written as women do (``amounts.read``)."""
    value = payload.get(name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise bad()
    try:
        found = amounts.read(value)
    except ValueError:
        raise Unfit(_("Escribe solo el número. Por ejemplo: 6, 2.5 o 1,500."), "not_a_number") from None
    if found >= 10**10:
        raise bad()
    return f"{found.normalize():f}"


def many_of(payload, name, most):
    """A list of objects, at most so many. None is a list too."""
    values = payload.get(name) or []
    if not isinstance(values, list) or len(values) > most or not all(isinstance(one, dict) for one in values):
        raise bad()
    return values


def flag_of(payload, name):
    """True or False as JSON says them, and nothing else."""
    if not isinstance(payload.get(name), bool):
        raise bad()
    return payload[name]


def ticked_of(payload, name):
    """True or False, also as a form's tick says it; left out is False."""
    value = payload.get(name)
    if value in (None, "", False, 0):
        return False
    if value in (True, 1, "1", "on", "true"):
        return True
    raise bad()
