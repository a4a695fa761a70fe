"""Exchange visits: two sides, what is tried at home, what is told back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from academy.core.ids import uuid7
from peer_exchange.models import ExchangeVisit, VisitTry
from peer_exchange.reserve import standing_of
from peer_exchange.visits import naming, rules, services
from tests.courses.factories import MemberFactory, organisation
from tests.peer_exchange.gathering import DAY, sent

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"exchange:{name}", args=args)


def visit_of(house, **words):
    said = {"title": "El huerto", "starts_on": DAY, "state": "held", "reserve": "organisation", **words}
    return services.plan_visit(id=uuid7(), host=house.kitchen, guests=[house.elsewhere], by=house.yuli, **said)


def test_returns_fall_due_thirty_and_ninety_days_after_the_last_day():
    assert rules.returns_of(DAY) == {30: DAY + timedelta(days=30), 90: DAY + timedelta(days=90)}


def test_host_and_guests_read_and_write_it_and_nobody_else_knows_it(client, house):
    visit = visit_of(house)
    other = MemberFactory(member_of=organisation("Otra"))
    for member, status in ((house.yuli, 200), (house.rosa, 200), (other, 404)):
        client.force_login(member)
        assert client.get(url("visit", visit.pk)).status_code == status
        assert client.get(url("tell_back", visit.pk, 30)).status_code == status


def test_a_visit_for_the_boards_alone_is_hidden_from_the_guests_members(client, house):
    visit = visit_of(house, reserve="participants")
    client.force_login(house.rosa)
    assert client.get(url("visit", visit.pk)).status_code == 404


def test_she_writes_organisations_down_by_name_or_code(client, house):
    client.force_login(house.yuli)
    page = client.get(url("new_visit"))
    form = sent(page.context["form"], title="El huerto", guests=f"federación DEL valle\n{house.elsewhere.code}")
    answer = client.post(url("new_visit"), form)
    assert answer.status_code == 302
    visit = ExchangeVisit.objects.get()
    assert visit.host == house.kitchen
    assert set(visit.guests.all()) == {house.federation, house.elsewhere}
    assert client.post(url("new_visit"), form).url == answer.url
    assert ExchangeVisit.objects.count() == 1


def test_an_organisation_that_nobody_knows_is_named_in_the_answer_and_nothing_is_lost(client, house):
    client.force_login(house.yuli)
    form = sent(client.get(url("new_visit")).context["form"], title="El huerto", guests="Comedor Inventado")
    answer = client.post(url("new_visit"), form)
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "No encontramos «Comedor Inventado»" in words
    assert "El huerto" in words
    assert not ExchangeVisit.objects.exists()


def test_names_of_a_foreign_tree_are_not_found_but_its_code_is(house):
    standing = standing_of(house.yuli)
    assert naming.organisations_named(["Comedor Lejano"], standing) == ([], ["Comedor Lejano"])
    assert naming.organisations_named([house.elsewhere.code.lower()], standing)[0] == [house.elsewhere]


def test_she_cannot_write_a_visit_in_which_her_organisation_has_no_part(client, house):
    third = organisation("Tercera")
    client.force_login(house.yuli)
    form = sent(client.get(url("new_visit")).context["form"], title="X", host=third.code, guests=house.elsewhere.code)
    assert client.post(url("new_visit"), form).status_code == 422


def test_a_planned_visit_asks_for_no_return_and_what_was_told_survives_a_new_date(house):
    visit = visit_of(house, state="planned")
    assert not visit.returns.exists()
    said = {"host": visit.host, "guests": [house.elsewhere], "by": house.yuli}
    services.change_visit(visit=visit, state="held", **said)
    thirty = visit.returns.get(days=30)
    assert rules.due_now(visit.returns.all(), DAY + timedelta(days=30)) == [thirty]
    services.tell_back(row=thirty, by=house.rosa, words="Ya sembramos")
    services.change_visit(visit=visit, ends_on=DAY + timedelta(days=1), **said)
    thirty.refresh_from_db()
    assert (thirty.words, thirty.due_on) == ("Ya sembramos", DAY + timedelta(days=31))
    services.change_visit(visit=visit, state="planned", **said)
    assert [each.days for each in visit.returns.all()] == [30]


def test_each_side_tells_of_what_it_tried_itself(client, house):
    visit = visit_of(house)
    client.force_login(house.rosa)
    page = client.get(url("visit", visit.pk))
    assert list(page.context["try_form"].fields["organisation"].queryset) == [house.elsewhere]
    data = {"words": "Compost", "organisation": house.elsewhere.pk, "by_when": "2026-10-01"}
    client.post(url("will_try", visit.pk), data)
    client.post(url("will_try", visit.pk), data)
    row = VisitTry.objects.get()
    client.force_login(house.yuli)
    assert client.post(url("tried", visit.pk, row.pk), {"result": "x"}).status_code == 403
    client.force_login(house.rosa)
    client.post(url("tried", visit.pk, row.pk), {"result": "Salió bien", "done": "on"})
    row.refresh_from_db()
    assert row.done_on
    assert row.result == "Salió bien"
