"""Boards and their register: what two women may do to it, and what nobody may."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import reverse

from academy.core.ids import uuid7
from academy.members.models import BoardRules, Notice, Seat, Term, Territory
from academy.members.seats import services as seats
from academy.members.seats.querysets import boards_visible_to
from academy.members.services.access import Refused
from academy.members.services.territories import load
from leadership.models import ChangeRequest, RegisterLine
from leadership.querysets import register_of
from leadership.register import services
from leadership.register.boards import board_of
from tests.courses.factories import MemberFactory

from .women import TODAY, house, kind, sits, term_payload


@pytest.fixture
def here(db):
    return house()


def proposed(here, by=None, holder=None, **more):
    return services.propose(
        organisation=here.kitchen,
        by=by or here.rosa,
        kind="record_term",
        payload=term_payload(here.seat, holder or here.nora, **more),
    )


# --- Two women -----------------------------------------------------------------------------------


def test_nothing_is_written_before_a_second_woman_says_yes(here):
    change = proposed(here)
    assert not Term.objects.exists()
    services.approve(change=change, by=here.lidia)
    assert Term.objects.get().holder == here.nora


def test_who_proposed_it_cannot_approve_it_not_even_in_the_database(here):
    change = proposed(here)
    with pytest.raises(Refused, match="Tú lo propusiste"):
        services.approve(change=change, by=here.rosa)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.filter(pk=change.pk).update(state="approved", decided_by=here.rosa)


def test_she_whom_it_is_about_does_not_decide_it(here):
    with pytest.raises(Refused, match="habla de ti"):
        services.approve(change=proposed(here), by=here.nora)


def test_once_somebody_sits_only_those_with_a_seat_or_the_organiser_decide(here):
    sits(here.seat, here.rosa, since=TODAY - timedelta(days=400))
    change = proposed(here, by=here.lidia, ends_previous=True)
    other = MemberFactory(display_name="Tula", member_of=here.kitchen)
    with pytest.raises(Refused, match="quien tiene un cargo"):
        services.approve(change=change, by=other)
    services.approve(change=change, by=here.ana)
    assert Term.objects.filter(holder=here.nora).exists()


def test_a_stranger_cannot_propose(here):
    with pytest.raises(Refused):
        proposed(here, by=here.eva)


def test_the_same_form_sent_twice_is_one_change(here):
    number = uuid7()
    for _n in range(2):
        services.propose(
            organisation=here.kitchen,
            by=here.rosa,
            kind="record_term",
            payload=term_payload(here.seat, here.nora),
            change_id=number,
        )
    assert ChangeRequest.objects.count() == 1


def test_a_decided_change_is_decided_once(here):
    change = proposed(here)
    services.approve(change=change, by=here.lidia)
    with pytest.raises(Refused, match="ya se decidió"):
        services.refuse(change=change, by=here.ana, reason="no")


def test_what_no_longer_fits_when_it_is_approved_is_refused_and_stays_open(here):
    first, second = proposed(here), proposed(here, holder=here.lidia, by=here.rosa)
    services.approve(change=first, by=here.lidia)
    with pytest.raises(Refused, match="el cargo lo tiene Nora"):
        services.approve(change=second, by=here.ana)
    second.refresh_from_db()
    assert second.state == "open"
    assert Term.objects.count() == 1


def test_every_step_leaves_a_line_that_nobody_can_change(here):
    change = proposed(here)
    services.refuse(change=change, by=here.lidia, reason="Es otra página")
    assert list(RegisterLine.objects.order_by("pk").values_list("action", flat=True)) == ["proposed", "refused"]
    line = RegisterLine.objects.first()
    for attempt in (
        line.save,
        line.delete,
        RegisterLine.objects.all().delete,
        lambda: RegisterLine.objects.update(by=None),
    ):
        with pytest.raises(TypeError):
            attempt()


def test_a_clock_set_back_does_not_make_the_answer_older_than_its_question(here):
    late = datetime(2026, 11, 22, 12, tzinfo=UTC)
    change = services.propose(
        organisation=here.kitchen,
        by=here.rosa,
        kind="rules",
        payload={"term_months": 24, "most_terms": 2, "source": "Estatuto", "published": False},
        at=late,
    )
    decided = services.approve(change=change, by=here.lidia, at=late - timedelta(hours=1))
    assert decided.decided_at == late


def test_she_is_told_that_her_seat_was_written_down(here):
    services.approve(change=proposed(here), by=here.lidia)
    assert Notice.objects.get(member=here.nora).kind == "seats_term_recorded"


# --- Bad input -----------------------------------------------------------------------------------


def test_a_seat_with_a_holder_closes_only_when_it_is_said_what_becomes_of_her(here):
    term = sits(here.seat, here.rosa)
    with pytest.raises(Refused, match="Ahí está Rosa"):
        seats.abolish_seat(seat=here.seat, by=here.ana, on=TODAY, acta="Libro 2")
    seats.abolish_seat(seat=here.seat, by=here.ana, on=TODAY, acta="Libro 2", ends_terms=True)
    term.refresh_from_db()
    assert (term.ended_on, term.ended_how) == (TODAY, "abolished")
    with pytest.raises(Refused, match="ya se cerró"):
        seats.change_seat(seat=here.seat, by=here.ana, hours=3)
    again = seats.add_seat(organisation=here.kitchen, by=here.ana, kind=kind())
    assert again.number == 1


def test_a_woman_in_three_seats_at_once_is_allowed_and_pointed_out(here):
    for code in ("presidenta", "tesorera", "fiscal"):
        own = Seat.objects.get_or_create(organisation=here.kitchen, kind=kind(code, code.title()))[0]
        said = seats.cautions_for(
            seat=own, person=here.rosa.pk, since=TODAY - timedelta(days=100), until=TODAY + timedelta(days=600)
        )
        sits(own, here.rosa)
    assert len(said) == 1
    assert "Presidenta" in said[0]
    assert "Tesorera" in said[0]
    places, _board = board_of(here.kitchen)
    assert [place.other_seats for place in places] == [2, 2, 2]


def test_a_term_without_acta_is_refused_with_a_way_to_say_pending(here):
    with pytest.raises(Refused, match="acta pendiente"):
        sits(here.seat, here.rosa, acta=" ")
    term = sits(here.seat, here.rosa, acta="", acta_pending=True)
    seats.complete_acta(term=term, by=here.ana, acta="Libro 3, página 1")
    with pytest.raises(Refused, match="ya tiene su acta"):
        seats.complete_acta(term=term, by=here.ana, acta="Otro")


def test_an_annulled_term_stays_and_leaves_the_seat_free(here):
    wrong = sits(here.seat, here.rosa)
    seats.annul_term(term=wrong, by=here.ana)
    sits(here.seat, here.lidia)
    assert Term.objects.count() == 2
    assert [place.holder.holder for place in board_of(here.kitchen)[0]] == [here.lidia]


def test_a_territory_merged_into_another_leaves_boards_as_they_were(here):
    from academy.members.territories import Place

    country = Place(code="PE", name="Perú", kind="country", depth=0, path="/PE/", parent_code=None, line=1)
    old = Place(code="150101", name="Viejo", kind="district", depth=1, path="/PE/150101/", parent_code="PE", line=2)
    load(places=[country, old], country="PE")
    here.kitchen.territory = Territory.objects.get(code="150101")
    here.kitchen.save()
    sits(here.seat, here.rosa)
    load(places=[country], country="PE")
    here.kitchen.refresh_from_db()
    assert here.kitchen.territory.name == "Viejo"
    assert board_of(here.kitchen)[0][0].holder.holder == here.rosa


def test_a_woman_who_goes_leaves_the_seat_with_nobodys_name(here):
    term = sits(here.seat, here.nora)
    here.nora.memberships.all().delete()
    here.nora.delete()
    term.refresh_from_db()
    assert term.holder is None
    assert term.name == "(sin nombre)"


def test_of_a_federations_thousand_seats_the_board_page_asks_no_more_often(here, django_assert_max_num_queries):
    for number in range(1, 6):
        seat = Seat.objects.create(organisation=here.kitchen, kind=kind("vocal", "Vocal"), number=number)
        sits(seat, MemberFactory(member_of=here.kitchen))
    with django_assert_max_num_queries(5):
        assert len(board_of(here.kitchen)[0]) == 6


# --- Who sees what -------------------------------------------------------------------------------


def test_a_board_is_seen_by_its_base_its_organiser_and_herself_only(here):
    sits(here.seat, here.eva)
    for woman in (here.rosa, here.ana, here.eva):
        assert here.kitchen in boards_visible_to(woman)
        assert Term.objects.visible_to(woman).count() == 1
    stranger = MemberFactory(member_of=here.far)
    root = MemberFactory(is_superuser=True)
    for person in (stranger, root, AnonymousUser()):
        assert here.kitchen not in boards_visible_to(person)
        assert not Term.objects.visible_to(person).exists()


def test_a_base_sees_the_board_of_the_federation_above_it(here):
    assert here.federation in boards_visible_to(here.rosa)
    assert here.kitchen not in boards_visible_to(MemberFactory(member_of=here.federation))


def test_what_an_organisation_publishes_anybody_reads_and_nobody_new_changes(here, client):
    address = reverse("leadership:board", args=[here.kitchen.pk])
    assert client.get(address).status_code == 302
    BoardRules.objects.create(organisation=here.kitchen, published=True)
    sits(here.seat, here.rosa)
    page = client.get(address)
    assert "Rosa" in page.content.decode()
    assert "registro/" not in page.content.decode()
    assert not register_of(AnonymousUser()).exists()


# --- Pages ---------------------------------------------------------------------------------------


def test_she_writes_down_who_was_elected_and_another_approves(here, client):
    client.force_login(here.rosa)
    address = reverse("leadership:record_term", args=[here.seat.pk])
    page = client.get(address, {"q": "nora"})
    assert "Nora" in page.content.decode()
    said = {
        "q": "nora",
        "holder": str(here.nora.pk),
        "since": "2026-01-10",
        "until": "2028-01-10",
        "acta": "Libro 1, página 4",
        "nonce": str(uuid7()),
    }
    answer = client.post(address, said)
    change = ChangeRequest.objects.get()
    assert answer.url == reverse("leadership:change", args=[change.pk])
    client.force_login(here.lidia)
    client.post(reverse("leadership:decide", args=[change.pk]), {"action": "approve"})
    assert Term.objects.get().holder == here.nora
    board = client.get(reverse("leadership:board", args=[here.kitchen.pk])).content.decode()
    assert "Nora" in board


def test_a_form_without_acta_says_what_to_do_and_keeps_what_she_typed(here, client):
    client.force_login(here.rosa)
    answer = client.post(
        reverse("leadership:record_term", args=[here.seat.pk]),
        {"holder_name": "Juana Mamani", "since": "2026-01-10", "until": "2028-01-10"},
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "acta pendiente" in text
    assert "Juana Mamani" in text


def test_a_second_re_election_is_pointed_out_before_it_is_sent_on(here, client):
    BoardRules.objects.create(organisation=here.kitchen, term_months=24, most_terms=1, source="Estatuto, art. 9")
    sits(here.seat, here.nora, since=TODAY - timedelta(days=730), days=720)
    client.force_login(here.rosa)
    said = {
        "q": "nora",
        "holder": str(here.nora.pk),
        "since": TODAY.isoformat(),
        "acta": "Libro 1",
        "ends_previous": "on",
    }
    address = reverse("leadership:record_term", args=[here.seat.pk])
    page = client.post(address, said).content.decode()
    assert "seguido número 2" in page
    assert not ChangeRequest.objects.exists()
    client.post(address, {**said, "sure": "1"})
    assert ChangeRequest.objects.count() == 1
