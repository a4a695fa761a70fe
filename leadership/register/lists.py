"""Reading a list of boards out of a spreadsheet as people really make them. Pure: bytes in, rows out."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from academy.members.importing import HEADERS as LISTS_OF_WOMEN
from academy.members.importing import ORGANISATION, TITLE_ROWS, Unreadable, plain_title, read_table
from academy.members.names import is_a_name, nice_case, tidy
from academy.members.rules import name_key

#: Each row is tried against the register before it is shown; more would keep her waiting.
MOST_ROWS = 500
SEAT, NAME, SINCE, UNTIL, ENDED, ACTA, ALTERNATE, CANDIDATES = (
    "seat",
    "name",
    "since",
    "until",
    "ended_on",
    "acta",
    "alternate",
    "candidates",
)
HEADERS = {
    ORGANISATION: LISTS_OF_WOMEN[ORGANISATION],
    SEAT: "cargo, puesto, cargo en la directiva, cargo directivo, seat, post, office",
    NAME: "nombre, nombres, nombre completo, nombres y apellidos, nombre y apellido, quien, titular, dirigenta, "
    "directiva, socia, integrante, name, full name, holder",
    SINCE: "desde, inicio, fecha de inicio, fecha inicio, inicio de periodo, desde cuando, from, since, start",
    UNTIL: "hasta, fin, fecha de fin, fecha fin, termino, fecha de termino, vence, vencimiento, until, to, end",
    ENDED: "salio, salida, fecha de salida, termino el, cese, dejo el cargo, ended",
    ACTA: "acta, acta de eleccion, libro y pagina, libro, numero de acta, n de acta, nro de acta, minutes",
    ALTERNATE: "suplente, condicion, es suplente, alternate",
    CANDIDATES: "candidatas, numero de candidatas, n de candidatas, cuantas candidatas, candidates",
}
_KNOWN = {header: kind for kind, headers in HEADERS.items() for header in headers.split(", ")}
TEMPLATE = "organizacion;cargo;nombre;desde;hasta;salida;acta;suplente;candidatas\r\n"
_MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre "
    "january february march april may june july august september october november december"
).split()
_ORDINALS = {
    "primera": 1,
    "primer": 1,
    "1ra": 1,
    "1era": 1,
    "i": 1,
    "segunda": 2,
    "segundo": 2,
    "2da": 2,
    "ii": 2,
    "tercera": 3,
    "tercer": 3,
    "3ra": 3,
    "3era": 3,
    "iii": 3,
    "cuarta": 4,
    "4ta": 4,
}
#: Excel counts days from here (1900 date system, as every file since 1997 has it).
_EXCEL_ZERO = date(1899, 12, 30)


@dataclass
class Row:
    """One term of the list. ``problems`` keep it out; ``cells`` is the row as she wrote it, to be given back."""

    line: int
    cells: list[str]
    organisation: str = ""
    seat: str = ""
    number: int = 1
    name: str = ""
    since: date | None = None
    until: date | None = None
    ended_on: date | None = None
    acta: str = ""
    alternate: bool = False
    candidates: int | None = None
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def columns_of(cells):
    """``{kind: position}`` where this line is a header with a seat and a name in it; else empty."""
    columns = {}
    for at, cell in enumerate(cells):
        kind = _KNOWN.get(plain_title(cell))
        if kind:
            columns.setdefault(kind, at)
    return columns if SEAT in columns and NAME in columns else {}


def parse(raw):
    """``(titles, [Row])``. Raises Unreadable with what to do."""
    table = read_table(raw, columns_of)
    header = next((i for i, (_line, cells) in enumerate(table[:TITLE_ROWS]) if columns_of(cells)), None)
    if header is None:
        raise Unreadable(
            _("No encontramos los títulos. La primera fila debe decir: cargo, nombre, desde, hasta, acta.")
        )
    body = table[header + 1 :]
    if not body:
        raise Unreadable(_("La lista no tiene ninguna fila debajo de los títulos."))
    if len(body) > MOST_ROWS:
        raise Unreadable(
            _("La lista tiene %(rows)s filas. Caben %(most)s. Divídela en dos.")
            % {"rows": len(body), "most": MOST_ROWS}
        )
    titles = [tidy(title)[:40] for title in table[header][1]]
    columns = columns_of(table[header][1])
    return titles, [_row(line, cells, columns) for line, cells in body]


def _row(line, cells, columns):
    def cell(kind):
        at = columns.get(kind)
        return tidy(cells[at]) if at is not None and at < len(cells) else ""

    row = Row(line=line, cells=[str(each)[:200] for each in cells], organisation=cell(ORGANISATION)[:120])
    row.seat, row.number, row.alternate = read_seat(cell(SEAT)[:60])
    row.name = nice_case(cell(NAME))[:120]
    row.acta = cell(ACTA)[:160]
    row.alternate = row.alternate or _says_yes(cell(ALTERNATE))
    if not row.seat:
        row.problems.append(_("Falta el cargo."))
    if not row.name:
        row.problems.append(_("Falta el nombre."))
    elif not is_a_name(row.name):
        row.problems.append(_("Esto no parece un nombre: tiene números o signos."))
    for kind in (SINCE, UNTIL, ENDED):
        _put_day(row, kind, cell(kind))
    if row.since is None and not cell(SINCE):
        row.problems.append(_("Falta desde qué día."))
    _put_candidates(row, cell(CANDIDATES))
    return row


def _put_day(row, kind, text):
    if not text:
        return
    day, note = read_day(text)
    if day is None:
        row.problems.append(_("No se entiende la fecha «%(text)s». Escríbela así: 31/12/2026.") % {"text": text[:30]})
    setattr(row, kind, day)
    if note:
        row.notes.append(note)


def _put_candidates(row, text):
    if not text:
        return
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 200:
        row.candidates = int(text)
    else:
        row.notes.append(_("No se entiende cuántas candidatas hubo. Queda vacío."))


def _says_yes(text):
    return name_key(text) in {"si", "s", "x", "suplente", "yes", "y", "1", "verdadero", "true"}


def read_seat(text):
    """``(seat without number, number, alternate)``: «2da Vocal suplente» is ``("vocal", 2, True)``."""
    words = plain_title(text).split()
    alternate = any(word.startswith("suplent") for word in words)
    number = 1
    kept = []
    for word in words:
        if word.startswith("suplent"):
            continue
        if word in _ORDINALS:
            number = _ORDINALS[word]
        elif word.isdecimal() and 1 <= int(word) <= 99:
            number = int(word)
        else:
            kept.append(word)
    return " ".join(kept), number, alternate


def read_day(text):
    """``(date or None, note)`` of a day as people write it: 8/3/2024, 2024-03-08, 8 de marzo de 2024, Excel's 45359."""
    key = " ".join(re.sub(r"\b(de|del|the|of)\b", " ", name_key(text).replace(",", " ")).split())
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t]00:00:00)?", key)
    if found:
        return _day(*map(int, found.groups())), ""
    found = re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})", key)
    if found:
        day, month, year = map(int, found.groups())
        return _day(year + 2000 if year < 100 else year, month, day), ""
    found = re.fullmatch(r"(\d{1,2}) ([a-z]+) (\d{4})", key)
    if found:
        month = _month(found[2])
        return (_day(int(found[3]), month, int(found[1])) if month else None), ""
    found = re.fullmatch(r"(?:(\d{1,2})[/\-]|([a-z]+) )(\d{4})", key)
    if found:
        month = int(found[1]) if found[1] else _month(found[2])
        day = _day(int(found[3]), month, 1) if month else None
        return day, (_("Sin día: ponemos el primero del mes.") if day else "")
    if re.fullmatch(r"[2-6]\d{4}", key):
        return _EXCEL_ZERO + timedelta(days=int(key)), _("La fecha venía como número de Excel. Revísala.")
    return None, ""


def _month(word):
    if word == "septiembre":
        return 9
    near = [n for n, name in enumerate(_MONTHS) if name == word or (len(word) >= 3 and name.startswith(word))]
    return near[0] % 12 + 1 if near else None


def _day(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        return None
