"""How long until the next step, counting also those who have not taken it: Kaplan and Meier (1958).

The mean of those who took it would be too short: the slow ones are still on their way.
"""

from collections import Counter
from dataclasses import dataclass
from math import exp, inf, log, sqrt

from academy.core.suppression import K

from .shapes import LEAST, Figure, few, nothing, ratio_of_women, thin

#: 95 % of the normal distribution.
Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Step:
    """After ``time`` the part ``staying`` has not moved on. ``error`` is Greenwood's standard error of it."""

    time: float
    at_risk: int
    moved: int
    staying: float
    error: float
    low: float
    high: float


def kaplan_meier(spells):
    """One Step for each time at which somebody moved, from ``(months in the stage, did she move on?)``.

    Who is still there, paused or left for another reason is censored: she counts as long as she was seen. Who was seen
    last in the very month in which another moved was still there when it happened, as is usual. The variance is
    Greenwood's (1926); the bounds are of log(−log S) (Kalbfleisch and Prentice 1980), which stay between 0 and 1.
    """
    moves = Counter(months for months, moved in spells if moved)
    seen = Counter(months for months, _moved in spells)
    steps, staying, spread, at_risk = [], 1.0, 0.0, len(spells)
    for time in sorted(seen):
        if moved := moves[time]:
            staying *= 1 - moved / at_risk
            spread += moved / (at_risk * (at_risk - moved)) if moved < at_risk else inf
            error = staying * sqrt(spread) if staying else 0.0
            steps.append(Step(time, at_risk, moved, staying, error, *_bounds(staying, spread)))
        at_risk -= seen[time]
    return steps


def _bounds(staying, spread):
    if not staying:
        return 0.0, 0.0
    if staying == 1:
        return 1.0, 1.0
    width = Z * sqrt(spread) / abs(log(staying))
    return staying ** exp(min(width, 700)), staying ** exp(-width)


def median_time(steps):
    """``(median, low, high)`` in months; None for what the data do not reach (Brookmeyer and Crowley 1982)."""
    half = next((step.time for step in steps if step.staying <= 0.5 + 1e-12), None)
    low = next((step.time for step in steps if step.low <= 0.5), None)
    high = next((step.time for step in steps if step.high <= 0.5), None)
    return half, low, high


def time_in_stage(spells, *, least=LEAST):
    """Median months from one stage to the next, with its interval. Hidden under ten women.

    ``parts`` (how many moved) only where five women at least stand on both sides.
    """
    spells = list(spells)
    if not spells:
        return nothing("time_in_stage")
    if len(spells) < K:
        return few("time_in_stage")
    if len(spells) < least:
        return thin("time_in_stage", len(spells), least)
    moved = sum(did for _months, did in spells)
    half, low, high = median_time(kaplan_meier(spells))
    if half is None:
        return Figure(key="time_in_stage", value=None, n=len(spells), code="not_reached")
    parts = ratio_of_women("time_in_stage", moved, len(spells) - moved).parts
    return Figure(key="time_in_stage", value=half, n=len(spells), low=low, high=high, parts=parts)
