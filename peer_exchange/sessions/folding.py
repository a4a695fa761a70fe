"""What stands of a session, from all that was recorded of it. Pure: the same events in any order give the same.

An event is anything with ``id, kind, by, happened_at, payload``; they come sorted by ``happened_at, id``.
"""

from dataclasses import dataclass, field
from typing import Any

NOTED, WRITTEN, MOVED = "exchange.session_noted", "exchange.session_written", "exchange.session_moved"
RESERVED, CONTRIBUTED = "exchange.session_reserved", "exchange.session_contributed"
JOINED = "exchange.session_joined"
FILE_REMOVED = "exchange.session_file_removed"
#: From where each step may be taken.
STEPS = {
    "draft": ("reviewed",),
    "reviewed": ("draft",),
    "approved": ("draft", "reviewed"),
    "closed": ("approved",),
}


@dataclass
class Text:
    """A version. ``open``: nobody took it up. ``late``: not part of what was approved."""

    event: Any
    open: bool = True
    late: bool = False

    @property
    def id(self):
        return str(self.event.id)


@dataclass
class Folded:
    """``noted``: the event of the field entry that counts; None: nothing stands. ``text``: the version that counts."""

    noted: Any = None
    texts: list = field(default_factory=list)
    text: Text | None = None
    reserve: str = ""
    state: str = "draft"
    moves: dict = field(default_factory=dict)
    approved_text: str = ""
    contributions: list = field(default_factory=list)
    #: The session that leads where two women noted the same one; empty: it stands by itself.
    joined_into: str = ""
    #: Ids of evidence that was taken away: for ever.
    removed: set = field(default_factory=set)

    @property
    def open_texts(self):
        return [text for text in self.texts if text.open]


def fold(events):
    found = Folded()
    first = next((event for event in events if event.kind == NOTED), None)
    if first is None:
        return found
    # The session is whoever's noted it first; she may correct it, and the latest of hers counts.
    found.noted = [event for event in events if event.kind == NOTED and event.by == first.by][-1]
    found.reserve = found.noted.payload["reserve"]
    if found.reserve == "none":
        return found
    found.reserve = next((e.payload["reserve"] for e in reversed(events) if e.kind == RESERVED), found.reserve)
    found.joined_into = next((e.payload["into"] for e in reversed(events) if e.kind == JOINED), "")
    found.removed = {event.payload["evidence"] for event in events if event.kind == FILE_REMOVED}
    found.contributions = [event for event in events if event.kind == CONTRIBUTED]
    found.texts = _texts([event for event in events if event.kind == WRITTEN])
    _move(found, [event for event in events if event.kind == MOVED])
    _choose(found)
    return found


def _texts(events):
    """Open is what no other text took up: by naming it, or as a later one of the same writer on the same base."""
    texts = [Text(event) for event in events]
    known = {text.id: text for text in texts}
    for place, text in enumerate(texts):
        for taken in _taken_up(text):
            if taken in known and taken != text.id:
                known[taken].open = False
        for before in texts[:place]:
            same = (before.event.by, _taken_up(before)) == (text.event.by, _taken_up(text))
            if same and text.event.by is not None:
                before.open = False
    if texts and not any(text.open for text in texts):
        # Texts that name each other in a ring: no phone makes them; the latest stands.
        texts[-1].open = True
    return texts


def _taken_up(text):
    return tuple(text.event.payload["based_on"])


def _move(found, moves):
    for event in moves:
        to = event.payload["to"]
        if found.state in STEPS[to]:
            found.state = to
            found.moves[to] = event
            if to == "approved":
                found.approved_text = event.payload["text"]


def _choose(found):
    """The text that counts: the one that was approved; else the latest of the open ones."""
    if not found.texts:
        return
    by_id = {text.id: text for text in found.texts}
    approved = by_id.get(found.approved_text) if found.state in ("approved", "closed") else None
    if approved is None:
        found.text = found.open_texts[-1]
        return
    found.text = approved
    part = _with_all_before(approved, by_id)
    for text in found.texts:
        text.late = text.open and text.id not in part
        text.open = text is approved


def _with_all_before(text, by_id):
    """Ids of a text and of all that it rests on."""
    found, todo = set(), [text.id]
    while todo:
        one = todo.pop()
        if one in by_id and one not in found:
            found.add(one)
            todo.extend(_taken_up(by_id[one]))
    return found
