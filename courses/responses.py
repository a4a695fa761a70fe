"""A question as data, and an answer to it as the record keeps it. Pure.

``data`` is what ``QuestionVersion.data`` holds: the raw StreamField block ``{"type", "value", "id"}``, where
the entries of lists are ``{"type": "item", "value": …, "id": …}``. The value alone is understood too. Entries
of old lists that have no id are called "1", "2", … by their place.
"""

import hashlib
import json
from decimal import Decimal

from django.utils.crypto import salted_hmac
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from academy.core.record import Unfit
from academy.core.record.reading import clean_text

from .typed import readings

KINDS = ("choice", "choices", "true_false", "number", "order", "match", "short", "essay")
SHORT_LIMIT, ESSAY_LIMIT = 200, 4000
_YES, _NO = {"true", "1", "yes", "si", "sí"}, {"false", "0", "no"}


def digest(raw_block):
    """The name of a version: 16 hexadecimal digits over type and value. The id does not count."""
    said = json.dumps(
        {"type": raw_block["type"], "value": raw_block["value"]},
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        default=str,
    )
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def question_blocks_of(stream):
    """The raw question blocks of a body (StreamValue or raw list), in order: what ``digest`` is taken of."""
    return [dict(raw) for raw in getattr(stream, "raw_data", stream) if raw["type"] in KINDS]


def value_of(data):
    """The question's value, whether ``data`` is the raw block or its value."""
    return data["value"] if "type" in data and "value" in data else data


def entries(value, name):
    """The entries of a raw list as (id, value), ids given by place where there is none."""
    found = []
    for place, entry in enumerate(value.get(name) or [], start=1):
        wrapped = isinstance(entry, dict) and entry.get("type") == "item" and "value" in entry
        inner = entry["value"] if wrapped else entry
        found.append((str((wrapped and entry.get("id")) or place), inner))
    return found


def category_of(data):
    return value_of(data).get("category") or ""


def masked(side, key):
    """A pair's id as it may travel on one ``side`` (left, right) of a question to be matched.

    A pair has one id, so plain ids on both sides would be the key itself. ``read_response`` reads these.
    """
    return salted_hmac(f"relevo.match.{side}", key, algorithm="sha256").hexdigest()[:12]


# --- The answer --------------------------------------------------------------------------------


def read_response(kind, data, posted):
    """The answer that a form holds, in the shape of the record. Raises Unfit with a sentence for her.

    Fields: ``r`` (option, options, true/false as 1/0 or words, number, text); ``o_<item id>`` = place from 1;
    ``m_<left>`` = right, where both are pair ids, masked (tests) or plain (practice).
    """
    return fit_response(kind, data, as_typed(kind, data, posted))


def as_typed(kind, data, posted):
    """What a form holds, usable or not, in the same shape: so that a refused answer stays in its fields.

    ``order`` also carries ``places`` (item id to the number she gave it), because two equal numbers or a gap
    leave no order to speak of.
    """
    value = value_of(data)
    if kind == "choice":
        response = {"option": posted.get("r", "")}
    elif kind == "choices":
        many = posted.getlist("r") if hasattr(posted, "getlist") else posted.get("r", [])
        response = {"options": list(many)}
    elif kind == "true_false":
        said = str(posted.get("r", "")).strip().lower()
        response = {"value": True if said in _YES else False if said in _NO else None}
    elif kind == "order":
        response = {"items": _in_places(value, posted), "places": _places(value, posted)}
    elif kind == "match":
        response = {"pairs": _joined(value, posted)}
    else:
        response = {"text": posted.get("r", "")}
    return response


def _places(value, posted):
    said = {key: str(posted.get(f"o_{key}", "")).strip() for key, _item in entries(value, "items")}
    return {key: int(text) for key, text in said.items() if text.isascii() and text.isdigit() and len(text) < 4}


def _in_places(value, posted):
    by_place = {place: key for key, place in _places(value, posted).items()}
    return [by_place[place] for place in sorted(by_place)]


def _joined(value, posted):
    keys = [key for key, _pair in entries(value, "pairs")]
    rights = {masked("right", key): key for key in keys} | {key: key for key in keys}
    said = {key: posted.get(f"m_{masked('left', key)}") or posted.get(f"m_{key}") or "" for key in keys}
    return {key: rights.get(right, "") for key, right in said.items()}


