"""The dearest assignment is exact: against every possible one, and against values found with other programs."""

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.matching.assignment import assign


def drawn(wanting, offering, candidates):
    """The instances whose values are known: offers and values drawn in this order from seed 7."""
    chance = random.Random(7)
    offers = [chance.sample(range(offering), candidates) for _ in range(wanting)]
    points = [[chance.randint(1, 1000) for _ in range(candidates)] for _ in range(wanting)]
    return [dict(zip(hers, values, strict=True)) for hers, values in zip(offers, points, strict=True)]


def total(values, seated):
    return sum(hers[offer] for hers, offer in zip(values, seated, strict=True) if offer is not None)


@pytest.mark.parametrize(
    ("wanting", "offering", "candidates", "capacity", "seated", "value"),
    [
        (10_000, 3_000, 20, 4, 10_000, 9_501_874),  # min cost flow and dense assignment agree on it
        (1_000, 300, 20, 4, 1_000, 947_980),
        (300, 100, 8, 2, 200, 184_758),
        (600, 100, 12, 4, 400, None),
    ],
)
def test_known_values_are_found_again(wanting, offering, candidates, capacity, seated, value):
    values = drawn(wanting, offering, candidates)
    found = assign(values, dict.fromkeys(range(offering), capacity))
    assert sum(offer is not None for offer in found) == seated
    assert value is None or total(values, found) == value


def every_assignment(values, seats):
    for choice in product(*[[None, *hers] for hers in values]):
        if all(choice.count(offer) <= seats[offer] for offer in seats):
            yield choice


small = st.lists(st.dictionaries(st.integers(0, 3), st.integers(0, 9), max_size=3), max_size=5)
some_seats = st.fixed_dictionaries({offer: st.integers(0, 2) for offer in range(4)})


@settings(max_examples=150)
@given(small, some_seats)
def test_as_many_as_can_be_are_seated_and_then_as_dearly_as_can_be(values, seats):
    found = assign(values, seats)
    assert all(offer is None or offer in hers for hers, offer in zip(values, found, strict=True))
    assert all(found.count(offer) <= places for offer, places in seats.items())
    best = max(
        (sum(o is not None for o in choice), total(values, choice)) for choice in every_assignment(values, seats)
    )
    assert (sum(o is not None for o in found), total(values, found)) == best


@settings(max_examples=150)
@given(small, some_seats, st.integers(0, 12))
def test_with_a_price_for_staying_without_the_sum_is_the_cheapest(values, seats, without):
    greatest = max((value for hers in values for value in hers.values()), default=0)

    def costs(choice):
        paid = (
            without if offer is None else greatest - hers[offer] for hers, offer in zip(values, choice, strict=True)
        )
        return sum(paid)

    found = assign(values, seats, without=without)
    assert costs(found) == min(map(costs, every_assignment(values, seats)))
