"""Hours without pay and rural organisations: said by those whose they are, told only where five stand behind it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.core.ids import uuid7
from academy.core.models import Event
from leadership.figures import asked, sheet, tables
from leadership.figures.scope import Scope
from leadership.home import rural
from leadership.hours import rules
from leadership.hours.views import say
from leadership.metrics.shapes import months_later
from leadership.models import HoursSaid, HourWorth, RuralSaid
from leadership.path import her_data
from tests.courses.factories import MemberFactory, organisation

from .pipeline import counted, facts_of, network
from .test_home import enter
from .women import TODAY

pytestmark = pytest.mark.django_db


def figures(snapshot, **more):
    return sheet.figures(facts_of(snapshot, **more), {snapshot.root.path: snapshot})


def test_she_says_her_hours_changes_them_and_takes_them_back(client):
    here = network()
    client.force_login(here.rosa)
    page = reverse("leadership:my_hours")
    for typed in ("doscientas", "113", "-3"):
        refused = client.post(page, {"hours": typed, "nonce": str(uuid7())})
        assert refused.status_code == 422, typed
        assert f'value="{typed}"' in refused.content.decode()
    number = str(uuid7())
    for _twice in range(2):
        assert client.post(page, {"hours": "20", "nonce": number}).status_code == 302
    assert HoursSaid.objects.get(member=here.rosa).hours == 20
    assert Event.objects.filter(kind="leadership.hours_said").count() == 1
    assert {section.code: section.rows for section in her_data.shown(here.rosa)}["hours"]
    client.post(page, {"hours": "", "nonce": str(uuid7())})
    assert not HoursSaid.objects.exists()


def test_a_word_counts_for_a_year():
    assert rules.counts(said_on=months_later(TODAY, -11), today=TODAY)
    assert not rules.counts(said_on=months_later(TODAY, -12), today=TODAY)


def test_hours_are_a_sum_of_five_or_more_of_a_whole_tree_and_have_a_value_where_one_is_said():
    here = network(women=0)
    women = [MemberFactory(member_of=here.kitchen) for _n in range(5)]
    for woman in women[:4]:
        say(member=woman, hours=10, nonce=uuid7())
    snapshot = counted(here.federation)
    hidden = figures(snapshot)["unpaid_hours"]
    assert (hidden.value, hidden.n, hidden.parts) == (None, None, {})
    say(member=women[4], hours=30, nonce=uuid7())
    snapshot = counted(here.federation)
    found = figures(snapshot)
    assert (found["unpaid_hours"].value, found["unpaid_hours"].n) == (70, 5)
    assert found["unpaid_value"].why
    assert figures(snapshot, scope=Scope(trees=(here.kitchen.path,)))["unpaid_hours"].value is None
    HourWorth.objects.create(organisation=here.federation, amount="4.50", source="Norma inventada")
    snapshot = counted(here.federation)
    assert figures(snapshot)["unpaid_value"].value == 315
    rows = tables.table_of("unpaid_value", facts_of(snapshot), {snapshot.root.path: snapshot}).all_rows()
    assert "Norma inventada" in str(list(rows))


def test_what_an_hour_is_worth_is_said_by_the_organiser_of_the_whole_with_its_source(client):
    here = network()
    page = reverse("leadership:hour_worth", args=[here.federation.pk])
    assert enter(client, here.rosa).get(page).status_code == 403
    hers = enter(client, here.ana)
    assert hers.get(reverse("leadership:hour_worth", args=[here.kitchen.pk])).status_code == 404
    refused = hers.post(page, {"amount": "5,00", "source": ""})
    assert refused.status_code == 422
    assert "5,00" in refused.content.decode()
    assert hers.post(page, {"amount": "0", "source": "x"}).status_code == 422
    assert hers.post(page, {"amount": "5.00", "source": "Sueldo mínimo, norma inventada"}).status_code == 302
    assert HourWorth.objects.get().said_by == here.ana


def test_the_board_says_whether_it_is_rural_and_may_take_it_back(client):
    here = network()
    page = reverse("leadership:rural", args=[here.kitchen.pk])
    assert enter(client, here.lidia).get(page).status_code == 403
    hers = enter(client, here.ana)
    hers.post(page, {"rural": "yes"})
    assert RuralSaid.objects.get().rural
    assert hers.get(page).context["form"]["rural"].value() == "yes"
    hers.post(page, {"rural": ""})
    assert not RuralSaid.objects.exists()


def test_rural_narrows_seats_and_is_told_of_organisations_where_five_stand_on_both_sides(monkeypatch):
    here = network(women=0)
    kitchens = [organisation(f"Comedor {n}", below=here.federation) for n in range(10)]
    women = [MemberFactory(member_of=kitchen) for kitchen in kitchens]
    monkeypatch.setattr("leadership.snapshots.facts.trained_since", lambda day: {woman.pk for woman in women[:5]})
    snapshot = counted(here.federation)
    assert figures(snapshot)["rural_reached"].why == "Todavía no hay datos."
    for kitchen in kitchens[:9]:
        rural.say(organisation=kitchen, by=here.ana, rural=True, at=timezone.now())
    rural.say(organisation=here.kitchen, by=here.ana, rural=False)
    snapshot = counted(here.federation)
    assert figures(snapshot)["rural_reached"].why == "Se reserva: son pocas organizaciones."
    rural.say(organisation=kitchens[9], by=here.ana, rural=True)
    snapshot = counted(here.federation)
    assert figures(snapshot)["rural_reached"].parts == {"some": 5, "of": 10}
    assert figures(snapshot, rural=True)["coverage_true"].n == 0, "the only seats are in town"
    assert figures(snapshot, rural=False)["coverage_true"].n == 4


def test_the_zone_asked_for_is_in_the_address_and_back():
    for rural_ in (True, False, None):
        first = asked.Asked(rural=rural_)
        given = dict(pair.split("=") for pair in first.query().split("&") if pair)
        assert asked.read(given)[0].rural is rural_
    assert asked.read({"zona": "mar"})[0].rural is None
