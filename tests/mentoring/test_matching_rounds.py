"""A whole round: stable, within capacity and constraints, the same for a seed, whatever the order of the lists."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.matching import MOST_RANKED, Block, Way, Weights, blocked, match, score
from mentoring.matching.deferred import propose
from mentoring.matching.ties import onwards, place

from .cohorts import cohorts, declined, offer, rankings, want, weights

SEED = "2026"


@st.composite
def rounds(draw, **sizes):
    """What ``match`` takes, with whatever she ranked and whoever declined."""
    wants, offers = draw(cohorts(**sizes))
    chance = random.Random(draw(st.integers(0, 2**32)))
    return {
        "wants": wants,
        "offers": offers,
        "rankings": rankings(chance, wants, offers),
        "weights": draw(weights()),
        "declined": declined(chance, wants, offers),
    }


def matched(given_round, **more):
    return match(**given_round, seed=SEED, **more)


def may(given_round, yuli, rosa):
    return blocked(yuli, rosa) is None and (yuli.id, rosa.id) not in given_round["declined"]


def preferences(given_round):
    """By want: whom she may have, as the specification orders them. Looked at one by one."""
    lists = {}
    for yuli in given_round["wants"]:
        ranked = given_round["rankings"].get(yuli.id, [])[:MOST_RANKED]

        def order(rosa, yuli=yuli, ranked=ranked):
            own = ranked.index(rosa.id) if rosa.id in ranked else MOST_RANKED
            tie = onwards(place(SEED, yuli.id), place(SEED, rosa.id))
            return own, 0 if own < MOST_RANKED else -score(yuli, rosa, given_round["weights"]).exact, tie

        open_to_her = [rosa for rosa in given_round["offers"] if may(given_round, yuli, rosa)]
        lists[yuli.id] = [rosa.id for rosa in sorted(open_to_her, key=order)]
    return lists


@settings(max_examples=200)
@given(rounds(most_wants=12, most_offers=8), st.sampled_from([1, 2, 20]))
def test_nobody_has_more_than_she_can_carry_and_no_constraint_is_broken(given_round, per_want):
    result = matched(given_round, per_want=per_want)
    wants = {yuli.id: yuli for yuli in given_round["wants"]}
    offers = {rosa.id: rosa for rosa in given_round["offers"]}
    held = [pair.offer for pair in result.pairs]
    assert all(held.count(identifier) <= rosa.seats for identifier, rosa in offers.items())
    assert all(may(given_round, wants[pair.want], offers[pair.offer]) for pair in result.pairs)
    told = [pair.want for pair in result.pairs] + [woman.want for woman in result.unmatched]
    assert sorted(told) == sorted(wants)
    for pair in result.pairs:
        assert pair.score == score(wants[pair.want], offers[pair.offer], given_round["weights"])
        assert len(pair.reasons) == 3


@settings(max_examples=100)
@given(rounds())
def test_no_two_would_both_rather_have_each_other(given_round):
    """No blocking pair: nobody she likes better has a free seat, or holds a woman who comes after her."""
    result = matched(given_round)
    wants = {yuli.id: yuli for yuli in given_round["wants"]}
    with_whom = {pair.want: pair.offer for pair in result.pairs}

    def claim(identifier, rosa):
        yuli = wants[identifier]
        points = score(yuli, rosa, given_round["weights"]).exact
        return yuli.first, points, -onwards(place(SEED, rosa.id), place(SEED, identifier))

    offers = {rosa.id: rosa for rosa in given_round["offers"]}
    for identifier, hers in preferences(given_round).items():
        now = with_whom.get(identifier)
        for better in hers[: hers.index(now) if now else len(hers)]:
            rosa = offers[better]
            sitting = [other for other, whom in with_whom.items() if whom == better]
            assert len(sitting) == rosa.seats
            assert all(claim(other, rosa) > claim(identifier, rosa) for other in sitting)


@settings(max_examples=120)
@given(rounds(), st.randoms())
def test_the_order_of_the_lists_changes_nothing_at_all(given_round, chance):
    shuffled = {
        **given_round,
        "wants": chance.sample(given_round["wants"], len(given_round["wants"])),
        "offers": chance.sample(given_round["offers"], len(given_round["offers"])),
    }
    assert matched(given_round, per_want=2) == matched(shuffled, per_want=2)


@settings(max_examples=120)
@given(rounds(), st.data())
def test_no_woman_gets_a_companion_she_likes_better_by_ranking_otherwise(given_round, data):
    """With lists that hold everybody she may have: deferred acceptance is truthful for who proposes."""
    if not given_round["wants"]:
        return
    liar = data.draw(st.sampled_from(given_round["wants"]))
    truth = preferences(given_round)[liar.id]
    other = data.draw(st.lists(st.sampled_from([rosa.id for rosa in given_round["offers"]]), unique=True, max_size=3))
    lied = {**given_round, "rankings": {**given_round["rankings"], liar.id: other}}

    def liking(result):
        now = [pair.offer for pair in result.pairs if pair.want == liar.id]
        return truth.index(now[0]) if now else len(truth)

    assert liking(matched(lied)) >= liking(matched(given_round))


@settings(max_examples=120)
@given(rounds())
def test_a_woman_without_a_pair_is_told_what_stood_in_the_way(given_round):
    """NOBODY_FREE where somebody with a seat would have done; else what keeps her from each of them."""
    wants = {yuli.id: yuli for yuli in given_round["wants"]}
    for woman in matched(given_round).unmatched:
        assert woman.block not in (Block.NO_PAIR, Block.HERSELF)
        whys = {blocked(wants[woman.want], rosa) for rosa in given_round["offers"]}
        if woman.block in (Block.NOT_OPEN, Block.MINOR):
            assert not (wants[woman.want].opted_in and wants[woman.want].adult)
        elif woman.block is Block.NOBODY_FREE:
            assert whys & {None, Block.NO_PAIR}
        elif woman.block is Block.NO_OFFERS:
            assert not [
                rosa for rosa in given_round["offers"] if rosa.opted_in and rosa.adult and rosa.id != woman.want
            ]
        else:
            assert woman.block in whys
            assert None not in whys


@settings(max_examples=120)
@given(rounds(most_wants=10))
def test_circles_hold_only_women_without_a_pair_who_can_sit_together(given_round):
    result = matched(given_round)
    wants = {yuli.id: yuli for yuli in given_round["wants"]}
    offers = {rosa.id: rosa for rosa in given_round["offers"]}
    seated = [identifier for circle in result.circles for identifier in circle.wants]
    assert len(seated) == len(set(seated))
    assert {w.want: w.circle for w in result.unmatched if w.circle} == {
        identifier: circle.offer for circle in result.circles for identifier in circle.wants
    }
    assert len({circle.offer for circle in result.circles}) == len(result.circles)
    for circle in result.circles:
        host, women = offers[circle.offer], [wants[identifier] for identifier in circle.wants]
        assert 2 <= len(women) <= host.circle_places <= 6
        for yuli in women:
            assert blocked(yuli, host, circle=True) is None
            assert (yuli.id, host.id) not in given_round["declined"]
            assert circle.language in yuli.languages & host.languages
            assert not {other.id for other in women if other is not yuli} & yuli.no_pair


def test_her_own_ranking_comes_before_any_score():
    yuli = want("yuli", topics=frozenset({"caja"}))
    far, near = offer("far"), offer("near", topics=frozenset({"caja"}))
    [pair] = match([yuli], [far, near], {"yuli": ["far"]}, Weights(), seed=SEED).pairs
    assert (pair.offer, pair.way) == ("far", Way.RANKED)
    [pair] = match([yuli], [far, near], {}, Weights(), seed=SEED).pairs
    assert (pair.offer, pair.way) == ("near", Way.SCORE)


def test_only_her_first_three_count_as_ranked():
    offers = [offer(name, capacity=0) for name in "abc"] + [offer("d"), offer("e", topics=frozenset({"caja"}))]
    [pair] = match(
        [want("yuli", topics=frozenset({"caja"}))], offers, {"yuli": list("abcd")}, Weights(), seed=SEED
    ).pairs
    assert (pair.offer, pair.way) == ("e", Way.SCORE)


def test_who_declined_is_not_proposed_again_and_nobody_learns_of_it():
    result = match(
        [want("yuli")], [offer("rosa")], {"yuli": ["rosa"]}, Weights(), seed=SEED, declined=[("yuli", "rosa")]
    )
    assert not result.pairs
    assert result.unmatched[0].block is Block.NOBODY_FREE


def test_who_lost_her_companion_is_offered_another_first():
    better = want("better", topics=frozenset({"caja"}))
    bereft = want("bereft", first=True)
    rosa = offer("rosa", capacity=1, topics=frozenset({"caja"}))
    assert match([better, bereft], [rosa], {}, Weights(), seed=SEED).pairs[0].want == "bereft"
    assert match([better, replace(bereft, first=False)], [rosa], {}, Weights(), seed=SEED).pairs[0].want == "better"


def test_a_short_list_is_made_longer_by_seats_that_nobody_took():
    """All three are drawn to the same woman; with lists of one, two find a seat with the others afterwards."""
    caja = frozenset({"caja"})
    wants = [want(name, topics=caja) for name in "abc"]
    offers = [offer("liked", topics=caja, capacity=1), offer("m1", capacity=1), offer("m2", capacity=1)]
    result = match(wants, offers, {}, Weights(), seed=SEED, per_want=1)
    assert sorted(pair.way for pair in result.pairs) == [Way.LEFTOVER, Way.LEFTOVER, Way.SCORE]
    assert not result.unmatched


def test_seats_found_later_are_no_more_than_there_are():
    """Lists of one: every pass beyond the first takes one seat more of the three."""
    wants = [want(f"w{n}") for n in range(6)]
    result = match(wants, [offer("m1", capacity=1), offer("m2")], {}, Weights(), seed=SEED, per_want=1)
    assert sorted(pair.offer for pair in result.pairs) == ["m1", "m2", "m2"]
    assert len(result.unmatched) == 3


def test_of_those_left_over_who_lost_her_companion_has_the_seat():
    caja = frozenset({"caja"})
    wants = [want("a", topics=caja, first=True), want("b", topics=caja, first=True), want("c", hours=frozenset())]
    offers = [offer("liked", topics=caja, capacity=1), offer("other", capacity=1, load=0)]
    result = match(wants, offers, {"c": ["liked"]}, Weights(), seed=SEED, per_want=1)
    assert {pair.want for pair in result.pairs} == {"a", "b"}


def circles_of(wants, *hosts):
    return [set(circle.wants) for circle in match(wants, hosts, {}, Weights(), seed=SEED).circles]


def test_a_host_has_one_circle_of_so_many_places():
    host = offer("rosa", capacity=0, circle_places=6)
    assert [len(women) for women in circles_of([want(f"w{n}") for n in range(14)], host)] == [6]


def test_women_who_do_not_want_each_other_do_not_meet_in_a_circle():
    host = offer("rosa", capacity=0, circle_places=6)
    women = [want("a"), want("b", no_pair=frozenset({"c"})), want("c")]
    [circle] = circles_of(women, host)
    assert len(circle) == 2
    assert circle != {"b", "c"}


def test_reserved_rules_hold_in_circles_too():
    host = offer("rosa", capacity=0, circle_places=6, organisations=frozenset({7, 8}))
    inside = want("in", reserved=(frozenset({7}),), organisations=frozenset({7}))
    assert circles_of([inside, want("out", organisations=frozenset({8}))], host) == []
    assert circles_of([inside, want("sister", organisations=frozenset({7}))], host) == [{"in", "sister"}]


def test_the_fullest_circle_is_made_before_what_is_left_of_a_fuller_one():
    """b. has five around her until a. takes three of them; then c. with three comes before b. with two."""
    spoken = {"1": "a", "2": "a", "9": "a", "3": "ab", "4": "ab", "5": "ab", "6": "bc", "7": "bc", "8": "c"}
    women = [want(name, languages=frozenset(letters)) for name, letters in spoken.items()]
    hosts = [offer(f"{x}.", capacity=0, circle_places=6, languages=frozenset(x)) for x in "abc"]
    assert circles_of(women, *hosts) == [{"1", "2", "9", "3", "4", "5"}, {"6", "7", "8"}]


def test_two_women_without_a_language_in_common_make_no_circle():
    host = offer("rosa", capacity=0, circle_places=6, languages=frozenset({"es", "qu"}))
    assert circles_of([want("a"), want("b", languages=frozenset({"qu"}))], host) == []


def test_left_over_women_come_together_in_circles_of_six():
    wants = [want(f"w{n}") for n in range(8)] + [want("q", languages=frozenset({"qu"}))]
    hosts = [offer(name, capacity=0, circle_places=6, languages=frozenset({"es", "qu"})) for name in ("h1", "h2")]
    result = match(wants, hosts, {}, Weights(), seed=SEED)
    assert sorted(len(circle.wants) for circle in result.circles) == [2, 6]
    assert {circle.language for circle in result.circles} == {"es"}
    assert [woman.want for woman in result.unmatched if woman.circle is None] == ["q"]
    assert {woman.block for woman in result.unmatched} == {Block.FULL}


def test_a_round_of_nobody_is_empty():
    for wants, offers in ([], []), ([], [offer("rosa")]):
        result = match(wants, offers, {}, Weights(), seed=SEED)
        assert (result.pairs, result.circles, result.unmatched) == ((), (), ())
    [alone] = match([want("yuli")], [], {}, Weights(), seed=SEED).unmatched
    assert alone.block is Block.NO_OFFERS


def test_progress_is_told_for_each_stage_up_to_its_end():
    told = []
    match([want("yuli")], [offer("rosa")], {}, Weights(), seed=SEED, progress=lambda *so_far: told.append(so_far))
    assert told == [("candidates", 1, 1), ("pairs", 1, 1), ("circles", 0, 0), ("reasons", 1, 1)]


def test_the_known_example_of_deferred_acceptance():
    """Three and three, one seat each: the round of the textbook, in which nobody gets her first but one."""
    likes = {"offers": [[0, 1, 2], [1, 0, 2], [0, 1, 2]], "wants": [[1, 0, 2], [0, 1, 2], [0, 1, 2]]}
    held = propose(likes["offers"], [1, 1, 1], lambda yuli, rosa: -likes["wants"][rosa].index(yuli))
    assert held == [0, 1, 2]
