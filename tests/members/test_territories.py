"""Reading and loading a country's places."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.members.management.commands.load_territories import PERU
from academy.members.models import Territory
from academy.members.services import territories as service
from academy.members.territories import parse
from tests.members.factories import OrganisationFactory

HEAD = "# fuente: inventada, 2026\ncode,name,kind,parent_code\n"
GOOD = HEAD + "PE,Perú,country,\n01,Áncash,region,PE\n0101,Huaraz,province,01\n010101,Huaraz,district,0101\n"


def problems(text, country="PE"):
    raw = text if isinstance(text, bytes) else text.encode()
    places, found = parse(raw, country)
    assert not (places and found), "rows and problems exclude each other"
    return [(line, message) for line, message in found]


def test_a_good_file_gives_places_parents_first_with_their_paths():
    places, found = parse(GOOD.encode(), "pe")
    assert not found
    assert [(p.code, p.depth, p.path) for p in places] == [
        ("PE", 0, "/PE/"),
        ("01", 1, "/PE/01/"),
        ("0101", 2, "/PE/01/0101/"),
        ("010101", 3, "/PE/01/0101/010101/"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        (HEAD.replace(",kind", "") + "PE,Perú,\n", 2, "columna"),
        (GOOD + "01,Otra,region,PE\n", 7, "ya está en la línea 4"),
        (GOOD + "02,Ica,region,99\n", 7, "No existe el lugar 99"),
        (GOOD + "02,,region,PE\n", 7, "Falta el nombre"),
        (GOOD + ",Ica,region,PE\n", 7, "Falta el código"),
        (GOOD + "02,Ica,,PE\n", 7, "tipo de lugar"),
        (GOOD + "02,Ica,region\n", 7, "3 datos"),
        (GOOD + "02,Ica,region,\n", 7, "qué lugar contiene"),
        (GOOD + "020101,Ica,district,PE\n010102,Cochabamba,district,0101\n", 7, "nivel 3"),
        (GOOD + "02,A,region,03\n03,B,region,02\n", 7, "círculo"),
        (GOOD + "02/1,Ica,region,PE\n", 7, "no sirve"),
        (GOOD.replace("PE,Perú,country,\n", ""), 0, "línea del país"),
        (GOOD.encode("cp1252"), 3, "UTF-8"),
        ("", 0, "ningún lugar"),
        (HEAD, 0, "ningún lugar"),
        (GOOD + '02,"Ica,region,PE\n', 0, "comillas"),
    ],
)
def test_a_broken_file_says_what_is_wrong_and_where(text, line, word):
    found = problems(text)
    assert any(at == line and word in message for at, message in found), found


def test_all_problems_are_told_at_once():
    assert len(problems(GOOD + "02,,region,PE\n01,Otra,region,PE\n03,Ica,region,99\n")) == 3


def test_the_file_of_peru_has_its_regions_provinces_and_districts_with_their_accents():
    raw = PERU.read_bytes()
    places, found = parse(raw, "PE")
    assert not found
    assert raw.startswith(b"#")
    assert b"Fuente: INEI" in raw
    assert b"Revisado: 2026" in raw
    kinds = [place.kind for place in places]
    assert (kinds.count("region"), kinds.count("province"), kinds.count("district")) == (25, 196, 1893)
    by_code = {place.code: place for place in places}
    # INEI's codes: Lima is 15 there (14 for RENIEC), Callao 07 (24), Puno 21 (20).
    names = {
        "02": "Áncash",
        "03": "Apurímac",
        "10": "Huánuco",
        "12": "Junín",
        "22": "San Martín",
        "15": "Lima",
        "07": "Callao",
        "21": "Puno",
        "150135": "San Martín de Porres",
        "150103": "Ate",
        "080914": "Megantoni",
    }
    assert {code: by_code[code].name for code in names} == names
    # A code is its parent's code and two digits more: the file hangs together as INEI numbers it.
    assert all(p.parent_code == p.code[:-2] for p in places if p.kind in ("province", "district"))
    assert all(not p.name.isupper() for p in places)


@st.composite
def trees(draw):
    """Codes with a parent that comes earlier, shuffled; kinds follow from the depth."""
    size = draw(st.integers(1, 25))
    rows, depth = [("XX", "País", "k0", "")], {"XX": 0}
    for n in range(size):
        parent = draw(st.sampled_from(sorted(depth)))
        code = f"c{n}"
        depth[code] = depth[parent] + 1
        name = draw(st.text(st.characters(categories=["L"]), min_size=1, max_size=10))
        rows.append((code, name, f"k{depth[code]}", parent))
    return draw(st.permutations(rows)), depth


@given(trees())
def test_any_tree_in_any_order_is_read_with_every_child_inside_its_parent(tree):
    rows, depth = tree
    places, found = parse((HEAD + "".join(f"{','.join(row)}\n" for row in rows)).encode(), "XX")
    assert not found
    paths = {place.code: place.path for place in places}
    assert {place.code: place.depth for place in places} == depth
    for place in places:
        if place.parent_code:
            assert place.path == f"{paths[place.parent_code]}{place.code}/"
    order = [place.depth for place in places]
    assert order == sorted(order)


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_rubbish_is_refused_and_never_crashes(raw):
    places, found = parse(HEAD.encode() + raw, "PE")
    assert not (places and found)
    assert places or found


@pytest.fixture
def loaded(db):
    places, _found = parse(GOOD.encode(), "PE")
    return service.load(places=places, country="PE")


def load(text):
    places, found = parse(text.encode(), "PE")
    assert not found
    return service.load(places=places, country="PE")


def test_loading_again_changes_nothing(loaded):
    before = list(Territory.objects.values())
    again = load(GOOD)
    assert (loaded.created, again.created, again.changed, again.same, again.removed) == (4, 0, 0, 4, 0)
    assert list(Territory.objects.values()) == before


def test_a_new_name_is_taken_over_and_the_key_stays(loaded):
    key = Territory.objects.get(code="01").pk
    result = load(GOOD.replace("01,Áncash", "01,Ancash de prueba"))
    assert result.changed == 1
    assert Territory.objects.get(pk=key).name == "Ancash de prueba"


def test_a_place_in_use_stays_with_those_that_contain_it_and_is_told(loaded):
    OrganisationFactory(territory=Territory.objects.get(code="0101"))
    result = load(HEAD + "PE,Perú,country,\n02,Ica,region,PE\n")
    assert [place.code for place in result.kept] == ["01", "0101"]
    assert sorted(Territory.objects.values_list("code", flat=True)) == ["01", "0101", "02", "PE"]
    assert result.removed == 1


def test_a_moved_place_takes_along_those_inside_it(loaded):
    OrganisationFactory(territory=Territory.objects.get(code="010101"))
    moved = HEAD + "PE,Perú,country,\n01,Áncash,region,PE\n02,Ica,region,PE\n0101,Huaraz,province,02\n"
    assert [place.code for place in load(moved).kept] == ["010101"]
    assert Territory.objects.get(code="010101").path == "/PE/02/0101/010101/"


def test_another_country_is_left_alone(loaded):
    places, found = parse((HEAD + "BO,Bolivia,country,\n01,La Paz,department,BO\n").encode(), "BO")
    assert not found
    service.load(places=places, country="BO")
    assert Territory.objects.filter(country="PE").count() == 4


def test_the_command_refuses_a_broken_file_with_its_lines_and_changes_nothing(loaded, tmp_path):
    before = list(Territory.objects.values())
    broken = tmp_path / "lugares.csv"
    broken.write_text(GOOD.replace("Huaraz,province", ",province") + "09,Nada,region,77\n", encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        call_command("load_territories", str(broken), country="PE")
    assert "línea 5" in str(refusal.value)
    assert "línea 7" in str(refusal.value)
    assert list(Territory.objects.values()) == before


def test_the_command_loads_peru_and_a_second_time_says_that_all_is_the_same(db):
    call_command("load_territories", stdout=StringIO())
    said = StringIO()
    call_command("load_territories", stdout=said)
    assert "0 nuevos, 0 cambiados, 2115 iguales" in said.getvalue()
    assert Territory.objects.get(code="150135").parent.name == "Lima"
