"""How many go on in a year, from what the last years saw (field dossier, 4C).

``moves[stage][stage]`` counts women by where they were at the beginning of a year and at its end, over the years looked
at: who stayed stands in ``moves[i][i]``; whoever paused or left stands under ``OUT``.
"""

from math import sqrt

from academy.core.suppression import K, suppressed

from ..metrics.shapes import LEAST, Figure, few, nothing, thin
from ..metrics.survival import Z

OUT = "out"
#: Added to every count, so that what nobody did yet is not called impossible (Laplace).
ALPHA = 1


def smoothed(moves, states, *, alpha=ALPHA):
    """``P[i][j] = (N_ij + α) / (N_i + α·K)`` with K ``states``; every row makes 1. ``OUT`` has no row."""
    return {
        stage: {
            other: (moves.get(stage, {}).get(other, 0) + alpha)
            / (sum(moves.get(stage, {}).values()) + alpha * len(states))
            for other in states
        }
        for stage in states
        if stage != OUT
    }


def wilson(some, of, z=Z):
    """95 % interval of a share (Wilson 1927): never outside 0 to 1, and honest where few were asked."""
    if not of:
        return 0.0, 1.0
    share, size = some / of, 1 + z * z / of
    middle = (share + z * z / (2 * of)) / size
    width = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / size
    return max(0.0, middle - width), min(1.0, middle + width)


def conversions(moves, states, *, told=None, least=LEAST, k=K):
    """``{(stage, other): Figure}``: the smoothed rates with their Wilson intervals.

    A row of fewer than ten women is hidden. Within a row, what fewer than five did is hidden and so is what would give
    it away: all figures of the row can be turned back into counts. Where the page can be filtered, ``told`` brings what
    a release answers instead: ``{(stage, other): count or None}``, with the whole row under ``(stage, None)``.
    """
    found = {}
    for stage in states:
        if stage == OUT:
            continue
        counts = [moves.get(stage, {}).get(other, 0) for other in states]
        if told is None:
            of, shown = sum(counts), suppressed(counts, k)
        else:
            of, shown = told.get((stage, None)), [told.get((stage, other)) for other in states]
        for other, count in zip(states, shown, strict=True):
            found[stage, other] = _conversion(count, of, len(states), least, k)
    return found


def _conversion(count, of, states, least, k):
    if of == 0:
        return nothing("conversion")
    if of is None or of < k:
        return few("conversion")
    if of < least:
        return thin("conversion", of, least)
    if count is None:
        return few("conversion")
    low, high = wilson(count, of)
    value = (count + ALPHA) / (of + ALPHA * states)
    return Figure(key="conversion", value=value, n=of, low=low, high=high, parts={"some": count, "of": of})
