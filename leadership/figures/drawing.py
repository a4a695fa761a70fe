"""Where things stand in the drawings: a matrix of places and columns, a map of tiles. Pure: numbers in and out.

A map of tiles gives each place one square near where it lies: no outline to download, small regions as readable as
large ones, and nothing that says where anybody lives. Where regions stand is data (``data/tiles-XX.csv``);
places without any stand in their order.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"
#: Sizes in units of the drawing, which are pixels where it is shown at its own width.
TILE, GAP, LABEL, CELL, LINE = 92, 5, 130, 84, 44
ACROSS = 5
#: Upper ends of the classes of coverage; the last one is whole.
CLASSES = (0.25, 0.5, 0.75, 1)


@dataclass(frozen=True)
class Box:
    """``shade``: 0 (little) to 4 (all covered), empty where there are no seats. ``label``, ``text``: its words."""

    x: int
    y: int
    width: int
    height: int
    shade: str
    label: str = ""
    text: str = ""


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    boxes: list
    rows: list = ()
    columns: list = ()


def shade(covered, of):
    """The class of coverage, told apart by its number too, never by colour alone."""
    if not of:
        return ""
    share = covered / of
    return str(next(number for number, end in enumerate((*CLASSES, 2)) if share < end))


@cache
def tiles(country):
    """``{code: (column, row)}`` of a country's regions; empty where nobody laid them out."""
    path = FOLDER / f"tiles-{country.lower()}.csv"
    if not country.isalpha() or not path.exists():
        return {}
    with path.open(newline="") as file:
        return {row["code"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(file)}


def positions(paths):
    """``{path: (column, row)}``: near where they lie where that is known of all of them, else in their order."""
    laid = {}
    for path in paths:
        steps = path.strip("/").split("/")
        laid[path] = tiles(steps[0]).get(steps[-1]) if len(steps) == 2 else None
    if laid and None not in laid.values():
        return laid
    return {path: (number % ACROSS, number // ACROSS) for number, path in enumerate(paths)}


def tile_map(rows, say):
    """``rows``: ``[(path, name, covered, of)]``. ``say(covered, of)``: the words in a tile.

    Regions of the country without any seat stand there empty, so that it is known where one is.
    """
    at = positions([path for path, *_rest in rows])
    boxes = [_tile(at[path], shade(covered, of), _short(name), say(covered, of)) for path, name, covered, of in rows]
    steps = rows[0][0].strip("/").split("/") if rows else []
    laid = set(tiles(steps[0]).values()) if len(steps) == 2 else set()
    if laid >= set(at.values()):
        boxes += [_tile(place, "", "", "") for place in sorted(laid - set(at.values()))]
    return Drawing(
        width=max((box.x + box.width for box in boxes), default=0),
        height=max((box.y + box.height for box in boxes), default=0),
        boxes=boxes,
    )


def _tile(place, colour, label, text):
    high = TILE * 3 // 5
    return Box(place[0] * (TILE + GAP), place[1] * (high + GAP), TILE, high, colour, label, text)


def matrix(rows, columns, cells, say):
    """``rows`` and ``columns``: ``[(key, name)]``; ``cells``: ``{(row, column): (covered, of)}``."""
    boxes = []
    for down, (row, _name) in enumerate(rows):
        for across, (column, _title) in enumerate(columns):
            covered, of = cells.get((row, column), (0, 0))
            boxes.append(
                Box(
                    x=LABEL + across * CELL,
                    y=LINE + down * LINE,
                    width=CELL - GAP,
                    height=LINE - GAP,
                    shade=shade(covered, of),
                    text=say(covered, of) if of else "",
                )
            )
    return Drawing(
        width=LABEL + len(columns) * CELL,
        height=LINE + len(rows) * LINE,
        boxes=boxes,
        rows=[(LINE + number * LINE + LINE // 2, _short(name, 14)) for number, (_key, name) in enumerate(rows)],
        columns=[(LABEL + number * CELL + CELL // 2, _short(name, 9)) for number, (_key, name) in enumerate(columns)],
    )


def _short(name, most=10):
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
