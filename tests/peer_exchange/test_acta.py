"""The acta companion: words to copy, cautions, papers, the photo of what was signed. Never the acta."""

import io
from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from academy.core.private_files import private_storage
from academy.members.models import BoardRules
from peer_exchange.acta import papers, rules, services, words
from peer_exchange.acta import text as copied
from peer_exchange.attendance import services as attendance
from peer_exchange.evidence import services as evidence
from peer_exchange.models import ActaRules, Evidence
from peer_exchange.reserve import Reserve

from .said import DAY, noted, point, seated, written


def photo(side=1600, **options):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camara inventada"
    exif.get_ifd(0x8825)[1] = "S"
    Image.effect_noise((side, side), 90).convert("RGB").save(out, "JPEG", quality=95, exif=exif, **options)
    return SimpleUploadedFile("foto.jpg", out.getvalue(), "image/jpeg")


def get(client, name, *args, **query):
    return client.get(reverse(f"exchange:{name}", args=args), query)


# --- Words ------------------------------------------------------------------------------------------------

UNITS = {"uno": 1, "una": 1, "veintiún": 21, "un": 1}


def read(text):
    """The number that Spanish words say: written the other way round than ``words.number``."""
    values = {words.number(n): n for n in [*range(30), *range(30, 100, 10), 100, *range(200, 1000, 100)]}
    values |= {"ciento": 100, "veintiún": 21, "un": 1}
    total = part = 0
    for word in text.split():
        if word == "y":
            continue
        if word == "mil":
            total, part = (part or 1) * 1000, 0
        else:
            part += values[word]
    return total + part


@settings(max_examples=60)
@given(st.integers(0, words.MOST))
def test_numbers_in_words_say_the_number(n):
    assert read(words.number(n)) == n


def test_days_and_hours_are_written_as_in_a_book():
    assert words.day(date(2026, 11, 22)) == "veintidós de noviembre de dos mil veintiséis"
    assert words.day(date(2026, 1, 1)) == "primero de enero de dos mil veintiséis"
    assert words.hour(time(15, 30)) == "las quince horas con treinta minutos"
    assert words.hour(time(21)) == "las veintiuna horas"


# --- Quorum, board, signers ---------------------------------------------------------------------------------


@settings(max_examples=40)
@given(able=st.integers(1, 5000), percent=st.integers(0, 99))
def test_a_quorum_is_the_smallest_number_that_is_more_than_the_share(able, percent):
    must = rules.needed(able, percent)
    assert must * 100 > able * percent
    assert (must - 1) * 100 <= able * percent


def quiet(**changes):
    first = {
        "rules": rules.resolve([({"quorum_first": 50, "quorum_second": 0}, "Estatuto, art. 9", True)]),
        "call": "first",
        "able": 40,
        "present": 25,
        "board": [rules.Seated("Presidenta", DAY + timedelta(90), 1, 2, "Estatuto")],
        "outsiders": [],
        "on": DAY,
    }
    return [caution.code for caution in rules.cautions(**{**first, **changes})]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"present": 20}, ["no_quorum"]),
        ({"present": 20, "call": "second"}, []),
        ({"able": None}, ["no_able"]),
        ({"present": None}, ["no_present"]),
        ({"rules": rules.Rules()}, []),
        ({"board": []}, ["no_board"]),
        ({"board": [rules.Seated("Tesorera", DAY - timedelta(1))]}, ["expired"]),
        ({"board": [rules.Seated("Tesorera", DAY, 3, 2)]}, ["reelected"]),
        ({"outsiders": ["Ana"]}, ["outsiders"]),
    ],
)
def test_each_caution_is_said_when_it_is_true_and_only_then(changes, expected):
    assert quiet(**changes) == expected


