"""Reading a list of women out of a spreadsheet as people really make them. Pure: bytes in, rows out.

CSV with commas, semicolons or tabs, in UTF-8 (with a mark or not), UTF-16 or Windows letters, or an .xlsx;
headers in the words people use; a title above them; names in capitals; phones with spaces.
"""

import csv
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass, field

import phonenumbers
from django.utils.translation import gettext as _

from .names import is_a_name, nice_case, tidy
from .rules import name_key

MOST_ROWS = 5000
MOST_BYTES = 2 * 1024 * 1024
LONGEST_NAME = 60
#: An .xlsx is a zip: what it may grow to. zipfile never reads a member beyond its declared size.
MOST_UNPACKED = 40 * 1024 * 1024
MOST_COLUMNS = 40
TITLE_ROWS = 10
LINES_IN_A_CELL = 3

NAME, SURNAME, SECOND_SURNAME, FULL_NAME, PHONE, ORGANISATION = (
    "name",
    "surname",
    "second_surname",
    "full_name",
    "phone",
    "organisation",
)
#: Headers as ``name_key`` leaves them, without signs.
HEADERS = {
    NAME: "nombre, nombres, nombre s, primer nombre, name, first name, given name",
    FULL_NAME: "nombre completo, nombre y apellido, nombres y apellidos, nombre y apellidos, apellidos y nombres, "
    "apellido y nombre, apellidos y nombre, socia, socias, nombre de la socia, nombre que usas, integrante, full name",
    SURNAME: "apellido, apellidos, apellido paterno, primer apellido, ap paterno, surname, last name",
    SECOND_SURNAME: "apellido materno, segundo apellido, ap materno",
    PHONE: "telefono, telefonos, celular, cel, fono, movil, whatsapp, numero de celular, numero de telefono, "
    "nro de celular, nro celular, n celular, n de celular, telefono celular, phone, mobile",
    ORGANISATION: "organizacion, comedor, comedor popular, olla, olla comun, club, club de madres, vaso de leche, "
    "asociacion, base, federacion, nombre del comedor, nombre de la organizacion, organisation, organization, "
    "codigo de la organizacion, codigo",
}
_KNOWN = {header: kind for kind, headers in HEADERS.items() for header in headers.split(", ")}
_SURNAMES_FIRST = {"apellidos y nombres", "apellido y nombre", "apellidos y nombre"}
TEMPLATE = "nombres;apellidos;celular;organizacion\r\n"


class Unreadable(ValueError):  # noqa: N818 - a state of the file, worded for the person who sent it
    """Nothing can be made of this file; the message says what to do."""


@dataclass
class Row:
    """One woman of the list. ``problems`` keep her out; ``notes`` only say what was left out or changed."""

    line: int
    name: str = ""
    phone: str = ""
    organisation: str = ""
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Sheet:
    rows: list[Row]
    #: Headers that we do not use, as she wrote them. Nothing under them is kept.
    unused: list[str]


def parse(raw, *, region="PE"):
    """The list in ``raw``; ``region`` (ISO 3166-1) is where phones without a country code are. Raises Unreadable."""
    table = read_table(raw, _columns)
    header = next((i for i, (_line, cells) in enumerate(table[:TITLE_ROWS]) if _columns(cells)), None)
    if header is None:
        raise Unreadable(
            _("No encontramos la columna con los nombres. La primera fila debe decir: nombres, apellidos, celular.")
        )
    body = table[header + 1 :]
    if not body:
        raise Unreadable(_("La lista no tiene ninguna socia debajo de los títulos."))
    if len(body) > MOST_ROWS:
        raise Unreadable(
            _("La lista tiene %(rows)s filas. Caben %(most)s. Divídela en dos.")
            % {"rows": len(body), "most": MOST_ROWS}
        )
    titles = table[header][1]
    columns = _columns(titles)
    surnames_first = any(plain_title(title) in _SURNAMES_FIRST for title in titles)
    used = set(columns.values())
    return Sheet(
        rows=[_row(line, cells, columns, surnames_first, region) for line, cells in body],
        unused=[tidy(title)[:40] for at, title in enumerate(titles) if at not in used and tidy(title)],
    )


# --- The table -----------------------------------------------------------------------------------


def read_table(raw, columns):
    """``[(line, cells)]`` without empty lines. Raises Unreadable.

    ``columns(cells)`` is ``{kind: position}`` where this line is a header, else empty: of the marks that may part
    a text, the one under which most columns are known is right.
    """
    if len(raw) > MOST_BYTES:
        raise Unreadable(_("El archivo pesa más de 2 MB. Divídelo en dos."))
    if not raw.strip():
        raise Unreadable(_("El archivo está vacío."))
    if raw.startswith(b"PK\x03\x04"):
        return _from_xlsx(raw)
    if raw.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        raise Unreadable(_("Este archivo no es una lista. Guárdalo como CSV o como Excel (.xlsx)."))
    return _from_text(_decoded(raw), columns)


def _decoded(raw):
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    else:
        # Windows before Latin-1: the five bytes that Windows leaves open are the only difference that matters.
        encodings = ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        break
    raise Unreadable(_("Este archivo no es una lista. Guárdalo como CSV o como Excel (.xlsx)."))


