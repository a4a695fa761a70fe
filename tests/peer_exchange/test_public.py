"""The public face: what the organisation shows to strangers, and takes back at once."""

import re

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core.ids import uuid7
from peer_exchange.commitments import services as promises
from peer_exchange.models import Commitment, CorrectionRequest, PublicFace
from peer_exchange.public import rules, services

from .promises import KITS, promise, valley


@pytest.fixture
def here(db):
    house = valley()
    house.row = promise(house, followers=[house.nora, house.yuli], official_said="Anselmo Rivas")
    house.hidden = promise(house, words="Lo que no se publica.")
    assert services.open_face(organisation=house.kitchen, by=house.lidia, intro="Nuestras promesas.")
    assert services.publish(commitment=house.row, words=KITS, by=house.lidia)
    house.face = PublicFace.objects.get()
    house.address = reverse("exchange:open_commitments", args=[house.face.slug])
    house.table = reverse("exchange:open_table", args=[house.face.slug])
    return house


def test_strangers_read_words_dates_and_state_and_no_name(here, client):
    page = client.get(here.address).content.decode()
    for shown in (KITS, "Municipalidad del Valle", "20 de enero de 2026", "20 de julio de 2026", "nuevo"):
        assert shown in page
    for hidden in ("Lidia", "Nora", "Yuli", "Anselmo", "Lo que no se publica"):
        assert hidden not in page


def test_taking_one_down_and_the_whole_page_is_immediate_and_leaves_no_copy(here, client):
    for address in (here.address, here.table):
        answer = client.get(address)
        assert answer["Cache-Control"] == "no-store, max-age=0"
        assert "X-Relevo-Keep" not in answer
        assert "noarchive" in answer["X-Robots-Tag"]
    client.force_login(here.lidia)
    client.post(reverse("exchange:unpublish_commitment", args=[here.row.pk]))
    client.logout()
    assert KITS not in client.get(here.address).content.decode()
    services.publish(commitment=here.row, words=KITS, by=here.lidia)
    assert KITS in client.get(here.address).content.decode()
    client.force_login(here.lidia)
    client.post(reverse("exchange:take_down_face", args=[here.kitchen.pk]))
    client.logout()
    gone = client.get(here.address)
    assert gone.status_code == 410
    assert KITS not in gone.content.decode()
    ask = reverse("exchange:ask_correction", args=[here.face.slug, here.row.pk])
    assert client.get(ask).status_code == 410
    assert client.get(reverse("exchange:open_commitments", args=["otra"])).status_code == 404


def test_made_more_reserved_it_is_gone_from_the_page_too(here, client):
    Commitment.objects.filter(pk=here.row.pk).update(reserve="participants")
    assert KITS not in client.get(here.address).content.decode()
    assert services.publish(commitment=Commitment.objects.get(pk=here.row.pk), words=KITS, by=here.lidia).code == (
        "reserved"
    )


def corrected(here, by, **changes):
    versions = promises.standing_versions(here.row)
    said = {name: versions[-1].payload[name] for name in promises.BLANK if name not in ("followers", "based_on")}
    outcome = promises.note(
        organisation=here.kitchen,
        commitment=here.row.pk,
        by=by,
        nonce=uuid7(),
        followers=versions[-1].payload["followers"],
        based_on=[versions[-1].pk],
        **{**said, "territory": None, **changes},
    )
    assert outcome, outcome.reason


def test_what_stands_beside_published_words_is_the_boards_too_and_names_no_woman(here, client):
    """Institution, post and unit follow corrections: any woman of the kitchen may make one, strangers read it."""
    corrected(here, here.yuli, due_on="2026-08-01")
    assert "1 de agosto de 2026" in client.get(here.address).content.decode()
    corrected(here, here.yuli, post_said="alcalde que no cumple")
    page = client.get(here.address).content.decode()
    assert "no cumple" not in page
    assert KITS not in page
    assert services.publish(commitment=Commitment.objects.get(pk=here.row.pk), words=KITS, by=here.lidia)
    corrected(here, here.lidia, post_said="alcalde")
    assert KITS in client.get(here.address).content.decode()
    corrected(here, here.lidia, unit="kits de Lidia Quispe")
    assert "Quispe" not in client.get(here.address).content.decode()
    assert (
        services.publish(commitment=Commitment.objects.get(pk=here.row.pk), words=KITS, by=here.lidia).code == "names"
    )


