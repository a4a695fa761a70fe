"""The community map: nothing exact, a list and a drawing, files that ask who may."""

from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from academy.core import record
from academy.core.ids import uuid7
from academy.core.private_files import private_storage
from peer_exchange.maps import drawing, rules, services
from peer_exchange.models import Commitment, CommunityMap, Issue, MapPoint
from tests.peer_exchange.gathering import map_of, photo, point_on, seat_for, sent

db = pytest.mark.django_db
rows = st.none() | st.tuples(st.integers(0, 11), st.integers(0, 11)).map(lambda pair: [min(pair), max(pair)])
outlines = st.lists(rows, min_size=rules.ROWS, max_size=rules.ROWS)


def url(name, *args):
    return reverse(f"exchange:{name}", args=args)


# --- Pure ------------------------------------------------------------------------------------------


def _area(corners):
    shifted = corners[1:] + corners[:1]
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(corners, shifted, strict=True))) / 2


@given(outlines)
@settings(max_examples=80)
def test_the_outline_encloses_exactly_its_squares(outline):
    path = rules.path_of(outline)
    rings = [
        [tuple(map(int, (x, y))) for x, y in zip(ring.split()[::2], ring.split()[1::2], strict=True)]
        for ring in path.replace("Z", "").split("M")
        if ring
    ]
    squares = sum(last - first + 1 for first, last in filter(None, outline))
    assert sum(_area(ring) for ring in rings) == squares * rules.SIDE**2


@given(st.sampled_from(rules.LETTERS), st.integers(1, 9), st.sampled_from(["", " ", "-", " - "]))
@settings(max_examples=30)
def test_a_square_reads_back_as_it_was_written(letter, number, between):
    square = rules.square_of(f" {letter.lower()}{between}{number}")
    assert rules.name_of(*square) == f"{letter}{number}"


@pytest.mark.parametrize("text", ["Z9", "C0", "C10", "4", "C", "C4C5"])
def test_what_is_no_square_is_refused(text):
    with pytest.raises(ValueError):
        rules.square_of(text)


@given(
    st.floats(-90, 90, allow_nan=False),
    st.floats(-180, 180, allow_nan=False),
    st.integers(3, 6),
    st.sampled_from([", ", ",", " ", "; "]),
)
@settings(max_examples=60)
def test_no_coordinates_get_in_however_they_are_written(latitude, longitude, digits, between):
    assert rules.too_exact(f"aquí {latitude:.{digits}f}{between}{longitude:.{digits}f} mira") == "place"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://maps.app.goo.gl/abc", "place"),
        ("12° 3' 10\" S", "place"),
        ("Mz. B lote 12", "house"),
        ("Mz B Lt. 4", "house"),
        ("Jr. Los Claveles 345", "house"),
        ("Av. Universitaria N.° 1200", "house"),
        ("casa n.º 7", "house"),
        ("Manzana B, sector 3", ""),
        ("A dos cuadras de la loza, zona alta", ""),
        ("Faltan 3 postes; son 120 familias", ""),
        ("Sube por la calle principal hasta el paradero 5", ""),
        ("1.500 familias y 2.300 niños", ""),
    ],
)
def test_a_house_or_a_point_on_the_globe_is_too_exact_and_a_block_is_not(text, found):
    assert rules.too_exact(text) == found


def test_every_region_of_the_country_has_an_outline_within_the_drawing():
    paths = drawing.regions("PE")
    assert sorted(paths) == [f"{number:02}" for number in range(1, 26)]
    for path in paths.values():
        numbers = [int(n) for n in path.replace("M", " ").replace("Z", " ").split()]
        assert all(0 <= x <= 1200 for x in numbers[::2])
        assert all(0 <= y <= 900 for y in numbers[1::2])
    assert drawing.regions("../PE") == {}


def test_signs_of_one_square_do_not_cover_each_other():
    points = [SimpleNamespace(column=2, row=3, layer="risk") for _n in range(9)]
    points.append(SimpleNamespace(column=None, row=None, layer="risk"))
    made = drawing.draw(SimpleNamespace(outline=[], territory=None), points)
    assert len({(sign.x, sign.y) for sign in made.signs}) == 9
    assert all(200 <= sign.x < 300 and 300 <= sign.y < 400 for sign in made.signs)


# --- The page and the record -----------------------------------------------------------------------