def _from_text(text, columns):
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    said = re.match(r"sep=(.)\n", text, re.IGNORECASE)
    marks = [said[1]] if said else [";", ",", "\t", "|"]
    best = []
    for mark in marks:
        table = _split(text, mark, skip=1 if said else 0)
        if _header_width(table, columns) > _header_width(best, columns) or not best:
            best = table
    return best


def _split(text, mark, skip):
    try:
        table = _read(text, mark)
    except csv.Error:
        table = None
    if table is None or any(cell.count("\n") > LINES_IN_A_CELL for _line, cells in table for cell in cells):
        # A quote that never closes swallows the rest of the list: read it again as if quotes meant nothing.
        try:
            table = _read(text.replace('"', ""), mark)
        except csv.Error:  # a cell of a hundred thousand letters, quotes or not
            raise Unreadable(_("Este archivo no es una lista. Guárdalo como CSV o como Excel (.xlsx).")) from None
    return [(line, cells) for line, cells in table if line > skip and any(cell.strip() for cell in cells)]


def _read(text, mark):
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    return [(reader.line_num, cells[:MOST_COLUMNS]) for cells in reader]


def _header_width(table, columns):
    return max((len(columns(cells)) for _line, cells in table[:TITLE_ROWS]), default=0)


def _from_xlsx(raw):
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    broken = Unreadable(_("No se puede abrir este Excel. Guárdalo otra vez como .xlsx o como CSV."))
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(member.file_size for member in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("Este Excel es demasiado grande por dentro. Guárdalo como CSV."))
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        table = []
        for line, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
            texts = [_cell_text(cell) for cell in cells]
            if any(text.strip() for text in texts):
                table.append((line, texts))
            if len(table) > MOST_ROWS + TITLE_ROWS + 1:
                break
    except Unreadable:
        raise
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        OSError,
        SyntaxError,
        IndexError,
        AttributeError,
        TypeError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        # openpyxl answers damaged files with whatever its parsers raise.
        raise broken from error
    return table


def _cell_text(value):
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def plain_title(title):
    """A header as it is compared: no accents, capitals or signs."""
    return " ".join("".join(c if c.isalnum() else " " for c in name_key(title)).split())


def _columns(cells):
    """``{kind: position}`` where this line is a header with a name in it; else empty."""
    columns = {}
    for at, cell in enumerate(cells):
        kind = _KNOWN.get(plain_title(cell))
        if kind:
            columns.setdefault(kind, at)
    return columns if NAME in columns or FULL_NAME in columns else {}


# --- A row ---------------------------------------------------------------------------------------


def _row(line, cells, columns, surnames_first, region):
    def cell(kind):
        at = columns.get(kind)
        return tidy(cells[at]) if at is not None and at < len(cells) else ""

    row = Row(line=line, organisation=cell(ORGANISATION)[:120])
    row.name = _name(cell, surnames_first)
    row.problems += _name_problems(row.name)
    if row.problems:
        row.name = row.name[:200]
    row.phone, notes = _phone(cell(PHONE), region)
    row.notes += notes
    return row


def _name(cell, surnames_first):
    if cell(FULL_NAME):
        whole = cell(FULL_NAME)
        if whole.count(",") == 1:
            surnames, given = (part.strip() for part in whole.split(","))
            return " ".join(filter(None, (nice_case(given), nice_case(surnames, opens=not given))))
        whole = nice_case(whole)
        words = whole.split()
        # Without a comma only the plain case is sure: two surnames, then the names.
        plain = surnames_first and len(words) in (3, 4) and whole == whole.title()
        return " ".join(words[2:] + words[:2]) if plain else whole
    given = cell(NAME)
    surnames = " ".join(filter(None, (cell(SURNAME), cell(SECOND_SURNAME))))
    return " ".join(filter(None, (nice_case(given), nice_case(surnames, opens=not given))))


def _name_problems(name):
    if not name:
        return [_("Falta el nombre.")]
    if len(name) > LONGEST_NAME:
        return [_("El nombre tiene más de %(most)s letras.") % {"most": LONGEST_NAME}]
    if not is_a_name(name):
        return [_("Esto no parece un nombre: tiene números o signos.")]
    if not name_key(name):
        return [_("Falta el nombre.")]
    return []


def _phone(text, region):
    """``(E.164 or empty, notes)``. A phone that cannot be read never keeps a woman out."""
    if not text:
        return "", []
    if re.fullmatch(r"\d(?:[.,]\d+)?[eE]\+?\d+", text):
        return "", [_("Excel cambió el celular a %(number)s. Se agrega sin celular.") % {"number": text[:30]}]
    parts = [part for part in re.split(r"[/;,]|\s+[yo]\s+", text) if any(c.isdigit() for c in part)]
    for part in parts:
        number = read_phone(part, region)
        if number:
            notes = [_("Hay varios celulares. Guardamos el primero que sirve.")] if len(parts) > 1 else []
            return number, notes
    return "", [_("No se entiende el celular «%(number)s». Se agrega sin celular.") % {"number": text[:30]}]


def read_phone(text, region="PE"):
    """What she wrote as an E.164 number («+51…»), or empty where it is no number that can exist."""
    digits = "".join(str(unicodedata.digit(c)) if unicodedata.digit(c, None) is not None else c for c in text)
    digits = digits.strip().removesuffix(".0")
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
