"""The drawing of a map: an outline, squares, and a sign for each point. Values for the template; no query."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .rules import COLUMNS, LETTERS, ROWS, SIDE, name_of, path_of

#: Signs of layers differ by shape, not by colour alone; the number in a sign is that of the list.
SHAPE_OF = {
    "risk": "M0 -26L26 22L-26 22Z",
    "resource": "M-22 -22H22V22H-22Z",
    "kitchen": "M-26 0A26 26 0 1 1 26 0A26 26 0 1 1 -26 0Z",
    "missing_service": "M0 -28L28 0L0 28L-28 0Z",
    "promise": "M-26 -18H26V10H6L-8 26V10H-26Z",
    "garden": "M-26 10A26 26 0 0 1 26 10L20 24H-20Z",
}
FILL_OF = {
    "risk": "#fbc9b8",
    "resource": "#bfe3c4",
    "kitchen": "#fdd98a",
    "missing_service": "#e9dcf5",
    "promise": "#bfe0e4",
    "garden": "#d8eda8",
}
#: Where signs of one square stand, so that up to nine do not cover each other.
_SPOTS = [(50, 50), (25, 25), (75, 25), (25, 75), (75, 75), (50, 20), (50, 80), (20, 50), (80, 50)]


@dataclass(frozen=True)
class Sign:
    """A point in the drawing, around its middle."""

    x: int
    y: int
    shape: str
    fill: str
    number: int


@dataclass(frozen=True)
class Drawing:
    outline: str
    signs: list
    width: int = COLUMNS * SIDE
    height: int = ROWS * SIDE

    @property
    def columns(self):
        return [(letter, SIDE * place + SIDE // 2) for place, letter in enumerate(LETTERS)]

    @property
    def rows(self):
        return [(str(place + 1), SIDE * place + SIDE // 2 + 12) for place in range(ROWS)]

    @property
    def lines_down(self):
        return [SIDE * place for place in range(1, COLUMNS)]

    @property
    def lines_across(self):
        return [SIDE * place for place in range(1, ROWS)]


@cache
def regions(country):
    """``{code: path}`` of a country's regions; empty where nobody brought their outlines."""
    path = Path(__file__).parent / "data" / f"outlines-{country.lower()}.json"
    return json.loads(path.read_text()) if country.isalpha() and path.exists() else {}


def outline_of(map):
    """Their own squares where they marked them, else the outline of the region that the map is of, else nothing."""
    if map.outline:
        return path_of(map.outline)
    place = map.territory
    return regions(place.country).get(place.code, "") if place and place.kind == "region" else ""


def draw(map, points):
    """``points``: in the order of their list; those without a square stand only there."""
    used, signs = {}, []
    for number, point in enumerate(points, start=1):
        if point.column is None or point.row is None:
            continue
        square = (point.column, point.row)
        dx, dy = _SPOTS[used.get(square, 0) % len(_SPOTS)]
        used[square] = used.get(square, 0) + 1
        signs.append(
            Sign(
                SIDE * point.column + dx,
                SIDE * point.row + dy,
                SHAPE_OF[point.layer],
                FILL_OF[point.layer],
                number,
            )
        )
    return Drawing(outline_of(map), signs)


def place_of(point):
    """Where it is, in words: block and square."""
    return " · ".join(filter(None, (point.block, name_of(point.column, point.row))))