def test_the_page_warns_of_quorum_board_reelection_and_signers(client, house):
    seated(house.hilda, house.kitchen, since=date(2020, 1, 1), until=date(2022, 1, 1))
    term = seated(house.hilda, house.kitchen, code="tesorera", until=date(2030, 1, 1))
    earlier = {"seat": term.seat, "holder": house.hilda, "person": house.hilda.pk, "acta": "Libro 1"}
    for year in (2018, 2021):
        type(term).objects.create(
            **earlier, since=date(year, 1, 1), until=date(year + 2, 1, 1), ended_on=date(year + 2, 1, 1)
        )
    BoardRules.objects.create(organisation=house.kitchen, most_terms=2, source="Estatuto, art. 20")
    ActaRules.objects.create(organisation=house.kitchen, quorum_first=60, source="Estatuto, art. 9")
    session = noted(house.yuli, house.kitchen, type="assembly", how_many=18)
    written(session, house.yuli, summary="x", able=40, call="first", points=[point("Elección")])
    session.refresh_from_db()
    people = [{"name": "Fuera del Padrón"}, {"member": str(house.yuli.pk)}]
    attendance.list_people(session=session, by=house.yuli, people=people, nonce=session.pk)
    client.force_login(house.hilda)
    codes = {caution.code for caution in get(client, "acta", session.pk).context["cautions"]}
    assert codes == {"no_quorum", "expired", "reelected", "outsiders"}


def test_rules_hold_from_the_nearest_that_says_something_each_with_its_source(house):
    layers = [
        ({"quorum_first": None, "notice_days": 5}, "Estatuto", True),
        ({"quorum_first": 60, "notice_days": 10}, "Ordenanza", False),
    ]
    found = rules.resolve(layers)
    assert (found.notice_days.value, found.notice_days.source) == (5, "Estatuto")
    assert (found.quorum_first.value, found.quorum_first.confirmed) == (60, False)
    shipped = services.rules_of(house.kitchen)
    assert (shipped.quorum_first.value, shipped.quorum_first.confirmed) == (50, False), "never printed as certain"


# --- The text to copy --------------------------------------------------------------------------------------


def test_the_text_to_copy_says_day_quorum_points_votes_and_is_read_aloud_at_the_end():
    session = SimpleNamespace(
        type="assembly",
        place="el local comunal",
        starts_at=time(15),
        ends_at=time(17, 10),
        held_on=date(2026, 11, 22),
        call="first",
        able=40,
        agenda="Kits\nCaja",
        organisation=SimpleNamespace(name="Comedor Sol"),
    )
    agreed = SimpleNamespace(
        order=1,
        topic="Kits",
        summary="Pedimos seis",
        outcome="agreement",
        agreed="Enviar una carta",
        consensus=False,
        votes_for=30,
        votes_against=0,
        abstained=2,
        responsible="Hilda",
        due_on=date(2026, 12, 1),
    )
    found = "\n".join(copied.paragraphs(session, [agreed], present=32, needed=21))
    for part in (
        "treinta y dos (32) socias",
        "Hay quórum",
        "Agenda: 1. Kits; 2. Caja.",
        "Acuerdo: Enviar una carta.",
        "a favor treinta (30), en contra cero (0), abstenciones dos (2)",
        "Para el primero de diciembre",
        "se leyó el acta en voz alta",
    ):
        assert part in found


# --- Papers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", papers.NAMES)
def test_each_paper_is_a_pdf_also_where_nothing_is_known_yet(name):
    ruled = rules.resolve([({"quorum_first": 50}, "Código Civil", False)])
    empty = papers.pdf(name, papers.Assembly(organisation="Comedor Sol"), ruled)
    assert empty.startswith(b"%PDF")
    assert b"pdfuaid" in empty


def test_a_rule_that_nobody_confirmed_is_not_printed_as_certain():
    known = papers.Assembly(organisation="Comedor Sol", able=40)
    unsure = rules.resolve([({"quorum_first": 50}, "Código Civil", False)])
    sure = rules.resolve([({"quorum_first": 50}, "Estatuto", True)])
    assert papers._convocation(known, unsure)["quorum"] == ""
    assert "21 de 40" in papers._convocation(known, sure)["quorum"]
    assert "Confírmenla" in papers._quorum(known, unsure)["source"]


def test_papers_before_an_assembly_come_from_the_form_and_are_not_kept(client, house):
    client.force_login(house.yuli)
    url = reverse("exchange:assembly", args=[house.kitchen.pk])
    form = {
        "type": "assembly",
        "held_on": "2026-12-05",
        "starts_at": "15:00",
        "second_at": "14:00",
        "paper": "convocation",
    }
    assert client.post(url, form).status_code == 422
    answer = client.post(url, {**form, "second_at": "15:30", "agenda": "Uno\nDos"})
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    client.force_login(house.rosa)
    assert client.post(url, form).status_code == 404


