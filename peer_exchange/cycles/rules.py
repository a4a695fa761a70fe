"""When a step is due and how a cycle stands. Pure: dates in, dates and standings out."""

from dataclasses import dataclass
from datetime import date, timedelta

from .steps import STEPS, Step

OPEN, DONE, SKIPPED = "open", "done", "skipped"


@dataclass(frozen=True)
class Stand:
    """One step of one cycle on one day. ``due``: None where there is no day for it yet."""

    step: Step
    state: str
    due: date | None
    said: object = None

    @property
    def is_open(self):
        return self.state == OPEN

    def is_late(self, at):
        return self.is_open and self.due is not None and self.due < at


def due_on(step, *, dialogue_on, opened_on, at):
    """The day by which ``step`` is usually done, or None: without a day of dialogue nothing is due.

    A cycle that was opened late asks for nothing before it was opened. Of a step with checks: the next of them, or the
    last when all are past.
    """
    if dialogue_on is None or step.days is None:
        return None
    for days in step.checks:
        if dialogue_on + timedelta(days=days) >= at:
            return dialogue_on + timedelta(days=days)
    return max(dialogue_on + timedelta(days=step.days[1]), opened_on)


def standings(said, *, dialogue_on, opened_on, at):
    """All twelve steps, in order, whatever was said of them: none hides another.

    ``said``: ``{number: row}`` with ``state`` and ``due_on``; a step without a row is open, one with a day of its own
    keeps that day.
    """
    found = []
    for step in STEPS:
        row = said.get(step.number)
        usual = due_on(step, dialogue_on=dialogue_on, opened_on=opened_on, at=at)
        found.append(Stand(step, row.state if row else OPEN, (row and row.due_on) or usual, row))
    return found


def next_of(stands):
    """The first open step, where to go on; None when all are done or skipped."""
    return next((stand for stand in stands if stand.is_open), None)
