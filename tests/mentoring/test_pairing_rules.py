"""Pure rules of a pair's life."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.pairing import rules

TODAY = date(2026, 11, 20)
moves = st.lists(st.sampled_from(sorted(rules.MOVES)), max_size=12)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@settings(max_examples=60)
@given(moves)
def test_a_pair_only_makes_moves_that_its_state_allows_and_never_lives_again(walk):
    state = rules.AGREEING
    for move in walk:
        allowed = rules.may_move(state, move)
        if allowed:
            assert state in rules.LIVING, "what has ended stays ended"
            state = rules.after(move)
        else:
            assert str(allowed)
            assert state not in rules.MOVES[move][0]
        assert state in (*rules.LIVING, *rules.ENDED)


def test_no_pair_is_active_without_an_agreement():
    for move, (sources, target) in rules.MOVES.items():
        if rules.AGREEING in sources and target in rules.LIVING:
            assert move == "agree"


@settings(max_examples=60)
@given(days, days, st.none() | days, days)
def test_a_meeting_lies_between_the_beginning_the_end_and_today(met, began, ended, today):
    allowed = rules.may_log(met_on=met, began_on=began, ended_on=ended, today=today)
    assert bool(allowed) == (began <= met <= today and (ended is None or met <= ended))


@settings(max_examples=60)
@given(st.integers(0, 200), st.integers(0, 9), st.booleans())
def test_check_ins_never_go_backwards(passed, meetings, closing):
    order = [None, "start", "middle", "end"]

    def due(after, met):
        return order.index(
            rules.check_in_due(agreed_on=TODAY, meetings=met, closing=closing, today=TODAY + timedelta(days=after))
        )

    assert due(passed, meetings) <= due(passed + 1, meetings)
    assert due(passed, meetings) <= due(passed, meetings + 1)


def test_check_ins_come_after_two_weeks_in_the_middle_and_at_the_end():
    def due(after, meetings=0, closing=False):
        today = TODAY + timedelta(days=after)
        return rules.check_in_due(agreed_on=TODAY, meetings=meetings, closing=closing, today=today)

    assert [due(13), due(14), due(56), due(112)] == [None, "start", "middle", "end"]
    assert (due(1, meetings=3), due(1, meetings=6), due(1, closing=True)) == ("middle", "end", "end")
    assert rules.check_in_due(agreed_on=None, meetings=9, closing=True, today=TODAY) is None


def text(id, *, by, minute, based_on=None, yes=()):
    at = datetime(2026, 11, 20, 12, minute, tzinfo=UTC)
    accepted = {by: at, **{woman: at + timedelta(minutes=1) for woman in yes}}
    return rules.Wording(id=id, based_on=based_on, written_at=at, accepted=accepted)


def test_two_texts_written_at_once_both_wait():
    one, two = text("a", by="y", minute=0), text("b", by="h", minute=0)
    assert rules.standing_and_open([two, one], ("y", "h")) == (None, [one, two])


def test_two_changes_of_one_text_both_wait_beside_the_one_in_force():
    first = text("a", by="y", minute=0, yes=["h"])
    hers, mine = text("b", by="h", minute=5, based_on="a"), text("c", by="y", minute=5, based_on="a")
    assert rules.standing_and_open([first, hers, mine], ("y", "h")) == (first, [hers, mine])


def test_what_both_accept_is_in_force_and_the_others_no_longer_wait():
    one, two = text("a", by="y", minute=0), text("b", by="h", minute=1, yes=["y"])
    assert rules.standing_and_open([one, two], ("y", "h")) == (two, [])


def test_a_text_that_was_changed_further_no_longer_waits():
    one, two = text("a", by="y", minute=0), text("b", by="h", minute=1, based_on="a")
    assert rules.standing_and_open([one, two], ("y", "h")) == (None, [two])


def test_what_is_due_is_told_calmly_and_in_order():
    told = {
        "state": "active",
        "every_days": 14,
        "last_contact_on": TODAY - timedelta(days=30),
        "agreed_on": TODAY - timedelta(days=60),
        "meetings": 1,
        "check_ins": set(),
        "closings": 0,
        "closed_by_her": False,
        "today": TODAY,
    }
    assert rules.due(**told) == ["check_in", "meeting"]
    assert rules.due(**{**told, "check_ins": {"middle"}}) == ["meeting"]
    assert rules.due(**{**told, "state": "paused", "check_ins": {"middle"}}) == []
    assert rules.due(**{**told, "closings": 1}) == ["closing", "check_in"]
    assert rules.due(**{**told, "state": "agreeing"}) == ["agreement"]
    assert rules.due(**{**told, "state": "changed"}) == []


def test_nobody_is_asked_again_after_a_change():
    def asked(**changes):
        told = {"state": "closed", "ending": "mutual", "ended_on": TODAY, "today": TODAY + timedelta(days=90)}
        return rules.follow_up_due(**{**told, **changes})

    assert asked()
    assert not asked(today=TODAY + timedelta(days=89))
    assert not asked(state="changed", ending="change")
    assert not asked(ending="left")


def test_a_pause_ends_on_a_day_to_come_within_half_a_year():
    assert rules.may_pause(resume_on=None, today=TODAY)
    assert rules.may_pause(resume_on=TODAY + timedelta(days=1), today=TODAY)
    assert rules.may_pause(resume_on=TODAY, today=TODAY).code == "past"
    assert rules.may_pause(resume_on=TODAY + timedelta(days=200), today=TODAY).code == "too_far"
