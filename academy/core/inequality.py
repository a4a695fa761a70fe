"""How unevenly a whole is spread over those who share it. Pure: numbers in, a number out; nothing is hidden here."""

from math import ceil


def gini(values):
    """0 all alike, towards 1 all with one. None where there is nothing to share.

    Half the mean absolute difference, relative to the mean (Gini 1912), without correction for small numbers.

    >>> round(gini([1, 1, 2, 2, 3, 14, 18, 20]), 2)
    0.52
    """
    values = sorted(values)
    total = sum(values)
    if not total:
        return None
    weighted = sum(place * value for place, value in enumerate(values, 1))
    return 2 * weighted / (len(values) * total) - (len(values) + 1) / len(values)


def hhi(values):
    """The sum of squared shares: 1 / n where all are alike, 1 where one has all (Hirschman 1945, Herfindahl 1950)."""
    values = list(values)
    total = sum(values)
    return sum((value / total) ** 2 for value in values) if total else None


def top_share(values, tenth=0.1):
    """What the ``tenth`` with most hold of the whole. At least one of them: the tenth of eight is one."""
    values = sorted(values, reverse=True)
    total = sum(values)
    return sum(values[: max(1, ceil(len(values) * tenth))]) / total if total else None
