"""Counts that cannot be turned back into persons. Pure: numbers in, numbers or None out.

A count below ``K`` is never shown; zero is below ``K``, because "nobody finished" says something about each
of them. A hidden count that the others give away (by subtraction from a total, or by subtraction of one page
from another) takes a second one with it. What is hidden looks the same whatever the reason, so that the reason
cannot be read back.

``rows``: one row of exclusive groups, or a table of parts under their whole. ``cubes``: counts that can be filtered
by several things at once (territory, level, kind, period) and exported: make one release and read every page and
every file from it.

Not covered: the same page seen on two days, between which one woman moved; and two readers of different
scopes who put their pages together, where each had a release of her own.
"""

from .cubes import ALL, Dimension, Release, release
from .rows import K, band, share, shown_total, suppressed, suppressed_table

__all__ = [
    "ALL",
    "Dimension",
    "K",
    "Release",
    "band",
    "release",
    "share",
    "shown_total",
    "suppressed",
    "suppressed_table",
]
