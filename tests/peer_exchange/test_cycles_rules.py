"""Steps, due dates, rotation, priorities, texts to send: pure."""

from datetime import date, timedelta
from itertools import permutations
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from peer_exchange import sharing
from peer_exchange.cycles import priorities, rules
from peer_exchange.cycles.rotation import OLD_VOICE, SLOTS, Role, Woman, propose
from peer_exchange.cycles.steps import STEPS

DAY = date(2026, 11, 22)
days = st.integers(-200, 200).map(lambda n: DAY + timedelta(days=n))


def said(state="open", due_on=None):
    return SimpleNamespace(state=state, due_on=due_on)


def test_there_are_twelve_steps_in_order_and_each_says_what_it_gives():
    assert [step.number for step in STEPS] == list(range(1, 13))
    assert all(str(step.gives) and str(step.who) and str(step.usual) for step in STEPS)


@given(days, days, days)
@settings(max_examples=40)
def test_steps_before_the_dialogue_fall_due_in_order_and_never_before_it_was_opened(dialogue, opened, at):
    due = [rules.due_on(step, dialogue_on=dialogue, opened_on=opened, at=at) for step in STEPS[:9]]
    assert due == sorted(due)
    assert all(day >= opened for day in due)
    if opened <= dialogue:
        assert due[6] == dialogue


def test_without_a_day_of_dialogue_nothing_is_due():
    assert all(rules.due_on(step, dialogue_on=None, opened_on=DAY, at=DAY) is None for step in STEPS)


def test_following_up_is_due_at_the_next_of_four_checks():
    follow_up = STEPS[9]

    def due(after):
        at = DAY + timedelta(days=after)
        return (rules.due_on(follow_up, dialogue_on=DAY, opened_on=DAY, at=at) - DAY).days

    assert [due(n) for n in (0, 15, 16, 31, 61, 200)] == [15, 15, 30, 60, 90, 90]


@given(st.dictionaries(st.integers(1, 12), st.sampled_from(["open", "done", "skipped"])))
@settings(max_examples=40)
def test_any_step_can_be_skipped_and_none_hides_the_rest(states):
    stands = rules.standings(
        {number: said(state) for number, state in states.items()}, dialogue_on=DAY, opened_on=DAY, at=DAY
    )
    assert [stand.step.number for stand in stands] == list(range(1, 13))
    ahead = rules.next_of(stands)
    still = [number for number in range(1, 13) if states.get(number, "open") == "open"]
    assert (ahead.step.number if ahead else None) == (still[0] if still else None)


def test_a_day_of_their_own_counts_before_the_usual_one():
    own = DAY + timedelta(days=3)
    stands = rules.standings({2: said(due_on=own)}, dialogue_on=DAY, opened_on=DAY, at=DAY)
    assert stands[1].due == own
    assert not stands[1].is_late(own)
    assert stands[1].is_late(own + timedelta(days=1))


# --- Rotation --------------------------------------------------------------------------------------

held = st.dictionaries(st.sampled_from(list(Role)), st.integers(1, 3), max_size=4)
women = st.lists(held, max_size=9).map(lambda rows: [Woman(f"w{n}", row) for n, row in enumerate(rows)])


def suits(woman, role, voice):
    return bool(woman.held.get(role)) == (voice == OLD_VOICE)


