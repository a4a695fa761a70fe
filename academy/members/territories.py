"""Reading a country's file of places. Pure: bytes in, rows or problems out.

The file is UTF-8 CSV with the columns ``code,name,kind,parent_code`` in any order; lines that start with # say
where the data comes from. One row is the country: its code is the country's (ISO 3166-1 alpha-2) and it has no
parent. Every other row names its parent, which may stand anywhere in the file.
"""

import csv
import io
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.utils.translation import gettext as _

COLUMNS = ("code", "name", "kind", "parent_code")
LONGEST_CODE, LONGEST_NAME, LONGEST_KIND, LONGEST_PATH = 20, 120, 20, 120


class Problem(NamedTuple):
    """What is wrong, in words, and the line of the file (the first is 1; 0 is the file as a whole)."""

    line: int
    message: str


@dataclass(frozen=True)
class Place:
    line: int
    code: str
    name: str
    kind: str
    parent_code: str
    depth: int = 0
    path: str = ""


def parse(raw, country):
    """``(places, problems)``: places parents first, or none at all where there is any problem."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return [], [Problem(line, _("Hay letras que no son UTF-8. Guarda el archivo como UTF-8."))]
    if "\0" in text:
        return [], [Problem(text[: text.index("\0")].count("\n") + 1, _("Esto no es un archivo de texto."))]
    places, problems = _read(text)
    if not places and not problems:
        problems = [Problem(0, _("El archivo no tiene ningún lugar."))]
    elif places:
        places, more = _placed([place for place in places if place.code], country.upper())
        problems += more
    return ([], sorted(problems)) if problems else (places, [])


def _numbered_rows(text):
    """Rows with the number of the line they end on; comments and empty lines left out."""
    lines = [f"{line}\n" for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    numbers = [number for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    reader = csv.reader(io.StringIO("".join(lines[number - 1] for number in numbers)), strict=True)
    for row in reader:
        yield numbers[min(reader.line_num, len(numbers)) - 1], [cell.strip() for cell in row]


def _read(text):
    places, problems = [], []
    columns = None
    try:
        for line, cells in _numbered_rows(text):
            if columns is None:
                columns, problem = _columns(line, cells)
                if problem:
                    return [], [problem]
            elif len(cells) != len(columns):
                message = _("Esta línea tiene %(found)s datos y deben ser %(expected)s.")
                problems.append(Problem(line, message % {"found": len(cells), "expected": len(columns)}))
            else:
                place = Place(line, **{name: cells[columns.index(name)] for name in COLUMNS})
                places.append(place)
                problems += _row_problems(place)
    except csv.Error as error:
        return [], [
            *problems,
            Problem(0, _("Las comillas o las comas no cierran: %(error)s") % {"error": error}),
        ]
    return places, problems


def _columns(line, cells):
    missing = [name for name in COLUMNS if name not in cells]
    if missing:
        return None, Problem(line, _("Falta la columna: %(names)s.") % {"names": ", ".join(missing)})
    repeated = [name for name in COLUMNS if cells.count(name) > 1]
    if repeated:
        return None, Problem(line, _("La columna está dos veces: %(names)s.") % {"names": ", ".join(repeated)})
    return cells, None


def _row_problems(place):
    found = []
    if not place.code:
        found.append(_("Falta el código."))
    elif len(place.code) > LONGEST_CODE or not all(c.isalnum() or c in "-._" for c in place.code):
        found.append(
            _("El código «%(code)s» no sirve: solo letras y números, hasta %(most)s.")
            % {"code": place.code[:40], "most": LONGEST_CODE}
        )
    if not place.name:
        found.append(_("Falta el nombre."))
    elif len(place.name) > LONGEST_NAME:
        found.append(_("El nombre tiene más de %(most)s letras.") % {"most": LONGEST_NAME})
    if not place.kind:
        found.append(_("Falta el tipo de lugar (kind)."))
    elif len(place.kind) > LONGEST_KIND:
        found.append(_("El tipo de lugar tiene más de %(most)s letras.") % {"most": LONGEST_KIND})
    return [Problem(place.line, message) for message in found]


def _placed(places, country):
    """Every place with its depth and path, parents first; or what does not hang together."""
    problems, by_code = [], {}
    for place in places:
        first = by_code.setdefault(place.code, place)
        if first is not place:
            message = _("El código %(code)s ya está en la línea %(line)s.")
            problems.append(Problem(place.line, message % {"code": place.code, "line": first.line}))
    problems += _root_problems(places, country)
    children = defaultdict(list)
    for place in places:
        if place.parent_code and place.parent_code not in by_code:
            message = _("No existe el lugar %(code)s, que debería contener a este.")
            problems.append(Problem(place.line, message % {"code": place.parent_code}))
        children[place.parent_code].append(place)
    if problems:
        return [], problems
    done, layer = [], [replace(by_code[country], depth=0, path=f"/{country}/")]
    while layer:
        done += layer
        layer = [
            replace(child, depth=parent.depth + 1, path=f"{parent.path}{child.code}/")
            for parent in layer
            for child in children[parent.code]
        ]
    reached = {place.code for place in done}
    circle = _("Este lugar no cuelga del país: va en círculo.")
    problems = [Problem(place.line, circle) for place in places if place.code not in reached]
    return done, problems + _depth_problems(done)


def _root_problems(places, country):
    roots = [place for place in places if not place.parent_code]
    if not any(place.code == country for place in roots):
        message = _("Falta la línea del país: código %(code)s y sin lugar que lo contenga.")
        return [Problem(0, message % {"code": country})]
    message = _("Falta decir qué lugar contiene a este (parent_code).")
    return [Problem(place.line, message) for place in roots if place.code != country]


def _depth_problems(places):
    """A kind of place stands at one depth only, where most of its kind stand; elsewhere it is a slip of the hand."""
    counted = defaultdict(Counter)
    for place in places:
        counted[place.kind][place.depth] += 1
    problems = []
    for place in places:
        expected = counted[place.kind].most_common(1)[0][0]
        if place.depth != expected:
            message = _("Un lugar de tipo «%(kind)s» no va aquí: los otros están en el nivel %(expected)s.")
            problems.append(Problem(place.line, message % {"kind": place.kind, "expected": expected}))
        if len(place.path) > LONGEST_PATH:
            problems.append(Problem(place.line, _("Hay demasiados lugares uno dentro de otro.")))
    return problems