@db
def test_a_point_is_noted_once_and_changed_by_a_companion(client, house):
    map = map_of(house)
    client.force_login(house.yuli)
    form = sent(client.get(url("new_point", map.pk)).context["form"], layer="kitchen", words="Olla común", square="d-5")
    client.post(url("new_point", map.pk), form)
    client.post(url("new_point", map.pk), form)
    point = MapPoint.objects.get()
    assert (point.column, point.row, point.noted_by, str(point.pk)) == (3, 4, house.yuli, form["nonce"])
    client.force_login(house.hilda)
    page = client.get(url("change_point", point.pk))
    client.post(url("change_point", point.pk), sent(page.context["form"], words="Olla común Buen Corazón"))
    point.refresh_from_db()
    assert (point.words, point.noted_by) == ("Olla común Buen Corazón", house.yuli)
    record.rebuild()
    assert MapPoint.objects.get().words == "Olla común Buen Corazón"


@db
def test_a_phone_cannot_bring_in_coordinates_or_points_of_another_map(house):
    map, other = map_of(house), map_of(house, title="Otro")
    point = point_on(map, by=house.yuli)
    said = {"layer": "risk", "block": "", "square": "", "on": "2026-09-01", "reserve": "organisation"}

    def send(**words):
        return record.record(
            kind="exchange.point_noted",
            subject=words.pop("subject", map.pk),
            by=words.pop("by", house.yuli),
            payload={**said, "map": str(map.pk), "point": str(uuid7()), "words": "Pozo", **words},
            keep=True,
        ).code

    assert send(words="Está en -12.0464, -77.0428") == "too_exact"
    assert send(block="Mz C Lt 8") == "too_exact"
    assert send(square="Z1") == "bad_square"
    assert send(by=house.rosa) == "unknown_map"
    assert send(map=str(other.pk)) == "bad_payload"
    assert send(map=str(other.pk), subject=other.pk, point=str(point.pk)) == "id_taken"
    assert send() == ""


@db
def test_points_are_read_by_their_own_level_and_never_wider_than_the_map(client, house):
    map = map_of(house, reserve="network")
    point_on(map, by=house.amanda, words="Para todas", reserve="public")
    point_on(map, by=house.amanda, words="Solo la directiva", reserve="participants")
    client.force_login(house.hilda)
    words = client.get(url("map", map.pk)).content.decode()
    assert "Para todas" in words
    assert "Solo la directiva" not in words
    seat_for(house.hilda, house.kitchen)
    assert "Solo la directiva" in client.get(url("map", map.pk)).content.decode()
    client.force_login(house.rosa)
    assert client.get(url("map", map.pk)).status_code == 404
    public = MapPoint.objects.get(words="Para todas")
    assert client.get(url("change_point", public.pk)).status_code == 404


@db
def test_the_address_of_a_photo_does_not_open_it_and_its_place_is_gone(client, house):
    map = map_of(house)
    point = point_on(map, by=house.yuli)
    client.force_login(house.yuli)
    form = sent(client.get(url("change_point", point.pk)).context["form"])
    client.post(url("change_point", point.pk), {**form, "photo": photo()})
    point.refresh_from_db()
    address = url("point_photo", point.pk)
    answer = client.get(address)
    content = b"".join(answer.streaming_content)
    assert Image.open(BytesIO(content)).getexif() == {}
    assert "no-store" in answer["Cache-Control"]
    for member, status in ((house.hilda, 200), (house.rosa, 404)):
        client.force_login(member)
        assert client.get(address).status_code == status
    assert client.get(f"/media/{point.photo}").status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


@db
def test_a_removed_point_is_off_the_map_and_its_photo_is_deleted(client, house, django_capture_on_commit_callbacks):
    map = map_of(house)
    kept = services.kept_photo(photo(), by=house.yuli)
    point = point_on(map, by=house.yuli, photo=kept)
    client.force_login(house.hilda)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("remove_point", point.pk), {"nonce": str(uuid7())})
    assert not private_storage().exists(kept)
    assert "Huaico" not in client.get(url("map", map.pk)).content.decode()
    assert client.get(url("change_point", point.pk)).status_code == 404
    # A later word from a phone that was out of signal does not bring it back.
    services.note_point(
        map=map,
        point=point.pk,
        by=house.yuli,
        nonce=uuid7(),
        layer="risk",
        words="Huaico grande",
        block="",
        square="",
        on=date(2026, 9, 2).isoformat(),
        reserve="organisation",
    )
    assert MapPoint.objects.get().removed_at


