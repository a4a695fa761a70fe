"""A list of boards: what is read, what comes back, and that a second woman decides."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core import spreadsheets
from academy.members.importing import Unreadable
from academy.members.models import BoardRules, Role, Seat, Term
from academy.members.seats.reference import load_reference
from academy.members.services.access import Refused
from leadership.models import ChangeRequest
from leadership.register import importing, lists, services
from tests.courses.factories import MemberFactory

from .women import house

HEAD = "Organización;Cargo;Nombres y apellidos;Desde;Hasta;Acta;Color\n"
HALF_WRONG = (
    HEAD
    + "Comedor Ají;Presidenta;ROSA;8/3/2024;08/03/2028;Libro 1, página 2;rojo\n"
    + "Comedor Ají;Reina;Juana Mamani;8/3/2024;8/3/2028;Libro 1;\n"
    + "Comedor Ají;Tesorero;Juana Mamani;2024-03-08;8 de marzo de 2028;;\n"
    + "Comedor Nadie;Secretaria;Lucía Paz;8/3/2024;8/3/2028;Libro 1;\n"
    + "Comedor Ají;2da vocal;Ana Ríos;marzo 2024;8/3/2028;Libro 1;\n"
    + "Comedor Ají;Fiscal;Eva Soto;31/02/2024;8/3/2028;Libro 1;\n"
)


@pytest.fixture
def here(db):
    load_reference()
    return house()


def sent(here, text):
    return importing.upload(organisation=here.federation, by=here.ana, raw=text.encode(), file_name="juntas.csv")


def test_half_the_rows_wrong_the_good_ones_go_in_and_the_wrong_come_back(here):
    imported = sent(here, HALF_WRONG)
    wrong = {row["line"]: " ".join(row["problems"]) for row in imported.rows if row["problems"]}
    assert wrong.keys() == {3, 5, 7}
    assert "No conocemos el cargo" in wrong[3]
    assert "Comedor Nadie" in wrong[5]
    assert "31/02/2024" in wrong[7]
    assert not Term.objects.exists()
    change = importing.confirm(imported=imported, by=here.ana)
    assert not Term.objects.exists()
    services.approve(change=change, by=here.nora)
    written = {str(term.seat): term for term in Term.objects.select_related("seat__kind", "holder")}
    assert set(written) == {"Presidenta", "Tesorera", "Vocal 2"}
    assert written["Presidenta"].holder == here.rosa
    assert written["Tesorera"].holder is None
    assert written["Tesorera"].name == "Juana Mamani"
    assert written["Tesorera"].acta_pending
    imported.refresh_from_db()
    table = importing.wrong_as_table(imported)
    assert table[0] == [
        "Organización",
        "Cargo",
        "Nombres y apellidos",
        "Desde",
        "Hasta",
        "Acta",
        "Color",
        "Qué corregir",
    ]
    assert [row[1] for row in table[1:]] == ["Reina", "Secretaria", "Fiscal"]


def test_of_one_seat_each_ends_when_the_next_begins(here):
    text = (
        HEAD
        + "Comedor Ají;Presidenta;Lidia;8/3/2022;8/3/2024;Libro 1;\n"
        + "Comedor Ají;Presidenta;Rosa;8/3/2020;8/3/2022;Libro 1;\n"
    )
    importing_change = importing.confirm(imported=sent(here, text), by=here.ana)
    services.approve(change=importing_change, by=here.nora)
    assert Seat.objects.filter(kind__code="presidenta").count() == 1
    assert list(Term.objects.order_by("since").values_list("ended_on", flat=True)) == [date(2022, 3, 8), None]


def test_two_holders_at_once_in_one_list_are_told_apart(here):
    text = HEAD + "Comedor Ají;Fiscal;Rosa;8/3/2024;8/3/2028;L1;\nComedor Ají;Fiscal;Lidia;8/3/2024;8/3/2028;L1;\n"
    imported = sent(here, text)
    assert [bool(row["problems"]) for row in imported.rows] == [False, True]
    assert "el cargo lo tiene Rosa" in imported.rows[1]["problems"][0]


def test_the_end_comes_from_the_rule_where_the_list_has_none(here):
    text = HEAD + "Comedor Ají;Fiscal;Rosa;8/3/2026;;L1;\n"
    assert "Falta hasta" in sent(here, text).rows[0]["problems"][0]
    BoardRules.objects.create(organisation=here.kitchen, term_months=24, source="Estatuto")
    assert sent(here, text).rows[0]["until"] == "2028-03-08"


def test_who_sent_the_list_does_not_approve_it_and_an_empty_one_is_refused(here):
    change = importing.confirm(imported=sent(here, HALF_WRONG), by=here.ana)
    with pytest.raises(Refused, match="Tú lo propusiste"):
        services.approve(change=change, by=here.ana)
    none_good = sent(here, HEAD + "Comedor Ají;Reina;Juana Mamani;8/3/2024;8/3/2028;Libro 1;\n")
    with pytest.raises(Refused, match="Ninguna fila"):
        importing.confirm(imported=none_good, by=here.ana)


def test_confirming_twice_makes_one_proposal(here):
    imported = sent(here, HALF_WRONG)
    first = importing.confirm(imported=imported, by=here.ana)
    assert importing.confirm(imported=imported, by=here.ana) == first
    assert ChangeRequest.objects.count() == 1


def test_an_excel_file_is_read_like_its_text(here):
    rows = [["Cargo", "Nombre", "Desde", "Hasta"], ["Presidenta", "Rosa", "45359", "8/3/2028"]]
    _titles, read = lists.parse(spreadsheets.as_xlsx(rows, "x"))
    assert read[0].since == date(2024, 3, 8)
    assert "número de Excel" in read[0].notes[0]


@pytest.mark.parametrize("raw", [b"", b"hola\nmundo", b"%PDF-1.4", b"PK\x03\x04roto", b"Cargo;Nombre\n"])
def test_what_is_no_list_is_refused_with_what_to_do(raw):
    with pytest.raises(Unreadable):
        lists.parse(raw)


@settings(max_examples=60)
@given(st.dates(date(1960, 1, 1), date(2060, 1, 1)))
def test_a_day_is_read_however_it_is_written(day):
    months = "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre".split()
    ways = [
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}-{day.month:02}-{day.year}",
        f"{day.day} de {months[day.month - 1]} de {day.year}",
        f"{day.day} {months[day.month - 1][:3]} {day.year}",
        f"{day.isoformat()} 00:00:00",
    ]
    assert {lists.read_day(way)[0] for way in ways} == {day}


@settings(max_examples=80)
@given(st.text(max_size=30))
def test_no_text_in_a_cell_breaks_the_reading(text):
    day, _note = lists.read_day(text)
    assert day is None or isinstance(day, date)
    seat, number, _alternate = lists.read_seat(text)
    assert isinstance(seat, str)
    assert number >= 1


def test_the_number_and_the_alternate_are_read_out_of_the_seat():
    assert lists.read_seat("2da. Vocal Suplente") == ("vocal", 2, True)
    assert lists.read_seat("Secretaria de Actas") == ("secretaria de actas", 1, False)
    assert lists.read_seat("Vocal III") == ("vocal", 3, False)


def test_she_sends_looks_over_and_takes_home_what_is_wrong(here, client):
    organiser = MemberFactory(display_name="Carmen", holds=(Role.Kind.ORGANISER, here.federation))
    client.force_login(organiser)
    address = reverse("leadership:import_boards", args=[here.federation.pk])
    answer = client.post(address, {"file": SimpleUploadedFile("juntas.csv", HALF_WRONG.encode())})
    page = client.get(answer.url).content.decode()
    assert "No conocemos el cargo" in page
    assert "Juana Mamani" in page
    wrong = client.get(f"{answer.url}por-corregir.csv").content.decode("utf-8-sig")
    assert "Reina" in wrong
    assert "Tesorero" not in wrong
    client.post(answer.url, {"action": "confirm"})
    assert ChangeRequest.objects.get().kind == "boards"
    client.force_login(here.ana)
    assert client.get(answer.url).status_code == 404