def test_the_list_with_names_is_printed_only_for_who_keeps_it(client, house):
    seated(house.hilda, house.kitchen)
    session = noted(house.yuli, house.kitchen, type="assembly")
    attendance.list_people(session=session, by=house.yuli, people=[{"name": "Ana"}], nonce=session.pk)
    from academy.core.models import AuditEntry
    from tests.courses.factories import MemberFactory

    client.force_login(MemberFactory(member_of=house.kitchen))
    assert get(client, "acta_paper", session.pk, "attendance").status_code == 200
    assert get(client, "acta_paper", session.pk, "attendance", nombres="").status_code == 403
    client.force_login(house.hilda)
    assert get(client, "acta_paper", session.pk, "attendance", nombres="").status_code == 200
    assert AuditEntry.objects.filter(action="exchange.attendance_printed", by=house.hilda.pk).count() == 1


def test_full_names_are_printed_for_the_board_and_not_for_whoever_noted_the_session(client, house, monkeypatch):
    """DESIGN, who sees what: a legal name is her board's, for an acta."""
    seated(house.hilda, house.kitchen)
    house.hilda.legal_name = "Hilda Mamani Condori"
    house.hilda.save()
    session = noted(house.yuli, house.kitchen, type="assembly")
    attendance.list_people(session=session, by=house.yuli, people=[{"member": str(house.hilda.pk)}], nonce=session.pk)
    printed = []
    monkeypatch.setattr(papers, "pdf", lambda name, assembly, ruled: printed.append(assembly.people) or b"")
    for reader in (house.yuli, house.hilda):
        client.force_login(reader)
        assert get(client, "acta_paper", session.pk, "attendance", nombres="").status_code == 200
    assert [people[0][0] for people in printed] == ["Hilda", "Hilda Mamani Condori"]


# --- Photos --------------------------------------------------------------------------------------------------


def test_a_signed_page_is_kept_small_without_where_and_only_for_its_readers(client, house, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    seated(house.hilda, house.kitchen)
    session = noted(house.yuli, house.kitchen, type="assembly")
    client.force_login(house.hilda)
    url = reverse("exchange:signed", args=[session.pk])
    taken = photo(900).read()
    assert len(taken) > 200 * 1024
    for _time in range(2):
        upload = SimpleUploadedFile("foto.jpg", taken)
        assert client.post(url, {"shows": "signed_page", "photo": upload}).status_code == 302
    kept = Evidence.objects.get()
    content = private_storage().open(kept.photo).read()
    assert len(content) <= 200 * 1024
    assert not Image.open(io.BytesIO(content)).getexif()
    assert kept.reserve == Reserve.PARTICIPANTS
    address = reverse("exchange:photo", args=[kept.pk])
    given_out = client.get(address)
    assert b"".join(given_out.streaming_content) == content
    assert "no-store" in given_out["Cache-Control"]
    for woman, expected in ((house.rosa, 404), (None, 302)):
        client.logout()
        if woman:
            client.force_login(woman)
        assert client.get(address).status_code == expected, "its address is not enough"


def test_faces_need_their_yes_and_a_list_goes_after_two_years(client, house, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    session = noted(house.yuli, house.kitchen, type="assembly")
    client.force_login(house.yuli)
    url = reverse("exchange:signed", args=[session.pk])
    refused = client.post(url, {"shows": "scene", "photo": photo(200), "faces": "on"})
    assert refused.status_code == 422
    assert not Evidence.objects.exists()
    client.post(url, {"shows": "attendance", "photo": photo(200)})
    name = Evidence.objects.get().photo
    assert evidence.forget_old(at=timezone.now() + timedelta(days=700)) == 0
    assert evidence.forget_old(at=timezone.now() + timedelta(days=740)) == 1
    assert not Evidence.objects.exists()
    assert private_storage().exists(name), "the file goes once that is committed"


def test_what_is_no_photo_is_told_beside_the_field(client, house, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    session = noted(house.yuli, house.kitchen, type="assembly")
    client.force_login(house.yuli)
    url = reverse("exchange:signed", args=[session.pk])
    answer = client.post(url, {"shows": "page", "photo": SimpleUploadedFile("x.jpg", b"nada")})
    assert answer.status_code == 422
    assert "photo" in answer.context["form"].errors
