"""Measures of a programme (field dossier, 3E) from plain values. Pure; each hides what speaks of fewer than five."""

from statistics import median

from academy.core import inequality
from academy.core.suppression import K, share


def gini(loads):
    """How unevenly women are spread over those who accompany: 0 all alike, towards 1 all with one. None under K.

    Half the mean absolute difference, relative to the mean; rounded to two places.

    >>> gini([1, 1, 2, 2, 3, 14, 18, 20])
    0.52
    """
    loads = list(loads)
    spread = inequality.gini(loads) if len(loads) >= K else None
    return None if spread is None else round(spread, 2)


def middle(values):
    """The median of at least K values, else None."""
    values = list(values)
    if len(values) < K:
        return None
    found = median(values)
    return int(found) if found == int(found) else found


def part(yes, of):
    """The share in whole percent, where five stand on both sides; else None."""
    return share(yes, of) if of else None


def told(count):
    """A count of women that may be told, else None."""
    return count if count >= K else None


def contact_band(days):
    """Days since contact as a fact: which band. None: they have not met yet."""
    if days is None:
        return "none"
    if days <= 15:
        return "to_15"
    return "to_30" if days <= 30 else "over_30"


def load_band(load):
    return str(load) if load < 3 else "3+"
