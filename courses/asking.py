"""A question as it is shown to one reader: prepared from its raw block and her answer. No queries."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import grading


@dataclass
class Asked:
    """What templates/blocks/question.html needs. ``right`` marks are filled only after she answered."""

    id: str
    kind: str
    prompt: str
    version: str
    action: str = ""
    unit: str = ""
    text: str = ""
    lang: str = ""
    options: list = field(default_factory=list)
    items: list = field(default_factory=list)
    others: list = field(default_factory=list)
    places: list = field(default_factory=list)
    answered: bool = False
    verdict: str = ""
    lines: list = field(default_factory=list)
    error: str = ""
    #: She answered it before it was edited: that answer counts, this is a new question.
    changed: bool = False
    #: Her answer in words, for the pages where the form is not shown.
    said: str = ""


def ask(raw, *, action="", response=None, reveal=True, fallback=None, seed="", error="", note="", secret=False):
    """Prepare one question.

    ``response`` is her stored answer or None. ``reveal``: show the verdict and explanations (practice, or a
    test that explains each); without it nothing about what is right leaves the server. ``seed`` steadies the
    shuffle of order and match questions, so that a reload does not move things under her thumb. ``secret``: a
    test: no mark of what is right is even prepared.
    """
    kind, value = raw["type"], raw["value"]
    asked = Asked(
        id=str(raw["id"]),
        kind=kind,
        prompt=value.get("prompt", ""),
        version=grading.digest(raw),
        action=action,
        unit=value.get("unit") or "",
        lang=_lang(fallback, raw["id"], "prompt"),
        error=error,
    )
    given = response or {}
    _controls(asked, kind, value, given, fallback, raw["id"], seed or asked.id, secret)
    if response is not None and reveal and not secret and not error:
        asked.answered = True
        asked.said = _said(asked, value, response)
        _explained(asked, raw, response, fallback, note)
    return asked


def _lang(fallback, *path):
    """«es» where this string still is the Spanish one, else empty."""
    if fallback is None:
        return ""
    return fallback.lang(*[str(step) for step in path])


def _controls(asked, kind, value, given, fallback, block, seed, secret):
    if kind in ("choice", "choices"):
        picked = set(given.get("options") or [given.get("option")])
        asked.options = [
            {
                "id": key,
                "text": option["text"],
                "picked": key in picked,
                "right": bool(option.get("right")) and not secret,
                "lang": _lang(fallback, block, "options", key, "text"),
            }
            for key, option in grading.entries(value, "options")
        ]
    elif kind == "true_false":
        chosen, truth = given.get("value"), bool(value["answer"])
        asked.options = [
            {"id": "1", "text": _("Verdad"), "picked": chosen is True, "right": truth and not secret},
            {
                "id": "0",
                "text": pgettext("answer", "No es verdad"),
                "picked": chosen is False,
                "right": not truth and not secret,
            },
        ]
    elif kind in ("number", "short", "essay"):
        asked.text = given.get("text", "")
    elif kind == "order":
        places = given.get("places") or {item: n for n, item in enumerate(given.get("items") or [], start=1)}
        asked.items = [
            {
                "id": key,
                "text": item["text"],
                "place": places.get(key),
                "lang": _lang(fallback, block, "items", key, "text"),
            }
            for key, item in grading.presented_order(grading.entries(value, "items"), seed)
        ]
        asked.places = list(range(1, len(asked.items) + 1))
    elif kind == "match":
        _match_controls(asked, value, given, fallback, block, seed)


def _match_controls(asked, value, given, fallback, block, seed):
    """Both sides carry masked ids: a pair has one id, and plain ids on both sides would be the answer."""
    chosen = given.get("pairs") or {}
    pairs = grading.entries(value, "pairs")
    asked.items = [
        {
            "id": grading.masked("left", key),
            "text": pair["left"],
            "chosen": grading.masked("right", chosen[key]) if chosen.get(key) else "",
            "lang": _lang(fallback, block, "pairs", key, "left"),
        }
        for key, pair in pairs
    ]
    asked.others = [
        {"id": grading.masked("right", key), "text": pair["right"]}
        for key, pair in grading.presented_order(pairs, f"{seed} right")
    ]


def _said(asked, value, response):
    if asked.kind in ("choice", "choices", "true_false"):
        return " · ".join(str(option["text"]) for option in asked.options if option["picked"])
    if asked.kind == "order":
        texts = {key: item["text"] for key, item in grading.entries(value, "items")}
        return " → ".join(texts.get(key, "") for key in response.get("items") or [])
    if asked.kind == "match":
        pairs = dict(grading.entries(value, "pairs"))
        chosen = (response.get("pairs") or {}).items()
        return " · ".join(f"{pairs[left]['left']}: {pairs[right]['right']}" for left, right in chosen)
    return asked.text


def verdict(right, points):
    """The first words she reads about an answer that needs no reader."""
    if right:
        return _("¡Así es!")
    return _("Vas bien. Falta un poco.") if points else _("Todavía no. Mira por qué.")


def _explained(asked, raw, response, fallback, note):
    grade = grading.grade(raw["type"], raw, response)
    asked.verdict = _("Guardado. Tu facilitadora lo leerá.") if grade.waits else verdict(grade.right, grade.points)
    asked.lines = grading.explain(raw["type"], raw, response)
    for line in asked.lines:
        line.lang = _lang(fallback, raw["id"], *line.path) if line.path else ""
    if note:
        asked.lines.append(grading.Line(label=_("Te escribió quien lo leyó"), text=note, good=True))
