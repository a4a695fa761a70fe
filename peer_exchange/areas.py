"""What the first page of the exchange leads to. Each part adds its own when the site starts."""

from dataclasses import dataclass
from operator import attrgetter


@dataclass(frozen=True)
class Area:
    """``address``: name of its first page; ``words``: one line below the title, lazy like the title."""

    address: str
    title: object
    words: object
    order: int = 50


_areas = {}


def add(area):
    _areas[area.address] = area


def areas():
    return sorted(_areas.values(), key=attrgetter("order"))
