"""Marking. Pure: a question as it stood and an answer go in, a grade or an explanation comes out.

``data`` is what ``QuestionVersion.data`` holds: the raw block, or its value (see ``responses``, whose names
are offered here too: a question is digested, answered and marked with one import).

Points go from 0 to 1, two decimals:

=========== ==================================================================================
choice      1 or 0
choices     (right ones chosen − wrong ones chosen) ÷ right ones, never below 0
true_false  1 or 0
number      1 if any reading of what she typed is within the tolerance
order       (pairs in order − pairs out of order) ÷ all pairs, never below 0 (Kendall's tau)
match       lines matched ÷ lines
short       1 if it says one of the accepted answers (``typed.same_words``)
essay       a person reads it
=========== ==================================================================================

``right`` is full marks, nothing less.
"""

import random
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .responses import (
    KINDS,
    as_shown,
    as_typed,
    category_of,
    digest,
    entries,
    fit_response,
    masked,
    question_blocks_of,
    read_response,
    value_of,
)
from .typed import readings, same_words

__all__ = [
    "KINDS",
    "Grade",
    "Line",
    "as_shown",
    "as_typed",
    "category_of",
    "digest",
    "entries",
    "explain",
    "fit_response",
    "grade",
    "masked",
    "presented_order",
    "question_blocks_of",
    "questions_for_attempt",
    "read_response",
    "value_of",
]

NOTHING, FULL = Decimal("0.00"), Decimal("1.00")


@dataclass(frozen=True)
class Grade:
    """``right`` is None while a reader has not spoken; ``waits`` says that one will."""

    right: bool | None
    points: Decimal
    waits: bool = False


@dataclass
class Line:
    """One thing to tell her after she answered.

    ``path`` leads to ``text`` inside the block (for its language), empty where the words are the site's.
    ``good`` is None where there is nothing to judge. ``lang`` is filled by whoever shows it.
    """

    label: str = ""
    text: str = ""
    good: bool | None = None
    path: tuple[str, ...] = ()
    lang: str = ""


# --- The grade ---------------------------------------------------------------------------------


def grade(kind, data, response):
    """Mark a fit answer. Formulas at the top of this module."""
    if kind == "essay":
        return Grade(None, NOTHING, waits=True)
    points = _POINTS[kind](value_of(data), response)
    return Grade(points == 1, points.quantize(FULL, ROUND_HALF_UP))


def _right_options(value):
    return {key for key, option in entries(value, "options") if option.get("right")}


def _points_choice(value, response):
    return FULL if response["option"] in _right_options(value) else NOTHING


def _points_choices(value, response):
    right, chosen = _right_options(value), set(response["options"])
    return max(NOTHING, Decimal(len(chosen & right) - len(chosen - right)) / max(len(right), 1))


def _points_true_false(value, response):
    return FULL if response["value"] == bool(value.get("answer")) else NOTHING


def _points_number(value, response):
    wanted, tolerance = Decimal(str(value["answer"])), Decimal(str(value.get("tolerance") or 0))
    meant = readings(response["text"], value.get("unit") or "")
    return FULL if any(abs(number - wanted) <= tolerance for number in meant) else NOTHING


def _points_order(value, response):
    place = {key: n for n, key in enumerate(response["items"])}
    pairs = list(combinations([key for key, _item in entries(value, "items")], 2))
    kept = sum(1 if place[first] < place[then] else -1 for first, then in pairs)
    return max(NOTHING, Decimal(kept) / len(pairs)) if pairs else FULL


def _points_match(value, response):
    pairs = dict(entries(value, "pairs"))
    matched = sum(_same_right(pairs, left, right) for left, right in response["pairs"].items())
    return Decimal(matched) / max(len(pairs), 1)


def _same_right(pairs, left, right):
    """Two lines may end in the same words; then either will do."""
    return pairs[left]["right"] == pairs[right]["right"]


def _points_short(value, response):
    accepted = [word for _key, word in entries(value, "accept")]
    return FULL if any(same_words(response["text"], word) for word in accepted) else NOTHING


_POINTS = {
    "choice": _points_choice,
    "choices": _points_choices,
    "true_false": _points_true_false,
    "number": _points_number,
    "order": _points_order,
    "match": _points_match,
    "short": _points_short,
}


# --- The explanation ---------------------------------------------------------------------------


def explain(kind, data, response):
    """What to tell her once she answered, as Lines: what is right, and why.

    An option's own reason is told where she chose it and where it is right; the question's reason comes last.
    """
    value = value_of(data)
    lines = _LINES[kind](value, response)
    if value.get("why"):
        label = _("Una respuesta posible") if kind == "essay" else ""
        lines.append(Line(label, value["why"], path=("why",)))
    return lines


def _lines_choice(value, response):
    chosen = set(response.get("options") or [response.get("option")])
    lines = []
    for key, option in entries(value, "options"):
        mine, right = key in chosen, bool(option.get("right"))
        if option.get("why") and (mine or right):
            lines.append(Line(option["text"], option["why"], right, path=("options", key, "why")))
        elif mine or right:
            lines.append(Line(option["text"], _("Es correcta.") if right else _("Esta no es."), right))
    return lines


def _lines_true_false(value, response):
    right = response["value"] == bool(value.get("answer"))
    return [Line(text=_("Es verdad.") if value.get("answer") else _("No es verdad."), good=right)]


def _lines_number(value, response):
    correct, unit = number_format(Decimal(str(value["answer"]))), value.get("unit") or ""
    money = unit.casefold().startswith("s/")
    text = f"{unit} {correct}" if money else f"{correct} {unit}".strip()
    return [Line(_("El número es"), text, bool(_points_number(value, response)))]


def _lines_order(value, response):
    steps = entries(value, "items")
    right = response["items"] == [key for key, _item in steps]
    return [Line(_("El orden es"), " → ".join(item["text"] for _key, item in steps), right)]


def _lines_match(value, response):
    pairs = dict(entries(value, "pairs"))
    return [
        Line(
            pair["left"],
            pair["right"],
            _same_right(pairs, key, response["pairs"][key]),
            path=("pairs", key, "right"),
        )
        for key, pair in pairs.items()
    ]


def _lines_short(value, response):
    accepted = [word for _key, word in entries(value, "accept")]
    right = bool(_points_short(value, response))
    return [Line(_("Vale, por ejemplo"), accepted[0] if accepted else "", right)]


def _lines_essay(_value, _response):
    return []


_LINES = {
    "choice": _lines_choice,
    "choices": _lines_choice,
    "true_false": _lines_true_false,
    "number": _lines_number,
    "order": _lines_order,
    "match": _lines_match,
    "short": _lines_short,
    "essay": _lines_essay,
}


# --- Drawing -----------------------------------------------------------------------------------


def questions_for_attempt(pool, draw, seed, random_order):
    """``draw`` of the ``pool`` (all where None or more than there are); the same ``seed`` draws the same.

    In random order, or in the order of the pool.
    """
    pool = list(pool)
    chance = random.Random(f"draw {seed}")  # noqa: S311 - fairness, not secrecy
    places = chance.sample(range(len(pool)), len(pool) if not draw else min(draw, len(pool)))
    return [pool[place] for place in (places if random_order else sorted(places))]


def presented_order(items, seed):
    """``items`` shuffled; never as they came in where there are two or more, for that is the answer."""
    items = list(items)
    places = list(range(len(items)))
    random.Random(f"order {seed}").shuffle(places)  # noqa: S311 - fairness, not secrecy
    if places == sorted(places):
        places = [*places[1:], *places[:1]]
    return [items[place] for place in places]
