"""Squares of the drawing, its outline, and what is too exact to be written down. Pure."""

import re

#: The drawing's coarse grid: letters from left to right, numbers from top to bottom, as in a street guide.
COLUMNS, ROWS = 12, 9
LETTERS = "ABCDEFGHIJKL"
#: One square, in units of the drawing.
SIDE = 100

_SQUARE = re.compile(r"\s*([A-La-l])\s*-?\s*([1-9])\s*")
#: Two decimal degrees, an address of a map service, degrees and minutes, a plus code.
_PLACE = re.compile(
    r"-?\d{1,3}[.,]\d{3,}\s*[,;/ ]\s*-?\d{1,3}[.,]\d{3,}"
    r"|goo\.gl|maps\.app|google\.[a-z.]+/maps|openstreetmap\.org|waze\.com|geo:"
    r"|\d{1,3}\s*°\s*\d{1,2}\s*['’′]"
    r"|\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b",
    re.IGNORECASE,
)
#: A house: its lot, its number in the street. A block («manzana», «Mz.») is not one.
_HOUSE = re.compile(
    r"\b(?:lote|lt|lte)\b\.?\s*(?:n[.°ºro]*\s*)?\d"
    r"|\b(?:casa|vivienda|departamento|dpto|puerta)\b\.?\s*(?:n[.°ºro]*|#)\s*\d"
    r"|\b(?:av|avenida|jr|jir[oó]n|calle|pasaje|psje)\b\.?\s+[^\d\n]{2,40}?\s*(?:n[.°ºro]*|#)?\s*\d{2,}",
    re.IGNORECASE,
)


def too_exact(text):
    """``"place"`` where a text says a point on the globe, ``"house"`` where it says which house; else empty.

    Whoever traffics with land, or extorts kitchens, must not find a door here.
    """
    if _PLACE.search(text):
        return "place"
    return "house" if _HOUSE.search(text) else ""


def square_of(text):
    """``(column, row)`` from 0 of «C4», or None for an empty text. ValueError where it is no square."""
    if not text.strip():
        return None
    found = _SQUARE.fullmatch(text)
    if not found:
        raise ValueError(text)
    return LETTERS.index(found[1].upper()), int(found[2]) - 1


def name_of(column, row):
    """«C4», or empty."""
    return f"{LETTERS[column]}{row + 1}" if column is not None and row is not None else ""


def clean_outline(outline):
    """ROWS rows, each ``[first, last]`` or None; empty where no row has any. ValueError where it is no outline."""
    rows = []
    for row in outline:
        if row is None:
            rows.append(None)
            continue
        first, last = row
        if not 0 <= first <= last < COLUMNS:
            raise ValueError(row)
        rows.append([first, last])
    if len(rows) != ROWS and rows:
        raise ValueError(outline)
    return rows if any(rows) else []


def path_of(outline):
    """The outline as an SVG path: around each run of rows that touch. Its area is that of its squares."""
    runs, run = [], []
    for number, row in enumerate(outline):
        if row is not None and run and not _touch(run[-1][1], row):
            runs.append(run)
            run = []
        if row is None:
            if run:
                runs.append(run)
            run = []
        else:
            run.append((number, row))
    if run:
        runs.append(run)
    return "".join(_around(run) for run in runs)


def _touch(above, below):
    return above[0] <= below[1] and below[0] <= above[1]


def corners(run):
    """Corners around rows that touch, clockwise: down the right side, up the left."""
    right = [(SIDE * (last + 1), SIDE * (n + end)) for n, (_first, last) in run for end in (0, 1)]
    left = [(SIDE * first, SIDE * (n + end)) for n, (first, _last) in reversed(run) for end in (1, 0)]
    return right + left


def _around(run):
    return "M" + " ".join(f"{x} {y}" for x, y in corners(run)) + "Z"
