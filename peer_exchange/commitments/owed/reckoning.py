"""Counting promises. Pure: rows in, figures out. The formulas are those of the field dossier, 4C «commitments kept»."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from .. import rules


class Row(NamedTuple):
    """One promise. ``groups``: what it is counted under, one value for each way of grouping."""

    state: str
    due_on: date | None
    closed_on: date | None
    promised: Decimal | None
    obtained: Decimal | None
    groups: tuple


@dataclass(frozen=True)
class Figures:
    """``due``: its day has come; ``kept``, ``partly``, ``broken``: of those; ``weight``: kept, with partly kept ones in
    part. ``open``: still claimed, due or not; ``overdue``: of those, past their day; ``undated``: those without a day.
    ``late``: median of days between due and kept of what was kept; ``owing``: median of days since the due date of what
    is overdue. None: there is none to tell of.
    """

    total: int = 0
    open: int = 0
    due: int = 0
    kept: int = 0
    partly: int = 0
    broken: int = 0
    undated: int = 0
    overdue: int = 0
    weight: Decimal = Decimal(0)
    late: float | None = None
    owing: float | None = None

    @property
    def share(self):
        """Kept of due, 0 to 1, partly kept ones in part; None where nothing fell due."""
        return self.weight / self.due if self.due else None

    @property
    def percent(self):
        return None if self.share is None else round(self.share * 100)

    @property
    def kept_percent(self):
        """Wholly kept of due."""
        return round(100 * self.kept / self.due) if self.due else None

    @property
    def partly_percent(self):
        return round(100 * self.partly / self.due) if self.due else None


class _Tally:
    __slots__ = ("broken", "due", "kept", "late", "open", "overdue", "owing", "partly", "total", "undated", "weight")

    def __init__(self):
        self.total = self.open = self.due = self.kept = self.partly = self.broken = self.undated = self.overdue = 0
        self.weight = Decimal(0)
        self.late, self.owing = [], []

    def add(self, row, at):
        self.total += 1
        is_open = row.state in rules.OPEN
        self.open += is_open
        fell = row.due_on is not None and row.due_on <= at
        if row.due_on is None and is_open:
            self.undated += 1
        if row.due_on is not None and row.due_on < at and is_open:
            self.overdue += 1
            self.owing.append((at - row.due_on).days)
        if not fell:
            return
        self.due += 1
        if row.state == "kept":
            self.kept += 1
            self.weight += 1
            if row.closed_on is not None:
                self.late.append(max(0, (row.closed_on - row.due_on).days))
            return
        part = rules.part_obtained(promised=row.promised, obtained=row.obtained) or 0
        self.weight += part
        if part or row.state == "partly":
            self.partly += 1
        else:
            self.broken += 1

    def figures(self):
        return Figures(
            total=self.total,
            open=self.open,
            due=self.due,
            kept=self.kept,
            partly=self.partly,
            broken=self.broken,
            undated=self.undated,
            overdue=self.overdue,
            weight=self.weight,
            late=median(self.late) if self.late else None,
            owing=median(self.owing) if self.owing else None,
        )


def reckon(rows, *, at, ways=0):
    """``(Figures of all, [{group: Figures} for each way of grouping])``. Void promises count nowhere.

    Reads ``rows`` once. One whose day has not come does not count as due, kept early or not; without a day, neither.
    """
    whole, grouped = _Tally(), [{} for _ in range(ways)]
    for row in rows:
        if row.state == "void":
            continue
        whole.add(row, at)
        for way, group in zip(grouped, row.groups, strict=False):
            tally = way.get(group)
            if tally is None:
                tally = way[group] = _Tally()
            tally.add(row, at)
    return whole.figures(), [{group: tally.figures() for group, tally in way.items()} for way in grouped]


def worst_first(groups: dict[Hashable, Figures]):
    """``[(group, Figures)]``: most overdue first, then most open, then most of all; steady."""
    return sorted(groups.items(), key=lambda each: (-each[1].overdue, -each[1].open, -each[1].total, str(each[0])))
