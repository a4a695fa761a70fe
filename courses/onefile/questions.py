"""Practice questions of a file: they answer by style alone where no script runs, so their key stands in the file.

That is why only practice is here. The questions of a test are not in any file, with or without their key.
"""

import json
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .. import grading
from ..asking import ask
from ..typed import bare_words


@dataclass
class Shown:
    """What templates/courses/onefile/question.html needs. ``place``: of the question in its edition."""

    q: object
    place: int
    mark: str
    kind: str
    options: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    others: list = field(default_factory=list)
    places: list = field(default_factory=list)
    key: str = ""
    tolerance: str = ""
    unit: str = ""
    answer: str = ""
    why: str = ""
    why_lang: str = ""


def shown(raw, *, place, mark, fallback):
    """One question in the active language. ``mark`` begins every id and name of it."""
    kind, value = raw["type"], raw["value"]
    q = ask(raw, seed=str(raw["id"]), fallback=fallback)
    found = Shown(q=q, place=place, mark=f"{mark}q{place}", kind=kind, unit=q.unit)
    found.why = value.get("why") or ""
    found.why_lang = fallback.lang(raw["id"], "why") if found.why else ""
    if kind in _FILL:
        _FILL[kind](found, raw, value, fallback)
    return found


def _choices(found, raw, value, fallback):
    for place, (key, option) in enumerate(grading.entries(value, "options")):
        right = bool(option.get("right"))
        said = option.get("why") or ""
        found.options.append(
            {
                "place": place,
                "text": option["text"],
                "lang": fallback.lang(raw["id"], "options", key, "text"),
                "right": right,
                "why": said or (_("Es correcta.") if right else _("Esta no es.")),
                "why_lang": fallback.lang(raw["id"], "options", key, "why") if said else "",
            }
        )
    found.answer = " · ".join(str(option["text"]) for option in found.options if option["right"])


def _true_false(found, raw, value, fallback):
    truth = bool(value.get("answer"))
    for option in found.q.options:
        right = (option["id"] == "1") is truth
        found.options.append(
            {
                "place": option["id"],
                "text": option["text"],
                "right": right,
                "why": _("Es verdad.") if truth else _("No es verdad."),
            }
        )


def _number(found, raw, value, fallback):
    exact = Decimal(str(value["answer"]))
    found.key, found.tolerance = f"{exact:f}", f"{Decimal(str(value.get('tolerance') or 0)):f}"
    said = number_format(exact)
    found.answer = f"{found.unit} {said}" if found.unit.casefold().startswith("s/") else f"{said} {found.unit}".strip()


def _short(found, raw, value, fallback):
    accepted = [word for _key, word in grading.entries(value, "accept")]
    found.key = json.dumps([bare_words(word) for word in accepted], ensure_ascii=False)
    found.answer = accepted[0] if accepted else ""


def _order(found, raw, value, fallback):
    own = {key: place for place, (key, _item) in enumerate(grading.entries(value, "items"))}
    found.rows = [{"place": own[item["id"]], "text": item["text"], "lang": item["lang"]} for item in found.q.items]
    found.places = found.q.places
    found.answer = " → ".join(item["text"] for _key, item in grading.entries(value, "items"))


def _match(found, raw, value, fallback):
    pairs = grading.entries(value, "pairs")
    words = [pair["right"] for _key, pair in pairs]
    found.rows = [
        {
            "place": place,
            "text": pair["left"],
            "lang": fallback.lang(raw["id"], "pairs", key, "left"),
            # Two lines may end in the same words; then either will do.
            "right": " ".join(str(n) for n, word in enumerate(words) if word == pair["right"]),
            "answer": pair["right"],
        }
        for place, (key, pair) in enumerate(pairs)
    ]
    seed = f"{raw['id']} right"
    mixed = grading.presented_order(list(enumerate(pairs)), seed)
    found.others = [{"place": place, "text": pair["right"]} for place, (_key, pair) in mixed]


_FILL = {
    "choice": _choices,
    "choices": _choices,
    "true_false": _true_false,
    "number": _number,
    "short": _short,
    "order": _order,
    "match": _match,
}
