"""Lists of women as spreadsheets really are."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from academy.members import importing
from academy.members.importing import Unreadable, parse, read_phone


def rows(text, encoding="utf-8"):
    raw = text if isinstance(text, bytes) else text.encode(encoding)
    return [(row.name, row.phone, row.organisation) for row in parse(raw).rows]


MARIA = [("María José de la Cruz", "+51987654321", "Santa Rosa")]
LIST = "nombres,apellidos,celular,comedor\nMARÍA JOSÉ,DE LA CRUZ,987 654 321,Santa Rosa\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_mark_line_end_and_encoding_reads_the_same(encoding, mark, line_end):
    text = LIST.replace(",", mark).replace("\n", line_end)
    assert rows(text, encoding) == MARIA


def test_a_list_from_excel_with_its_own_first_line_is_read():
    assert rows("sep=;\r\n" + LIST.replace(",", ";")) == MARIA


def test_a_title_above_the_headers_and_empty_lines_are_passed_over():
    found = parse(("Padrón de socias 2026,,,\n,,,\n" + LIST + ",,,\n\n").encode())
    assert [(row.line, row.name) for row in found.rows] == [(4, MARIA[0][0])]


def test_a_comma_inside_quotes_stays_in_its_cell():
    assert rows('socia;telefono\n"DE LA CRUZ FLORES, MARÍA JOSÉ";\n') == [("María José de la Cruz Flores", "", "")]


def test_a_quote_that_never_closes_loses_nobody():
    others = [f"Rosa{letter};Luna" for letter in "abcdefghij"]
    found = rows("\n".join(["nombres;apellidos", '"Ana;Quispe', *others]))
    assert [name for name, _phone, _place in found] == [
        "Ana Quispe",
        *(f"{o.replace(';', ' ')}" for o in others),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Nombre",
        "NOMBRES",
        "Nombre completo",
        "nombres y apellidos:",
        "Socia",
        "Nombre(s)",
        " nombre ",
        "Name",
    ],
)
def test_headers_come_in_the_words_people_use(header):
    assert rows(f"N°;{header};Fono\n1;Ana Quispe;987654321\n") == [("Ana Quispe", "+51987654321", "")]


def test_two_surnames_in_two_columns_are_joined():
    assert rows("ap. paterno;ap. materno;nombres\nQUISPE;DE LA TORRE;ANA\n")[0][0] == "Ana Quispe de la Torre"


def test_surnames_first_are_turned_round():
    assert rows("apellidos y nombres\nQUISPE FLORES MARÍA JOSÉ\n")[0][0] == "María José Quispe Flores"


def test_columns_that_are_not_used_are_named_and_not_kept():
    sheet = parse(b"nombres;DNI;Edad\nAna Luz;99999999;33\n")
    assert sheet.unused == ["DNI", "Edad"]
    assert "99999999" not in repr(sheet.rows)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("987 654 321", "+51987654321"),
        ("987-654-321", "+51987654321"),
        ("+51 987654321", "+51987654321"),
        ("0051 987654321", "+51987654321"),
        ("987654321.0", "+51987654321"),
        ("(01) 234-5678", "+5112345678"),
        ("+591 71234567", "+59171234567"),
        ("12", ""),
        ("no tiene", ""),
        ("", ""),
    ],
)
def test_phones_are_read_as_people_write_them(typed, number):
    assert read_phone(typed) == number


def test_a_phone_that_excel_broke_is_told_and_keeps_nobody_out():
    row = parse(b"nombres;celular\nAna Luz;9.87654E+08\n").rows[0]
    assert row.phone == ""
    assert not row.problems
    assert "Excel" in row.notes[0]


def test_of_two_phones_the_first_good_one_is_kept_and_it_says_so():
    row = parse(b"nombres;celular\nAna Luz;12 / 987654321\n").rows[0]
    assert row.phone == "+51987654321"
    assert row.notes


@pytest.mark.parametrize(
    ("name", "word"),
    [("", "Falta el nombre"), ("12345", "no parece"), ("=1+1", "no parece"), ("x" * 61, "60 letras")],
)
def test_a_row_without_a_name_says_so_and_does_not_stop_the_others(name, word):
    found = parse(f"nombres;celular\n{name};987654321\nAna Luz;\n".encode()).rows
    assert word in found[0].problems[0]
    assert not found[1].problems


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "vac"),
        (b"  \n ", "vac"),
        (b"%PDF-1.7 ...", "no es una lista"),
        (b"\x89PNG\r\n", "no es una lista"),
        (b"\xd0\xcf\x11\xe0 old excel", "no es una lista"),
        (b"abc\0def", "no es una lista"),
        (b"PK\x03\x04 broken", "Excel"),
        (b"dni;edad\n1;2\n", "columna con los nombres"),
        (b"nombres;apellidos\n", "ninguna socia"),
        (b"nombres\n" + b"Ana Luz\n" * 5001, "5000"),
        (b"x" * (importing.MOST_BYTES + 1), "2 MB"),
    ],
)
def test_a_file_that_cannot_be_a_list_is_refused_with_what_to_do(raw, word):
    with pytest.raises(Unreadable, match=word):
        parse(raw)


def test_five_thousand_rows_are_read():
    assert len(parse(b"nombres\n" + b"Ana Luz\n" * 5000).rows) == 5000


def workbook(*table):
    book, out = Workbook(), io.BytesIO()
    for line in table:
        book.active.append(line)
    book.save(out)
    return out.getvalue()


def test_an_excel_list_is_read_with_phones_stored_as_numbers():
    raw = workbook(
        ["Padrón"],
        [],
        ["Nombres", "Apellidos", "Celular"],
        ["ANA", "QUISPE", 987654321],
        [None, None, None],
        ["ROSA", "LUNA", 912345678.0],
    )
    sheet = parse(raw)
    assert [(row.line, row.name, row.phone) for row in sheet.rows] == [
        (4, "Ana Quispe", "+51987654321"),
        (6, "Rosa Luna", "+51912345678"),
    ]


def test_an_excel_that_would_grow_without_end_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (importing.MOST_UNPACKED + 1))
    with pytest.raises(Unreadable, match="demasiado grande"):
        parse(out.getvalue())


def test_an_excel_cut_in_two_is_refused():
    raw = workbook(["Nombres"], ["Ana Luz"])
    with pytest.raises(Unreadable):
        parse(raw[: len(raw) // 2])


@given(st.binary(max_size=400))
@settings(max_examples=300)
def test_any_bytes_end_in_rows_or_in_a_refusal(raw):
    for start in (b"", b"nombres;celular\n", b"PK\x03\x04", b"\xff\xfe"):
        try:
            sheet = parse(start + raw)
        except Unreadable:
            continue
        assert sheet.rows
        for row in sheet.rows:
            assert row.problems or 0 < len(row.name) <= importing.LONGEST_NAME
            assert row.phone == "" or row.phone.startswith("+")
            assert "\0" not in row.name + row.phone + row.organisation


LETTERS = st.text("ABCDEFGHIJKLMNÑOPQRSTUVWXYZÁÉÍ", min_size=2, max_size=12)


@given(
    st.lists(st.tuples(LETTERS, LETTERS), min_size=1, max_size=20),
    st.sampled_from(["utf-8", "cp1252", "utf-16"]),
    st.sampled_from([",", ";", "\t"]),
)
def test_every_woman_of_a_list_comes_out_in_order(women, encoding, mark):
    text = mark.join(["nombres", "apellidos"]) + "\n" + "".join(f"{a}{mark}{b}\n" for a, b in women)
    found = parse(text.encode(encoding)).rows
    assert [row.name.upper() for row in found] == [f"{a} {b}" for a, b in women]
    assert [row.line for row in found] == list(range(2, len(women) + 2))