@given(women, st.randoms())
@settings(max_examples=80)
def test_whom_it_proposes_does_not_depend_on_the_order_of_the_women(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    assert propose(found) == propose(shuffled)


@given(women)
@settings(max_examples=80)
def test_nobody_is_asked_twice_while_somebody_is_free_and_a_seat_is_left_empty_only_without_women(found):
    asked = [ask.first.id for ask in propose(found) if ask.first]
    if len(found) >= len(SLOTS):
        assert len(set(asked)) == len(SLOTS)
    if found:
        # Two spokeswomen are two women; all other seats are always filled.
        assert len(asked) >= len(SLOTS) - (len(found) == 1)
    pairs = [(ask.role, ask.first.id) for ask in propose(found) if ask.first]
    assert len(pairs) == len(set(pairs))


@given(st.lists(held, max_size=5).map(lambda rows: [Woman(f"w{n}", row) for n, row in enumerate(rows)]))
@settings(max_examples=40)
def test_as_many_seats_as_possible_go_to_women_whom_they_are_for(found):
    """Against every way of seating them."""
    best = 0
    for places in set(permutations(range(len(SLOTS)), min(len(found), len(SLOTS)))):
        best = max(best, sum(suits(woman, *SLOTS[place]) for woman, place in zip(found, places, strict=False)))
    ours = set()
    for ask in propose(found):
        if ask.first and suits(ask.first, ask.role, ask.voice):
            ours.add(ask.first.id)
    assert len(ours) >= best


pairs_of = st.tuples(st.sampled_from(list(Role)), st.sampled_from([f"w{n}" for n in range(9)]))


@given(women, st.lists(pairs_of, max_size=6))
@settings(max_examples=60)
def test_who_said_no_is_not_asked_again_and_a_filled_seat_is_not_offered(found, pairs):
    refused = set(pairs[: len(pairs) // 2])
    filled = [pair for pair in pairs[len(pairs) // 2 :] if pair not in refused]
    for ask in propose(found, filled=filled, refused=refused):
        for woman in filter(None, (ask.first, *ask.others)):
            assert (ask.role, woman.id) not in refused
            assert (ask.role, woman.id) not in filled
    offered = [ask.role for ask in propose(found, filled=filled, refused=refused)]
    for role in Role:
        seats = [slot for slot in SLOTS if slot[0] == role]
        taken = min(len(seats), sum(each == role for each, _id in filled))
        assert offered.count(role) == len(seats) - taken


def test_of_two_spokeswomen_one_has_spoken_before_and_one_is_new():
    veteran = Woman("a", {Role.SPOKESWOMAN: 2})
    new = [Woman(f"n{n}") for n in range(7)]
    voices = {ask.voice: ask.first.id for ask in propose([veteran, *new]) if ask.role == Role.SPOKESWOMAN}
    assert voices["old_voice"] == "a"
    assert voices["new_voice"] != "a"


def test_a_mentee_is_asked_to_be_the_observer():
    found = [Woman(f"w{n}") for n in range(8)] + [Woman("z", learns=True)]
    observer = next(ask for ask in propose(found) if ask.role == Role.OBSERVER)
    assert observer.first.id == "z"


# --- Dots ------------------------------------------------------------------------------------------

counts = st.lists(st.none() | st.integers(0, 20), max_size=8)


@given(counts)
@settings(max_examples=60)
def test_equal_dots_share_a_place_and_more_dots_come_first(dots):
    ranked = priorities.ranked([SimpleNamespace(dots=count) for count in dots])
    counted = [each for each in ranked if each.dots is not None]
    assert [each.dots for each in counted] == sorted((each.dots for each in counted), reverse=True)
    assert all(each.place == 1 + sum(other.dots > each.dots for other in counted) for each in counted)
    assert all(each.place is None for each in ranked[len(counted) :])
    assert all(0 <= each.share <= 100 for each in ranked)


def test_more_dots_than_were_handed_out_are_counted():
    assert priorities.too_many([10, None, 6], women=5, each=3) == 1
    assert priorities.too_many([10, 5], women=5, each=3) == 0
    assert priorities.too_many([1000], women=None, each=3) == 0


# --- Texts -----------------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=300), max_size=8))
@settings(max_examples=60)
def test_a_text_to_send_never_goes_beyond_its_limit_and_cuts_no_later_line(lines):
    text = sharing.fit(lines)
    assert len(text.encode("utf-16-le", "surrogatepass")) // 2 <= sharing.LIMIT
    plain = [" ".join(line.split()) for line in lines if line.split()]
    assert text.split("\n")[1:] == plain[1 : len(text.split("\n"))] or not text
