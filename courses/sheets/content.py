"""A lesson as paper says it: plain pieces for the templates, and how long each takes aloud. Pure but for the page."""

from html.parser import HTMLParser

from django.utils.translation import gettext as _

from .. import grading
from ..circles.keys import key_of
from ..grading import entries

#: Words a minute, read aloud slowly to a group.
PACE = 90
#: Minutes for what is done and not read: pieces by kind.
DOING = {"question": 3, "task": 5, "talk": 10, "aloud": 4, "calculator": 10}
ARRIVING, CLOSING = 5, 5


class _Paragraphs(HTMLParser):
    """Rich text as paragraphs of runs: ``[{"item": bool, "runs": [{"bold", "text"}]}]``."""

    def __init__(self):
        super().__init__()
        self.found, self.bold, self.item = [], 0, False

    def handle_starttag(self, tag, attrs):
        if tag in ("p", "li"):
            self.item = tag == "li"
            self.found.append({"item": self.item, "runs": []})
        elif tag in ("b", "strong"):
            self.bold += 1
        elif tag == "br" and self.found:
            self.found[-1]["runs"].append({"bold": False, "text": " "})

    def handle_endtag(self, tag):
        if tag in ("b", "strong"):
            self.bold = max(0, self.bold - 1)

    def handle_data(self, data):
        if not data.strip() and not (self.found and self.found[-1]["runs"]):
            return
        if not self.found:
            self.found.append({"item": False, "runs": []})
        self.found[-1]["runs"].append({"bold": self.bold > 0, "text": data})


def paragraphs(html):
    parser = _Paragraphs()
    parser.feed(html or "")
    parser.close()
    return [each for each in parser.found if each["runs"]]


def plain(text):
    """Words without tags, as one paragraph."""
    return [{"item": False, "runs": [{"bold": False, "text": str(text)}]}] if text else []


def pieces_of(page, *, keys):
    """The blocks of a lesson in order. ``keys``: with the answers, for whoever leads; never on a learner's sheet."""
    found = []
    for raw in page.body.raw_data:
        made = _piece(raw, keys)
        if made is not None:
            made["id"] = str(raw["id"])
            made["minutes"] = minutes_of(made)
            found.append(made)
    return found


def _piece(raw, keys):
    kind, value = raw["type"], raw["value"]
    if kind in grading.KINDS:
        return _question(raw, keys)
    # Drawings, recordings, files and sources stay on the page: paper has two sides.
    return _PIECES[kind](value) if kind in _PIECES else None


def _text(kind):
    return lambda value: {
        "kind": "text",
        "tone": kind,
        "title": value.get("title", ""),
        "text": paragraphs(value.get("text")),
    }


def _steps(value):
    items = [str(item) for _id, item in entries(value, "items")]
    return {"kind": "steps", "title": value.get("title", ""), "items": items}


def _task(value):
    return {
        "kind": "task",
        "title": value["title"],
        "text": paragraphs(value.get("text")),
        "proof": value.get("proof", ""),
    }


def _legal(value):
    return {"kind": "legal", "title": "", "text": [*paragraphs(value.get("text")), *plain(value.get("source"))]}


def _talk(value):
    return {"kind": "talk", "title": "", "items": [str(item) for _id, item in entries(value, "questions")]}


def _calculator(value):
    return {"kind": "calculator", "title": value["title"], "text": plain(value.get("intro"))}


def _word(value):
    return {"kind": "word", "title": value["term"], "text": plain(value["meaning"])}


def _contact(value):
    return {"kind": "word", "title": value["name"], "text": plain(f"{value['number']} · {value['what']}")}


def _phrase(value):
    return {"kind": "phrase", "title": value["text"], "text": plain(value.get("note"))}


def _reflection(value):
    return {"kind": "aloud", "title": value["prompt"], "text": []}


def _table(value):
    rows = [[str(cell) for cell in _items(row)] for _id, row in entries(value, "rows")]
    columns = [str(column) for _id, column in entries(value, "columns")]
    return {
        "kind": "table",
        "title": value.get("caption", ""),
        "columns": columns,
        "rows": [row[: len(columns)] + [""] * (len(columns) - len(row)) for row in rows],
    }


_PIECES = {
    **{kind: _text(kind) for kind in ("scene", "prose", "callout")},
    "steps": _steps,
    "phrase": _phrase,
    "glossary": _word,
    "table": _table,
    "contact": _contact,
    "talk": _talk,
    "task": _task,
    "reflection": _reflection,
    "calculator": _calculator,
    "legal": _legal,
}


def _items(row):
    return [cell["value"] if isinstance(cell, dict) and "value" in cell else cell for cell in row]


def _question(raw, keys):
    kind, value = raw["type"], raw["value"]
    made = {"kind": "question", "asks": kind, "title": value.get("prompt", ""), "unit": value.get("unit") or ""}
    made["options"], made["others"] = [], []
    if kind in ("choice", "choices"):
        made["options"] = [option["text"] for _id, option in entries(value, "options")]
    elif kind == "true_false":
        made["options"] = [_("Es verdad."), _("No es verdad.")]
    elif kind == "order":
        made["options"] = [i["text"] for _id, i in grading.presented_order(entries(value, "items"), str(raw["id"]))]
    elif kind == "match":
        pairs = entries(value, "pairs")
        made["options"] = [pair["left"] for _id, pair in pairs]
        shuffled = grading.presented_order(pairs, f"{raw['id']} right")
        made["others"] = [pair["right"] for _id, pair in shuffled]
    if keys:
        made["key"] = [{"label": line.label, "text": line.text, "good": bool(line.good)} for line in key_of(raw)]
    return made


def minutes_of(piece):
    """How long a piece takes with a group: read aloud at PACE, and done. Whole minutes, at least one."""
    words = " ".join(run["text"] for each in piece.get("text", []) for run in each["runs"]).split()
    words += " ".join([piece.get("title", ""), *piece.get("items", []), *piece.get("options", [])]).split()
    return max(1, round(len(words) / PACE)) + DOING.get(piece["kind"], 0)


def needs_of(pieces):
    """What the facilitator brings."""
    kinds = {piece["kind"] for piece in pieces}
    found = [_("Esta guía y la lista de asistencia."), _("Una hoja y un lápiz para cada una.")]
    if "table" in kinds or "calculator" in kinds:
        found.append(_("Un papel grande y plumones para hacer las cuentas."))
    if "calculator" in kinds:
        found.append(_("Una calculadora o un celular."))
    if "aloud" in kinds:
        found.append(_("Un momento tranquilo: lo que escriban para ellas no se lee en voz alta."))
    return found
