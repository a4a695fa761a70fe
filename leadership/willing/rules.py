"""Pure decisions about willingness and readiness. A task done or not: no marks, no points, no order of women."""

import hashlib
from dataclasses import dataclass
from typing import Any

from academy.members.rules import name_key
from academy.members.seats.rules import planned_end

ANSWERS = ("yes", "maybe", "later")
#: What she said counts for so long; then she is asked again.
GOOD_MONTHS = 12


def good_until(said_on):
    """The first day on which it no longer counts: a year later, and of the 29th of February the 28th."""
    return planned_end(said_on, GOOD_MONTHS)


def task_key(words):
    """How a task is known: by its Spanish words, however capitals, accents and spaces are typed."""
    return hashlib.sha256(name_key(words).encode()).hexdigest()[:12]


def keyed(words, spanish=""):
    """``[(key, words)]`` of a list of tasks, one a line. ``spanish``: the same list in the language that gives keys.

    Where both lists are not of one length the words themselves give the keys: a half-made translation loses no task.
    """
    lines, source = _lines(words), _lines(spanish)
    if len(source) != len(lines):
        source = lines
    found = {}
    for line, key in zip(lines, source, strict=True):
        found.setdefault(task_key(key), line)
    return list(found.items())


def _lines(text):
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskState:
    """One task as it stands for her. ``state``: done, waits (for the companion she asked), open.

    ``by``: fact (her path shows it), herself, companion.
    """

    key: str
    words: str
    state: str = "open"
    by: str = ""
    seen_by_another: bool = False
    courses: tuple = ()
    tick: Any = None
    fact: str = ""


def state_of(*, tick, fact, seen_by_another):
    """``(state, by)`` of a task: what her path shows needs nobody's word; what matters needs another's eyes."""
    if fact:
        return "done", "fact"
    if tick is None:
        return "open", ""
    if tick.confirmed_on is not None:
        return "done", "companion"
    return ("waits", "herself") if seen_by_another else ("done", "herself")


def standing_ticks(events):
    """``(done, asked, confirmed)`` of one task from all that was said of it, in the order of its happening.

    Events have ``kind`` (ticked, unticked, confirmed), ``by`` and ``asked``. Unticking takes the confirmation along:
    she knows best. A confirmation counts of whom she had asked by then, the first one.
    """
    done, confirmed, asked, ever = None, None, None, set()
    for event in events:
        if event.kind == "ticked":
            done = done or event
            asked = event.asked or asked
            ever |= {event.asked} - {None}
        elif event.kind == "unticked":
            done, confirmed, asked, ever = None, None, None, set()
        elif done is not None and event.by in ever:
            confirmed = confirmed or event
    return done, asked, confirmed
