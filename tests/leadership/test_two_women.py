"""Two women for every change: whom it is about is not one of them, whatever the kind of change."""

from datetime import date

import pytest
from django.urls import reverse

from academy.core.ids import uuid7
from academy.members.models import BoardRules, Seat
from academy.members.seats.rules import planned_end
from academy.members.services.access import Refused
from leadership.models import EmergencyCover
from leadership.register import services
from tests.courses.factories import MemberFactory, organisation

from .women import TODAY, house, kind, sits


@pytest.fixture
def here(db):
    return house()


def test_who_stands_in_does_not_approve_her_own_beginning(here):
    """She may be on the board already: by that she would be the second woman for herself."""
    fiscal = Seat.objects.create(organisation=here.kitchen, kind=kind("fiscal", "Fiscal"))
    sits(fiscal, here.lidia)
    EmergencyCover.objects.create(seat=here.seat, member=here.lidia, since=TODAY)
    change = services.propose(
        organisation=here.kitchen,
        by=here.rosa,
        kind="start_cover",
        payload={"seat": here.seat.pk, "since": TODAY.isoformat(), "until": "", "acta": ""},
    )
    with pytest.raises(Refused) as refused:
        services.approve(change=change, by=here.lidia)
    assert refused.value.decision.code == "about_her"
    services.approve(change=change, by=here.ana)


def row(here, holder, line=1):
    return {
        "line": line,
        "organisation": here.kitchen.pk,
        "place": here.kitchen.name,
        "kind": here.seat.kind.code,
        "seat_name": "Presidenta",
        "own_name": "",
        "number": 1,
        "alternate": False,
        "holder": str(holder.pk),
        "name": holder.display_name,
        "since": TODAY.isoformat(),
        "until": TODAY.replace(year=TODAY.year + 2, day=1).isoformat(),
        "ended_on": "",
        "acta": "Libro 1, página 2",
        "acta_pending": False,
        "candidates": None,
    }


def test_a_list_of_boards_is_not_approved_by_a_woman_who_stands_in_it(here):
    fiscal = Seat.objects.create(organisation=here.kitchen, kind=kind("fiscal", "Fiscal"))
    sits(fiscal, here.lidia)
    change = services.propose(
        organisation=here.kitchen, by=here.rosa, kind="boards", payload={"rows": [row(here, here.lidia)]}
    )
    with pytest.raises(Refused) as refused:
        services.approve(change=change, by=here.lidia)
    assert refused.value.decision.code == "about_her"
    services.approve(change=change, by=here.ana)


def test_the_last_day_of_the_calendar_is_answered_in_words(here, client):
    BoardRules.objects.create(organisation=here.kitchen, term_months=24, source="Estatuto")
    client.force_login(here.rosa)
    said = {
        "nonce": str(uuid7()),
        "holder_name": "María Quispe",
        "since": date.max.isoformat(),
        "until": "",
        "acta": "Libro 1",
    }
    answer = client.post(reverse("leadership:record_term", args=[here.seat.pk]), said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Revisa el año." in page
    assert "María Quispe" in page
    assert planned_end(date.max, 24) == date.max


def test_a_woman_of_the_base_does_not_search_all_women_of_her_federation_by_a_letter(here, client):
    """Whose name she knows she finds; the others are for who sits there or organises."""
    other = organisation("Comedor Hermano", below=here.federation)
    MemberFactory(display_name="Celia Rojas", member_of=other)
    seat = Seat.objects.create(organisation=here.federation, kind=kind())
    address = reverse("leadership:record_term", args=[seat.pk])

    def found(woman, wanted):
        client.force_login(woman)
        return "Celia Rojas" in client.get(address, {"q": wanted}).content.decode().replace(f'value="{wanted}"', "")

    assert not found(here.rosa, "e")
    assert found(here.rosa, "celia rojas")
    assert found(here.ana, "celia")


def test_what_she_changed_after_going_back_is_proposed_and_not_lost(here):
    """The form has its number still; a second tap of the same words is one change."""
    number = uuid7()

    def proposed(months):
        said = {"term_months": months, "most_terms": None, "source": "Estatuto", "published": False}
        return services.propose(organisation=here.kitchen, by=here.rosa, kind="rules", payload=said, change_id=number)

    first = proposed(24)
    assert proposed(24) == first
    second = proposed(36)
    assert second != first
    assert second.payload["term_months"] == 36
