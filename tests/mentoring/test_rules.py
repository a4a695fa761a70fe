"""Pure decisions about profiles and proposals."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring import rules

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
STATES = st.sampled_from(["draft", "open", "paired", "declined", "expired", "withdrawn"])


@settings(max_examples=40)
@given(STATES, st.integers(-40, 40))
def test_only_what_is_open_and_has_time_left_can_be_answered(state, hours):
    decision = rules.may_answer(state=state, expires_at=NOW + timedelta(hours=hours), at=NOW)
    assert bool(decision) == (state == "open" and hours > 0)
    assert decision or str(decision)


@settings(max_examples=40)
@given(st.integers(0, 8), st.integers(0, 8))
def test_nobody_gets_more_than_her_places(living, capacity):
    assert bool(rules.has_room(capacity=capacity, living=living)) == (living < capacity)


@settings(max_examples=40)
@given(st.integers(0, 8), st.integers(0, 3))
def test_who_learns_has_one_companion_and_five_open_proposals_at_most(waiting, living):
    decision = rules.may_want_another(living=living, open_proposals=waiting)
    assert bool(decision) == (living < rules.MOST_COMPANIONS and waiting < rules.MOST_OPEN)


@settings(max_examples=40)
@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.none() | st.dates(date(2025, 6, 1), date(2027, 6, 1)))
def test_an_answer_counts_at_least_today_and_no_longer_than_its_cycle(today, ends):
    last = rules.good_until(today=today, cycle_ends=ends)
    assert last >= today
    assert last == ends or ends is None or ends < today


@settings(max_examples=40)
@given(st.lists(st.integers(0, 100), min_size=6, max_size=6))
def test_weights_make_a_hundred_or_it_is_said_what_they_make(parts):
    problem = rules.weights_problem(dict(zip("abcdef", parts, strict=True)))
    assert (problem is None) == (sum(parts) == 100)
    assert problem is None or str(sum(parts)) in problem
