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


def conversions(moves, states, *, least=LEAST, k=K):
    """``{(stage, other): Figure}``: the smoothed rates with their Wilson intervals.

    A row of fewer than ten women is hidden. Within a row, what fewer than five did is hidden and so is what would give
    it away: all figures of the row can be turned back into counts.
    """
    found = {}
    rates = smoothed(moves, states)
    for stage, rates_of_row in rates.items():
        counts = [moves.get(stage, {}).get(other, 0) for other in states]
        of = sum(counts)
        for other, count in zip(states, suppressed(counts, k), strict=True):
            if of < least:
                figure = nothing("conversion") if not of else few("conversion") if of < k else thin("conversion", of)
            elif count is None:
                figure = few("conversion")
            else:
                low, high = wilson(count, of)
                figure = Figure(
                    key="conversion",
                    value=rates_of_row[other],
                    n=of,
                    low=low,
                    high=high,
                    parts={"some": count, "of": of},
                )
            found[stage, other] = figure
    return found
