"""Notices that came late, or never; and holidays that a decree declared."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.core.ids import uuid7
from peer_exchange.calendar import add_working_days, declared, holiday_on
from peer_exchange.calendar import services as calendar
from peer_exchange.commitments import services
from peer_exchange.models import DeclaredHoliday, EscalationStep, Evidence

from .promises import promise, valley
from .said import noted


@pytest.fixture
def here(db):
    return valley()


@pytest.fixture(autouse=True)
def nothing_declared():
    """What one test declares is forgotten with it."""
    declared.forget()
    yield
    declared.forget()


def url(name, *args):
    return reverse(f"exchange:{name}", args=args)


def sent(client, address, **said):
    return client.post(address, {"nonce": str(uuid7()), "words": "Capacitación", "dated": "2026-06-03", **said})


def test_a_notice_that_came_after_its_day_is_proof_with_both_days(client, here):
    row = promise(here)
    client.force_login(here.nora)
    missing = sent(client, url("late_notice", row.pk), what="late")
    assert missing.status_code == 422
    assert "Capacitación" in missing.content.decode(), "what she typed stays"
    data = {
        "nonce": str(uuid7()),
        "what": "late",
        "words": "Taller",
        "dated": "2026-06-03",
        "received_on": "2026-06-05",
    }
    for _twice in range(2):
        assert client.post(url("late_notice", row.pk), data).status_code == 302
    proof = Evidence.objects.get()
    assert (proof.shows, proof.days_of_notice, proof.reserve) == ("notice", -2, "organisation")
    assert "avisaron tarde" in client.get(url("commitment", row.pk)).content.decode()


def test_a_notice_that_never_came_needs_neither_a_photo_nor_its_day(client, here):
    session = noted(here.yuli, here.kitchen)
    client.force_login(here.nora)
    assert (
        sent(client, url("late_notice_of_session", session.pk), what="none", received_on="2026-06-08").status_code
        == 302
    )
    proof = Evidence.objects.get()
    assert (proof.received_on, proof.session_id) == (None, session.pk)
    assert "08/06/2026" in proof.words
    shown = client.get(url("session", session.pk)).content.decode()
    assert "no avisaron" in shown
    client.force_login(here.rosa)
    assert client.get(url("late_notice_of_session", session.pk)).status_code == 404
    assert client.get(url("late_notice", uuid7())).status_code == 404


def test_a_day_that_an_organiser_declares_moves_the_terms_that_run_and_moves_them_back(client, here):
    row = promise(here)
    taken = services.escalate(commitment=row, by=here.yuli, nonce=uuid7(), step="reminder", on=date(2026, 11, 9))
    before = EscalationStep.objects.get(pk=taken.id).answer_due_on
    assert before == date(2026, 11, 23)
    client.force_login(here.nora)
    data = {"nonce": str(uuid7()), "day": "2026-11-13", "name": "Puente", "source": "DS 100-2026-PCM"}
    assert client.post(url("holidays"), data).status_code == 403, "who organises writes it down"
    client.force_login(here.olga)
    for _twice in range(2):
        client.post(url("holidays"), data)
    assert DeclaredHoliday.objects.get().added_by == here.olga
    assert EscalationStep.objects.get(pk=taken.id).answer_due_on == date(2026, 11, 24)
    assert holiday_on(date(2026, 11, 13)) == "Puente"
    assert "DS 100-2026-PCM" in client.get(url("holidays")).content.decode()
    client.post(url("take_off_holiday", DeclaredHoliday.objects.get().pk))
    assert EscalationStep.objects.get(pk=taken.id).answer_due_on == before
    assert not holiday_on(date(2026, 11, 13))


def test_a_weekend_a_holiday_by_law_and_a_wrong_year_are_told(client, here):
    client.force_login(here.olga)
    for day, words in (("2026-11-14", "sábado o domingo"), ("2026-12-25", "Navidad"), ("0026-11-13", "Revisa el año")):
        answer = client.post(url("holidays"), {"day": day, "name": "Puente", "source": "DS"})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not DeclaredHoliday.objects.exists()


def test_a_due_day_on_a_declared_day_says_when_offices_work_again(client, here):
    day = timezone.localdate() + timedelta(days=30)
    while day != add_working_days(day - timedelta(days=1), 1):
        day += timedelta(days=1)
    row = promise(here, due_on=day)
    calendar.declare(day=day, name="Duelo nacional", source="DS", by=here.olga)
    client.force_login(here.nora)
    assert "Duelo nacional" in client.get(url("commitment", row.pk)).content.decode()