def fit_response(kind, data, response):
    """``response`` as it is stored, in the shape of its kind. Raises Unfit with a sentence for her."""
    if kind not in KINDS:
        raise Unfit(_("Este sitio aún no conoce este tipo de pregunta."), "unknown_question_kind")
    if not isinstance(response, dict):
        raise Unfit(_("La respuesta llegó incompleta. Vuelve a responder."), "no_answer")
    return _FIT[kind](value_of(data), response)


def _fit_choice(value, response):
    option = str(response.get("option") or "")
    if option not in dict(entries(value, "options")):
        raise Unfit(_("Elige una respuesta."), "no_answer")
    return {"option": option}


def _fit_choices(value, response):
    chosen = response.get("options")
    chosen = {str(option) for option in chosen} if isinstance(chosen, list | tuple) else set()
    known = [key for key, _option in entries(value, "options")]
    if not chosen or not chosen <= set(known):
        raise Unfit(_("Elige al menos una respuesta."), "no_answer")
    return {"options": [key for key in known if key in chosen]}


def _fit_true_false(_value, response):
    if not isinstance(response.get("value"), bool):
        raise Unfit(_("Elige una respuesta."), "no_answer")
    return {"value": response["value"]}


def _fit_number(value, response):
    text = _words(response, 60)
    if not readings(text, value.get("unit") or ""):
        words = _("Escribe un número, por ejemplo %(example)s.")
        raise Unfit(words % {"example": number_format(Decimal("12.5"), 2)}, "not_a_number")
    return {"text": text}


def _fit_order(value, response):
    known = [key for key, _item in entries(value, "items")]
    said = response.get("items")
    said = [str(key) for key in said] if isinstance(said, list | tuple) else []
    if sorted(said) != sorted(known):
        words = _("Dale a cada paso un número distinto, del 1 al %(last)s.")
        raise Unfit(words % {"last": len(known)}, "no_answer")
    return {"items": said}


def _fit_match(value, response):
    known = [key for key, _pair in entries(value, "pairs")]
    said = response.get("pairs")
    said = {str(left): str(right) for left, right in said.items()} if isinstance(said, dict) else {}
    said = _unmasked(known, said)
    if set(said) != set(known) or not set(said.values()) <= set(known):
        raise Unfit(_("Elige una pareja para cada línea."), "no_answer")
    return {"pairs": {key: said[key] for key in known}}


def _unmasked(known, said):
    """A phone without signal knows the pairs by the names that the page gave them."""
    if set(said) == set(known):
        return said
    lefts = {masked("left", key): key for key in known} | {key: key for key in known}
    rights = {masked("right", key): key for key in known} | {key: key for key in known}
    return {lefts.get(left, left): rights.get(right, right) for left, right in said.items()}


def as_shown(kind, response):
    """The response in the names that the page gave to its parts: a phone can write it without knowing the pairs."""
    if kind != "match":
        return response
    pairs = response["pairs"].items()
    return {"pairs": {masked("left", left): masked("right", right) for left, right in pairs}}


def _fit_short(_value, response):
    text = _words(response, SHORT_LIMIT)
    if not text:
        raise Unfit(_("Escribe tu respuesta."), "no_answer")
    return {"text": text}


def _fit_essay(_value, response):
    text = _words(response, ESSAY_LIMIT)
    if not text:
        raise Unfit(_("Escribe tu respuesta."), "no_answer")
    return {"text": text}


def _words(response, limit):
    """The text of an answer. Too long is refused, not cut: she should not lose the end of what she wrote."""
    text = response.get("text")
    text = clean_text(text) if isinstance(text, str) else ""
    if len(text) > limit:
        raise Unfit(_("Es muy largo. Escribe hasta %(limit)s letras.") % {"limit": limit}, "too_long")
    return text


_FIT = {
    "choice": _fit_choice,
    "choices": _fit_choices,
    "true_false": _fit_true_false,
    "number": _fit_number,
    "order": _fit_order,
    "match": _fit_match,
    "short": _fit_short,
    "essay": _fit_essay,
}
