"""Reading what is sent, strictly. Every function raises Unfit with a sentence and a code."""

from datetime import date, time
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from academy.core.ids import parse
from academy.core.record import Unfit


def bad():
    return Unfit(_("A esta anotación le falta algo. Vuelve a hacerla."), "bad_payload")


def too_long(limit):
    return Unfit(_("Es muy largo. Escribe hasta %(limit)s letras.") % {"limit": limit}, "too_long")


def id_of(payload, name, *, empty=False):
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
    text = payload.get(name) or ""
    if not isinstance(text, str):
        raise bad()
    text = text.replace("\r\n", "\n").replace("\x00", "").encode("utf-8", "replace").decode().strip()
    if len(text) > limit:
        raise too_long(limit)
    return text


def one_of(payload, name, known, *, empty=False):
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
        return date.fromisoformat(text).isoformat() if isinstance(text, str) and len(text) == 10 else _raise()
    except ValueError:
        raise bad() from None


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
    """An amount with up to two decimals, as text («6», «2.5»), or empty. Comma or point."""
    value = payload.get(name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise bad()
    try:
        found = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        raise bad() from None
    if not found.is_finite() or not 0 <= found < 10**10 or found != found.quantize(Decimal("0.01")):
        raise bad()
    return f"{found.normalize():f}"


def flag_of(payload, name):
    value = payload.get(name)
    if value in (None, "", False, 0):
        return False
    if value in (True, 1, "1", "on", "true"):
        return True
    raise bad()


def many_of(payload, name, most):
    """A list of objects, at most so many. None is a list too."""
    values = payload.get(name) or []
    if not isinstance(values, list) or len(values) > most or not all(isinstance(one, dict) for one in values):
        raise bad()
    return values