def test_only_the_table_may_be_framed_and_only_where_they_said_so(here, client):
    closed = client.get(here.table)
    assert closed.status_code == 410
    assert KITS not in closed.content.decode()
    services.open_face(organisation=here.kitchen, by=here.lidia, embeddable=True)
    table, page = client.get(here.table), client.get(here.address)
    assert KITS in table.content.decode()
    assert "X-Frame-Options" not in table
    assert "frame-ancestors *" in table["Content-Security-Policy"]
    assert "script-src" not in table["Content-Security-Policy"]
    assert "<script" not in table.content.decode()
    assert "<form" not in table.content.decode()
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert not table.cookies


def test_words_that_name_a_woman_are_refused_and_nothing_is_lost(here, client):
    client.force_login(here.lidia)
    address = reverse("exchange:publish_commitment", args=[here.hidden.pk])
    refused = client.post(address, {"words": "Se lo prometió a lidia  QUISPE."})
    assert refused.status_code == 422
    assert "Lidia Quispe" in refused.content.decode()
    perhaps = client.post(address, {"words": "En la fiesta de Santa Nora."})
    assert perhaps.status_code == 422
    assert "no es de una compañera" in perhaps.content.decode()
    assert client.post(address, {"words": "En la fiesta de Santa Nora.", "sure": "on"}).status_code == 302
    here.hidden.refresh_from_db()
    assert here.hidden.public_words == "En la fiesta de Santa Nora."
    assert client.post(address, {"words": "Llama al 987 654 321."}).status_code == 422


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Le dijo a Doña Hilda que sí", ["Doña Hilda"]),
        ("HILDA", ["Doña Hilda"]),
        ("hilda en minúsculas", []),
        ("Apagaron la luz del pasaje", []),
        ("Vino Luz con la carta", ["Luz"]),
        ("Matilda no está", []),
    ],
)
def test_a_name_is_found_whole_and_with_a_capital(words, found):
    assert rules.named_in(words, {"Doña Hilda", "Luz"}) == found


@settings(max_examples=60)
@given(before=st.text(max_size=30), after=st.text(max_size=30))
def test_a_whole_name_is_never_published(before, after):
    words = f"{before} María Ñahui {after}"
    assert not rules.may_publish(words=words, names={"María Ñahui"}, reserve="organisation", sure=True)


def test_who_does_not_lead_cannot_publish(here, client):
    for woman, status in ((here.yuli, 403), (here.rosa, 404)):
        client.force_login(woman)
        assert client.post(reverse("exchange:publish_commitment", args=[here.row.pk])).status_code == status
        assert client.post(reverse("exchange:unpublish_commitment", args=[here.row.pk])).status_code == status
        assert client.post(reverse("exchange:take_down_face", args=[here.kitchen.pk])).status_code == status
    client.force_login(here.olga)
    assert client.get(reverse("exchange:public_face", args=[here.kitchen.pk])).status_code == 200


def test_anybody_may_ask_for_a_correction_and_the_organisation_answers(here, client):
    ask = reverse("exchange:ask_correction", args=[here.face.slug, here.row.pk])
    assert client.post(ask, {"words": ""}).status_code == 422
    client.post(ask, {"words": "Fueron cinco meses.", "contact": "mesa de partes"})
    client.post(ask, {"words": "compra aquí", "web": "http://x"})
    asked = CorrectionRequest.objects.get()
    hidden = reverse("exchange:ask_correction", args=[here.face.slug, here.hidden.pk])
    assert client.get(hidden).status_code == 404
    for _more in range(services.MOST_OPEN_REQUESTS):
        client.post(ask, {"words": "otra vez"})
    assert CorrectionRequest.objects.count() == services.MOST_OPEN_REQUESTS
    client.force_login(here.lidia)
    assert "Fueron cinco meses." in client.get(reverse("exchange:public_face", args=[here.kitchen.pk])).content.decode()
    client.post(reverse("exchange:answer_correction", args=[here.kitchen.pk, asked.pk]), {"answer": "Es así."})
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("Es así.", here.lidia)


def test_two_organisations_of_one_name_have_two_addresses(here):
    twin = here.elsewhere
    type(twin).objects.filter(pk=twin.pk).update(name=here.kitchen.name)
    twin.refresh_from_db()
    services.open_face(organisation=twin, by=here.rosa)
    slugs = set(PublicFace.objects.values_list("slug", flat=True))
    assert len(slugs) == 2
    assert all(re.fullmatch(r"[a-z0-9-]+", slug) for slug in slugs)
