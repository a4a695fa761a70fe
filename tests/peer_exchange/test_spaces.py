"""Spaces, our seats in them, and the directory of institutions."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.core.ids import uuid7
from academy.members.exporting import kinds
from academy.members.her_data import registry
from peer_exchange.commitments import names
from peer_exchange.models import Institution, Official, Space, SpaceSeat
from peer_exchange.spaces import services
from peer_exchange.spaces.directory import split_who

from .promises import KITS, promise, valley


@pytest.fixture
def here(db):
    house = valley()
    house.space = services.save_space(
        organisation=house.kitchen, by=house.lidia, number=uuid7(), name="Mesa de salud", kind="working_table"
    )
    today = timezone.localdate()
    house.seat = services.give_seat(
        space=house.space,
        by=house.lidia,
        holder=house.nora,
        name="titular",
        since=today - timedelta(days=300),
        until=today + timedelta(days=20),
        mandate="Libro 1, página 9",
    )
    return house


def test_a_space_shows_who_sits_there_until_when_and_what_was_promised(here, client):
    promise(here, space=str(here.space.pk))
    client.force_login(here.yuli)
    page = client.get(reverse("exchange:space", args=[here.space.pk])).content.decode()
    for shown in ("Nora", "termina en 20 días", "Libro 1, página 9", KITS):
        assert shown in page


def test_strangers_do_not_find_it_and_others_of_the_network_read_no_names(here, client):
    address = reverse("exchange:space", args=[here.space.pk])
    client.force_login(here.rosa)
    assert client.get(address).status_code == 404
    Space.objects.update(reserve="public")
    page = client.get(address).content.decode()
    assert "Mesa de salud" in page
    assert "Nora" not in page
    assert "1 asiento nuestro" in page
    assert client.post(reverse("exchange:change_space", args=[here.space.pk])).status_code == 403


def test_a_seat_is_given_and_left(here, client):
    client.force_login(here.lidia)
    new = reverse("exchange:new_space_seat", args=[here.space.pk])
    assert client.post(new, {"since": "2026-01-01"}).status_code == 422
    twice = {"since": "2026-02-01", "until": "2026-01-01", "holder": here.yuli.pk}
    assert "antes de empezar" in client.post(new, twice).content.decode()
    for _again in range(2):
        client.post(new, {"since": "2026-01-01", "holder_name": "Doña Simona", "name": "alterna"})
    assert SpaceSeat.objects.filter(holder_name="Doña Simona").count() == 1
    client.post(reverse("exchange:end_space_seat", args=[here.space.pk, here.seat.pk]), {"ended_on": "2026-10-01"})
    here.seat.refresh_from_db()
    assert here.seat.ended_on == date(2026, 10, 1)
    now, before = services.seats_of(here.space)
    assert [seat.holder_name for seat in now] == ["Doña Simona"]
    assert before == [here.seat]


def test_the_same_form_makes_one_space(here, client):
    client.force_login(here.yuli)
    said = {"nonce": str(uuid7()), "organisation": here.kitchen.pk, "name": "Red", "kind": "network"}
    said["reserve"] = "organisation"
    for _again in range(2):
        assert client.post(reverse("exchange:new_space"), said).status_code == 302
    assert Space.objects.filter(name="Red").count() == 1


def test_the_directory_is_shared_by_a_tree_and_by_nobody_else(here, client):
    row = promise(here)
    client.force_login(here.olga)
    page = client.get(reverse("exchange:institutions")).content.decode()
    assert "Municipalidad del Valle" in page
    assert row.institution.kind == Institution.Kind.MUNICIPALITY
    client.force_login(here.rosa)
    assert "Municipalidad del Valle" not in client.get(reverse("exchange:institutions")).content.decode()
    assert client.get(reverse("exchange:institution", args=[row.institution_id])).status_code == 404


def test_a_post_changes_hands_in_the_directory(here, client):
    row = promise(here)
    client.force_login(here.yuli)
    address = reverse("exchange:institution", args=[row.institution_id])
    client.post(address, {"post": "Gerenta", "name": "Ana Sosa", "since": "2025-01-01"})
    client.post(address, {"post": "GERENTA", "name": "Eva Lino", "since": "2026-01-01"})
    first, second = Official.objects.order_by("since")
    assert (first.post, first.until, second.until) == (second.post, date(2026, 1, 1), None)
    client.post(reverse("exchange:remove_official", args=[row.institution_id, first.pk]))
    assert Official.objects.get() == second


def test_names_of_who_sits_where_go_out_only_through_the_engine(here):
    found = names.seats(organisation=here.federation, params={}, by=here.olga)
    assert found.members == {here.nora.pk}
    assert found.rows[1][3] == "Nora"
    assert kinds.get("exchange.space_seats") is not None


def test_her_data_shows_her_promises_questions_and_seats(here):
    promise(here, followers=[here.nora, here.yuli])
    part = next(part for part in registry.parts() if part.code == "promises")
    told = {section.code: len(section.rows) for section in part.shown(here.nora)}
    assert told == {
        "commitments_noted": 0,
        "commitments_followed": 1,
        "follow_ups": 0,
        "steps": 0,
        "space_seats": 1,
        "holidays": 0,
    }
    assert len(part.shown(here.yuli)[0].rows) == 1


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("Municipalidad, gerente de salud, Juan, el nuevo", ("Municipalidad", "gerente de salud", "Juan, el nuevo")),
        ("MIDIS", ("MIDIS", "", "")),
        ("", ("", "", "")),
    ],
)  # fmt: skip
def test_who_promised_is_institution_then_post_then_person(said, parts):
    assert split_who(said) == parts
