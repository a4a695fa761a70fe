"""Years that nobody meant are asked about, on the page and from a phone."""

from datetime import date, timedelta

import pytest
from django import forms
from django.urls import reverse

from academy.core.days import FIRST, LAST, DayField
from academy.core.ids import uuid7
from academy.core.record import Unfit
from academy.core.record.reading import day_of
from peer_exchange.commitments import escalation
from peer_exchange.commitments import rules as promises
from peer_exchange.cycles import rules as cycles
from peer_exchange.cycles.steps import STEPS
from peer_exchange.sessions import rules as sessions
from peer_exchange.visits import rules as visits


@pytest.mark.parametrize("typed", ["0026-11-22", "9999-12-31", "0001-01-01", "1949-12-31"])
def test_a_year_that_nobody_meant_is_asked_about(typed):
    with pytest.raises(forms.ValidationError, match="Revisa el año"):
        DayField().clean(typed)
    with pytest.raises(Unfit, match="Revisa el año"):
        day_of({"on": typed}, "on")
    assert DayField().clean("2028-02-29") == date(2028, 2, 29)
    with pytest.raises(forms.ValidationError):
        DayField().clean("2027-02-29")


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_whatever_day_is_taken_can_be_reckoned_with(day):
    today = date(2026, 11, 22)
    assert visits.returns_of(day)
    assert promises.checks(day)
    assert promises.due(day)
    assert promises.next_check(day, last=day)
    assert sessions.window_of(held_on=day, until=None) - day > timedelta(0)
    for step in STEPS:
        cycles.due_on(step, dialogue_on=day, opened_on=today, at=today)
    for step in escalation.STEPS:
        escalation.answer_due(step.code, day)


def test_a_cycle_of_the_year_26_is_not_begun_and_nothing_she_typed_is_lost(house, client):
    client.force_login(house.yuli)
    said = {
        "nonce": str(uuid7()),
        "organisation": house.kitchen.pk,
        "title": "Que llegue el agua",
        "dialogue_on": "0026-11-22",
        "reserve": "organisation",
    }
    answer = client.post(reverse("exchange:new_cycle"), said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Revisa el año." in page
    assert "Que llegue el agua" in page
