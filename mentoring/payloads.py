"""Reading the payloads of mentoring strictly. Every function raises Unfit with a sentence and a code."""

from datetime import date

from django.utils.translation import gettext as _

from academy.core import sealing
from academy.core.ids import parse
from academy.core.record import Unfit

TOPIC_LIMIT, STEP_LIMIT, NOTE_LIMIT, PRIVATE_LIMIT = 200, 300, 2000, 2000
CHANNELS = ("call", "whatsapp", "visit", "other")
MOMENTS = ("start", "middle", "end")
FACES = ("good", "so_so", "talk")
GUIDE_STEPS = 6
LONGEST_MINUTES = 600
#: A circle has eight seats; who left and came again counts anew.
MOST_PRESENT = 24


def bad():
    return Unfit(_("A esta anotación le falta algo. Vuelve a hacerla."), "bad_payload")


def too_long(limit):
    return Unfit(_("Es muy largo. Escribe hasta %(limit)s letras.") % {"limit": limit}, "too_long")


def id_of(payload, name):
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


def day_of(payload, name):
    """A calendar day, as YYYY-MM-DD."""
    text = payload.get(name)
    try:
        return date.fromisoformat(text).isoformat() if isinstance(text, str) and len(text) == 10 else _raise()
    except ValueError:
        raise bad() from None


def _raise():
    raise bad()


def number_of(payload, name, least, most):
    """A whole number between the two, or None where it was left out."""
    value = payload.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise bad()
    return value


def private_of(payload):
    """The sealed note: the record has sealed it on arrival. Empty: none, or taken back."""
    token = payload.get(sealing.PRIVATE) or ""
    if not token:
        return ""
    try:
        if sealing.letters(token) > PRIVATE_LIMIT:
            raise too_long(PRIVATE_LIMIT)
    except sealing.CannotOpen:
        raise bad() from None
    return token
