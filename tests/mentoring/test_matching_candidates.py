"""The index finds what looking at everybody would find."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.matching import Block, Weights, blocked, candidates, score
from mentoring.matching.index import Index
from mentoring.matching.ties import onwards, place

from .cohorts import cohorts, offer, want, weights


def everybody_looked_at(want, offers, weights, seed):
    found = [
        (-score(want, offer, weights).exact, onwards(place(seed, want.id), place(seed, offer.id)), offer.id)
        for offer in offers
        if blocked(want, offer) is None
    ]
    return [identifier for _points, _tie, identifier in sorted(found)]


@settings(max_examples=150)
@given(cohorts(), weights(), st.sampled_from(["2026", "otra"]), st.integers(1, 4))
def test_the_best_are_exactly_the_best_of_everybody_in_the_same_order(cohort, theirs, seed, most):
    wants, offers = cohort
    found = dict(candidates(wants, offers, theirs, seed=seed, per_want=most))
    assert set(found) == {yuli.id for yuli in wants}
    for yuli in wants:
        hers = found[yuli.id]
        assert [candidate.offer for candidate in hers] == everybody_looked_at(yuli, offers, theirs, seed)[:most]
        by_id = {rosa.id: rosa for rosa in offers}
        assert all(candidate.score == score(yuli, by_id[candidate.offer], theirs) for candidate in hers)


@settings(max_examples=100)
@given(cohorts())
def test_the_index_lets_through_whom_no_constraint_keeps_away_in_pairs_and_in_circles(cohort):
    wants, offers = cohort
    for circle in (False, True):
        index = Index(offers, Weights(), seed="x", circle=circle)
        for yuli in wants:
            bits = index.eligible(yuli)
            through = {rosa.id for number, rosa in enumerate(index.offers) if bits >> number & 1}
            assert through == {rosa.id for rosa in offers if not blocked(yuli, rosa, circle=circle)}


@settings(max_examples=60)
@given(cohorts(), st.randoms())
def test_the_order_of_the_lists_changes_nothing(cohort, chance):
    wants, offers = cohort
    before = list(candidates(wants, offers, Weights(), seed="2026"))
    assert before == list(
        candidates(chance.sample(wants, len(wants)), chance.sample(offers, len(offers)), Weights(), seed="2026")
    )


def test_equal_offers_are_spread_by_the_seed_and_not_all_sent_to_one():
    wants, offers = [want(f"w{n}") for n in range(60)], [offer(f"m{n}") for n in range(20)]

    def firsts(seed):
        found = candidates(wants, offers, Weights(), seed=seed, per_want=1)
        return {yuli: hers[0].offer for yuli, hers in found}

    assert len(set(firsts("2026").values())) > 10
    assert firsts("2026") == firsts("2026")
    assert firsts("2026") != firsts("2027")


def test_who_declined_is_not_suggested_again():
    offers = [offer("rosa"), offer("amanda")]
    [(_yuli, found)] = candidates([want("yuli")], offers, Weights(), seed="2026", declined=[("yuli", "rosa")])
    assert [candidate.offer for candidate in found] == ["amanda"]


def test_who_comes_or_leaves_moves_no_other_tie():
    wants, offers = [want("yuli")], [offer(f"m{n}") for n in range(10)]
    [(_yuli, before)] = candidates(wants, offers, Weights(), seed="2026")
    [(_yuli, after)] = candidates(wants, offers[:4] + offers[5:], Weights(), seed="2026")
    assert [c.offer for c in before if c.offer != "m4"] == [c.offer for c in after]


def test_a_place_on_the_ring_can_be_worked_out_by_anybody():
    import hashlib

    assert place("2026", "yuli") == int(hashlib.blake2b(b"2026\nyuli", digest_size=8).hexdigest(), 16)


def test_a_woman_who_comes_twice_is_told():
    with pytest.raises(ValueError, match="yuli"):
        list(candidates([want("yuli"), want("yuli")], [], Weights(), seed="x"))
    with pytest.raises(ValueError, match="rosa"):
        list(candidates([], [offer("rosa"), offer("rosa")], Weights(), seed="x"))


def test_suggestions_come_one_woman_at_a_time():
    """What was found for one is not held while the next is looked for: whoever reads may stop, or keep few."""
    told = []
    found = candidates(
        [want(f"w{n}") for n in range(450)],
        [offer("rosa", capacity=1)],
        Weights(),
        seed="x",
        progress=lambda *so_far: told.append(so_far),
    )
    next(found)
    assert told == []
    for _rest in found:
        pass
    assert told == [("candidates", 200, 450), ("candidates", 400, 450), ("candidates", 450, 450)]


@pytest.mark.parametrize(
    ("hers", "others", "block"),
    [
        ({"opted_in": False}, {}, Block.NOT_OPEN),
        ({"adult": False}, {}, Block.MINOR),
        ({}, {"opted_in": False}, Block.NO_OFFERS),
        ({"languages": frozenset({"ay"})}, {}, Block.LANGUAGE),
        ({"channels": frozenset({"visit"})}, {}, Block.CHANNEL),
        ({"answers_to": frozenset({"rosa"})}, {}, Block.AUTHORITY),
        ({"reserved": (frozenset({1}),)}, {}, Block.RESERVED),
        ({}, {"load": 2}, Block.FULL),
        ({"no_pair": frozenset({"rosa"})}, {}, Block.NOBODY_FREE),
        ({}, {"no_pair": frozenset({"yuli"})}, Block.NOBODY_FREE),
        ({}, {}, Block.NOBODY_FREE),
    ],
)
def test_the_first_constraint_that_leaves_nobody_is_told_but_never_who_refused_whom(hers, others, block):
    index = Index([offer("rosa", **others)], Weights(), seed="x")
    assert index.what_blocked(want("yuli", **hers)) is block


def test_what_a_private_refusal_is_called_for_others():
    assert Block.NO_PAIR.told is Block.NOBODY_FREE
    assert Block.LANGUAGE.told is Block.LANGUAGE
