"""Days as they are written by hand, meetings by what they are of, questions for each."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.circles import rules

TODAY = date(2026, 11, 22)
days = st.dates(min_value=date(2025, 1, 1), max_value=TODAY)


@settings(max_examples=40)
@given(days)
def test_a_day_is_read_however_it_is_written(day):
    written = [
        day.isoformat(),
        day.strftime("%d/%m/%Y"),
        day.strftime("%d-%m-%y"),
        f"{day.day}.{day.month}.{day.year} ",
    ]
    assert {rules.read_day(text, today=TODAY) for text in written} == {day}


@settings(max_examples=40)
@given(st.dates(min_value=TODAY - timedelta(days=364), max_value=TODAY))
def test_without_a_year_it_is_the_latest_such_day(day):
    assert rules.read_day(f"{day.day}/{day.month}", today=TODAY) == day


@settings(max_examples=60)
@given(st.text(max_size=14))
def test_whatever_is_typed_is_a_day_or_none(text):
    found = rules.read_day(text, today=TODAY)
    assert found is None or isinstance(found, date)


@pytest.mark.parametrize("text", ["", "31/02/2026", "45/45", "ayer", "2026-13-01", "22/11/20266"])
def test_what_is_no_day_is_none(text):
    assert rules.read_day(text, today=TODAY) is None


def test_a_meeting_of_tomorrow_or_of_long_ago_is_refused_with_its_reason():
    assert rules.may_be_on(TODAY, today=TODAY)
    assert rules.may_be_on(TODAY + timedelta(days=1), today=TODAY).code == "future_day"
    assert rules.may_be_on(TODAY - timedelta(days=731), today=TODAY).code == "too_old"


def test_a_meeting_is_named_by_circle_lesson_and_day_alone():
    circle, lesson, other = (
        "01a20219-3b6c-784a-b528-92f2944cf207",
        *(f"00000000-0000-0000-0000-00000000000{n}" for n in "12"),
    )
    same = rules.meeting_id(circle, lesson, TODAY)
    assert same == rules.meeting_id(circle, lesson, TODAY)
    assert same != rules.meeting_id(circle, other, TODAY)
    assert same != rules.meeting_id(circle, lesson, TODAY - timedelta(days=1))


@settings(max_examples=30)
@given(st.uuids(), st.uuids(), st.lists(st.uuids().map(str), min_size=1, max_size=6, unique=True))
def test_the_question_for_one_woman_is_one_of_the_lesson_and_always_the_same(meeting, member, questions):
    found = rules.check_question(meeting, member, questions)
    assert found in questions
    assert found == rules.check_question(str(meeting), str(member), questions)
    assert rules.check_question(meeting, member, []) == ""
