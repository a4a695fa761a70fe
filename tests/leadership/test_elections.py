"""When boards end and when their base is told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from academy.members.models import Seat
from leadership.elections.rules import AHEAD, NOTICES, Election, elections_of

from .women import TODAY, house, kind, sits

DAYS = st.integers(-900, 900)


@settings(max_examples=60)
@given(st.lists(DAYS, max_size=8))
def test_each_seat_that_ends_within_a_year_stands_in_exactly_one_election(ends):
    today = date(2026, 6, 1)
    found = elections_of([(today + timedelta(days=n), at) for at, n in enumerate(ends)], today=today)
    told = sorted(seat for election in found for seat in election.seats)
    assert told == [at for at, n in enumerate(ends) if n <= AHEAD]
    assert [election.on for election in found] == sorted({election.on for election in found})


@settings(max_examples=60)
@given(DAYS)
def test_the_stage_is_the_last_notice_that_has_come(left):
    today = date(2026, 6, 1)
    election = Election(on=today + timedelta(days=left), seats=())
    come = [days for days, day, has_come in election.notices(today) if has_come and day <= today]
    if left < 0:
        assert election.stage(today) == "overdue"
        assert come == list(NOTICES)
    else:
        assert election.stage(today) == (come[-1] if come else "later")


@pytest.fixture
def here(db):
    return house()


def test_a_socia_of_the_base_reads_what_ends_and_a_text_without_names(here, client):
    sits(here.seat, here.rosa, since=TODAY - timedelta(days=700), days=745)
    Seat.objects.create(organisation=here.kitchen, kind=kind("fiscal", "Fiscal"))
    client.force_login(here.nora)
    page = client.get(reverse("leadership:elections", args=[here.kitchen.pk])).content.decode()
    assert "Faltan 45 días" in page
    assert "faltan 45 días" in page
    assert "Fiscal" in page
    assert "Rosa" not in page


def test_a_board_whose_time_is_over_is_told_without_blame(here, client):
    sits(here.seat, here.rosa, since=TODAY - timedelta(days=800), days=730)
    client.force_login(here.nora)
    page = client.get(reverse("leadership:elections", args=[here.kitchen.pk])).content.decode()
    assert "Período vencido" in page
    assert "Toca convocar a elección" in page


def test_the_calendar_file_has_the_days_to_come_as_whole_days(here, client):
    sits(here.seat, here.rosa, since=TODAY - timedelta(days=700), days=745)
    client.force_login(here.nora)
    answer = client.get(reverse("leadership:elections_ics", args=[here.kitchen.pk]))
    days = [event.decoded("dtstart") for event in Calendar.from_ical(answer.content).walk("VEVENT")]
    assert days == [TODAY + timedelta(days=15), TODAY + timedelta(days=45)]
    assert all(type(day) is date for day in days)
    assert b"Rosa" not in answer.content
