"""Rules of terms, against plain recounts."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.members.seats.rules import (
    Rule,
    Span,
    cautions,
    may_abolish,
    may_end,
    may_last,
    may_sit,
    may_stand_on,
    planned_end,
    rule_of,
    terms_in_a_row,
)

START = date(2020, 1, 1)


def span(person, first, last, *, alternate=False, open_=False):
    since = START + timedelta(days=first)
    until = START + timedelta(days=last)
    return Span(
        person=person, name=person, since=since, until=until, ended=None if open_ else until, alternate=alternate
    )


SPANS = st.builds(
    lambda person, first, length, open_, alternate: span(
        person, first, first + length, open_=open_, alternate=alternate
    ),
    st.sampled_from("ABCDEF"),
    st.integers(0, 40),
    st.integers(1, 30),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=80)
@given(st.lists(SPANS, max_size=8), st.integers(0, 2))
def test_whatever_is_let_in_no_day_has_two_holders_nor_too_many_alternates(wanted, alternates):
    sitting = []
    for each in wanted:
        if may_sit(each, sitting, alternates=alternates):
            sitting.append(each)
    for number in range(100):
        day = START + timedelta(days=number)
        there = [each for each in sitting if each.covers(day)]
        assert sum(not each.alternate for each in there) <= 1
        assert sum(each.alternate for each in there) <= alternates
        assert len({each.person for each in there}) == len(there)


@settings(max_examples=60)
@given(SPANS, SPANS)
def test_two_spans_meet_exactly_when_they_share_a_day(one, other):
    shared = any(one.covers(START + timedelta(days=n)) and other.covers(START + timedelta(days=n)) for n in range(120))
    assert one.meets(other) == other.meets(one) == shared


def test_one_may_follow_the_other_on_the_same_day():
    assert may_sit(span("B", 10, 20), [span("A", 0, 10)], alternates=0)


def test_an_overdue_holder_still_sits_until_her_end_is_written_down():
    refusal = may_sit(span("B", 50, 60), [span("A", 0, 10, open_=True)], alternates=0)
    assert refusal.code == "overlap"
    assert "A" in refusal.reason


def test_a_seat_that_was_abolished_takes_nobody_after_that_day():
    gone = START + timedelta(days=15)
    assert may_sit(span("A", 0, 10), [], alternates=0, abolished_on=gone)
    assert may_sit(span("A", 0, 20), [], alternates=0, abolished_on=gone).code == "abolished"


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        (date(2020, 1, 1), date(2019, 1, 1), "backwards"),
        (date(2020, 1, 1), date(2020, 1, 1), "backwards"),
        (date(2020, 1, 1), date(2040, 1, 1), "too_long"),
        (date(1020, 1, 1), date(2022, 1, 1), "too_early"),
        (date(2029, 1, 1), date(2031, 1, 1), "too_far"),
    ],
)
def test_slips_of_the_pen_in_dates_are_named(since, until, code):
    assert may_last(since=since, until=until, today=date(2026, 1, 1)).code == code


def test_a_term_ends_on_a_day_that_has_come():
    today = date(2026, 5, 5)
    assert may_end(since=date(2026, 1, 1), on=today, today=today)
    assert may_end(since=date(2026, 1, 1), on=today + timedelta(days=1), today=today).code == "not_yet"
    assert may_end(since=date(2026, 1, 1), on=date(2025, 1, 1), today=today).code == "backwards"


def test_the_planned_end_knows_short_months():
    assert planned_end(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert planned_end(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert planned_end(date(2026, 3, 8), 24) == date(2028, 3, 8)


def test_a_seats_own_rule_goes_before_its_boards_and_says_where_it_stands():
    assert rule_of((None, None, ""), (24, 2, "Estatuto")) == Rule(24, 2, "Estatuto")
    assert rule_of((12, None, "Acta 3"), (24, 2, "Estatuto")) == Rule(12, 2, "Acta 3")
    assert rule_of((None, None, ""), ()) == Rule()


def test_terms_in_a_row_break_where_another_sat_between():
    spans = [span("A", 0, 10), span("B", 10, 20), span("A", 20, 30), span("A", 30, 40)]
    spans.append(span("B", 32, 35, alternate=True))
    assert terms_in_a_row("A", spans, at=START + timedelta(days=35)) == 2
    assert terms_in_a_row("A", spans, at=START + timedelta(days=5)) == 1
    assert terms_in_a_row("B", spans, at=START + timedelta(days=35)) == 0


def test_cautions_are_silent_where_all_is_usual():
    assert cautions(rule=Rule(24, 2, "Estatuto"), in_a_row=2, other_seats=[], months=24) == []
    assert len(cautions(rule=Rule(24, 2, ""), in_a_row=3, other_seats=["Fiscal"], months=60)) == 3


def test_an_acta_or_the_word_pending_is_needed():
    assert not may_stand_on(acta="  ", pending=False)
    assert may_stand_on(acta="", pending=True)
    assert may_stand_on(acta="Libro 1", pending=False)


def test_a_seat_without_a_holder_closes_without_more():
    today = date(2026, 5, 5)
    assert may_abolish(holders=[], ends_terms=False, on=today, today=today)
    assert may_abolish(holders=["Rosa"], ends_terms=True, on=today, today=today)
    assert may_abolish(holders=["Rosa"], ends_terms=False, on=today, today=today).code == "held"
