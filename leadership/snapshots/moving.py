"""From what women said of their way to counts of moves. Pure: days and codes in, counts out.

A ``way`` is ``[(day, stage or None), …]`` in its order, as ``stages.rules.course`` tells it: None while she pauses or
has left. Before her first word she took part.
"""

from ..forecast import OUT
from ..stages.rules import FIRST

#: Parts of fewer women have no forecast of their own: every stage would be too thin.
LEAST_WOMEN = 30
DAYS_OF_A_MONTH = 30.4375


def stage_on(way, day):
    """Her stage on that day, or ``out``."""
    stage = FIRST
    for since, to in way:
        if since > day:
            break
        stage = to or OUT
    return stage


def trail(way, came, days):
    """Her stage on each of ``days``; None before she belonged."""
    return [None if came is not None and came > day else stage_on(way, day) for day in days]


def empty(years):
    return {"start": {}, "moves": {}, "entrants": [{} for _year in range(years)]}


def add(counts, stages):
    """Count one woman's trail (a year between each two of ``stages``). Changes ``counts``."""
    last = stages[-1]
    if last is not None:
        counts["start"][last] = counts["start"].get(last, 0) + 1
    for year, (before, after) in enumerate(zip(stages, stages[1:], strict=False)):
        if after is None:
            continue
        if before is None or before == OUT:
            if after != OUT:
                entrants = counts["entrants"][year]
                entrants[after] = entrants.get(after, 0) + 1
            continue
        row = counts["moves"].setdefault(before, {})
        row[after] = row.get(after, 0) + 1


def parts_above(leaf, parents):
    """The parts that a leaf belongs to, the whole ("") last."""
    found = []
    while leaf is not None:
        found.append(leaf)
        leaf = parents[leaf]
    return [*found, ""]


def spells(way, today):
    """``(stage, months, moved on?)`` for each stay of which the beginning is known: who paused, left or is still there
    did not move on.
    """
    found = []
    for place, (since, stage) in enumerate(way):
        if stage is None:
            continue
        following = way[place + 1] if place + 1 < len(way) else None
        until, to = following or (today, None)
        found.append((stage, _months(since, until), to is not None))
    return found


def _months(since, until):
    return round(max(0, (until - since).days) / DAYS_OF_A_MONTH, 1)