@db
def test_a_photo_that_is_none_is_said_and_what_she_typed_stays(client, house):
    map = map_of(house)
    client.force_login(house.yuli)
    form = sent(client.get(url("new_point", map.pk)).context["form"], layer="risk", words="Huaico")
    broken = SimpleUploadedFile("foto.jpg", b"no soy una foto")
    page = client.post(url("new_point", map.pk), {**form, "photo": broken})
    assert page.status_code == 422
    assert "no es una foto" in page.content.decode()
    assert "Huaico" in page.content.decode()
    assert not MapPoint.objects.exists()


@db
def test_the_outline_is_marked_row_by_row_and_a_sketch_lies_under_it(client, house):
    map = map_of(house)
    client.force_login(house.yuli)
    page = client.get(url("change_map", map.pk))
    client.post(url("change_map", map.pk), sent(page.context["form"], from_0=2, to_0=4, from_1=6, to_1=3, from_2=5))
    map.refresh_from_db()
    assert map.outline[:4] == [[2, 4], [3, 6], [5, 5], None]
    client.post(url("sketch_map", map.pk), {"sketch": photo()})
    page = client.get(url("map", map.pk))
    assert page.context["drawing"].outline.startswith("M")
    assert url("map_sketch", map.pk) in page.content.decode()
    assert client.post(url("sketch_map", map.pk), {}).status_code == 422, "a tap without a photo takes nothing away"
    assert CommunityMap.objects.get().sketch
    client.post(url("sketch_map", map.pk), {"remove": "1"})
    assert CommunityMap.objects.get().sketch == ""


@db
def test_a_map_begins_with_the_sketch_in_one_screen_and_the_list_says_what_to_do_without(client, house):
    client.force_login(house.yuli)
    assert "Dibujen su barrio" in client.get(url("maps")).content.decode()
    form = sent(client.get(url("new_map")).context["form"], title="Zona alta")
    broken = client.post(url("new_map"), {**form, "sketch": SimpleUploadedFile("foto.jpg", b"nada")})
    assert broken.status_code == 422
    assert not CommunityMap.objects.exists()
    client.post(url("new_map"), {**form, "sketch": photo()})
    assert CommunityMap.objects.get().sketch
    bare = map_of(house, title="Zona baja")
    listed = client.get(url("maps"))
    assert listed.context["to_draw"] == {bare.pk}
    assert url("sketch_map", bare.pk) in listed.content.decode()


@db
def test_a_point_leads_to_its_problems_and_its_promise_as_far_as_she_may_read_them(client, house):
    map = map_of(house)
    point = point_on(map, by=house.yuli)
    open_one, closed = (
        Issue.objects.create(organisation=house.kitchen, title=title, reserve=level)
        for title, level in (("Falta agua", "organisation"), ("De la directiva", "participants"))
    )
    promise = Commitment.objects.create(
        organisation=house.kitchen, words="Pondremos un pilón", made_on=date(2026, 9, 1), institution_said="Municipio"
    )
    client.force_login(house.amanda)
    tied = {"issues": [open_one.pk, closed.pk], "commitment": promise.pk}
    assert client.post(url("tie_point", point.pk), tied).status_code == 302
    client.force_login(house.hilda)
    words = client.get(url("map", map.pk)).content.decode()
    assert "Falta agua" in words
    assert "Pondremos un pilón" in words
    assert "De la directiva" not in words
    assert "De la directiva" not in client.get(url("tie_point", point.pk)).content.decode()
    # What is not hers to read is not hers to untie.
    client.post(url("tie_point", point.pk), {"issues": []})
    point.refresh_from_db()
    assert list(point.issues.all()) == [closed]
    assert point.commitment is None


@db
def test_a_map_costs_the_same_with_many_points(client, house, django_assert_max_num_queries):
    map = map_of(house)
    for _n in range(12):
        point_on(map, by=house.yuli)
    client.force_login(house.hilda)
    # session, user, standing 3, map, points, their issues, cycles, menus.
    with django_assert_max_num_queries(12):
        client.get(url("map", map.pk))
