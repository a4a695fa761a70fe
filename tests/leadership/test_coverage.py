"""Coverage counts each woman once, finds the best there is, and says how many seats stay open."""

import random
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadership.metrics import (
    Figure,
    bench_strength,
    cover,
    coverage_naive,
    coverage_true,
    depth,
    preparation_gap,
    tasks_to_offer,
    uncovered_risk,
)

AT = date(2026, 3, 1)
#: The example of the field dossier: A and B could be president or treasurer, A also secretary.
BOARD = {"presidenta": ["A", "B"], "secretaria": ["A"], "tesorera": ["A", "B"], "vocal": []}

small = st.dictionaries(st.sampled_from("pqrstu"), st.sets(st.sampled_from("ABCDE"), max_size=4), max_size=6)


def every_way(ready):
    """Every set of seats that can be covered, each by a woman of her own, by trying all choices."""
    for choice in product(*[[None, *women] for women in ready.values()]):
        chosen = [woman for woman in choice if woman is not None]
        if len(chosen) == len(set(chosen)):
            yield frozenset(seat for seat, woman in zip(ready, choice, strict=True) if woman is not None)


def test_the_example_of_the_dossier_is_075_naive_and_050_true():
    assert coverage_naive(BOARD).value == 0.75
    assert coverage_true(BOARD).value == 0.5
    assert coverage_true(BOARD).n == 4


@settings(max_examples=150)
@given(small)
def test_as_many_seats_are_covered_as_any_way_could_cover(ready):
    covered = cover(ready)
    assert all(woman in ready[seat] for seat, woman in covered.items())
    assert len(set(covered.values())) == len(covered)
    assert len(covered) == max(map(len, every_way(ready)))


@settings(max_examples=150)
@given(small, st.lists(st.sampled_from([0.1, 0.13, 0.5, 1]), min_size=6, max_size=6))
def test_of_all_ways_that_one_counts_that_leaves_the_least_risk(ready, chances):
    risks = dict(zip(ready, chances, strict=False))
    figure, rows = uncovered_risk(ready, risks)
    if not ready:
        assert not figure.shown
        return
    least = min(sum(risks[seat] for seat in ready if seat not in way) for way in every_way(ready))
    assert figure.value == pytest.approx(least)
    assert sum(risk for _seat, risk in rows) == pytest.approx(least)
    assert figure.parts["covered"] == max(map(len, every_way(ready)))
    assert [risk for _seat, risk in rows] == sorted((risk for _seat, risk in rows), reverse=True)


@given(small, st.randoms(use_true_random=False))
def test_the_order_of_seats_and_women_changes_nothing(ready, chance):
    shuffled = [(seat, chance.sample(sorted(women), len(women))) for seat, women in ready.items()]
    chance.shuffle(shuffled)
    assert cover(dict(shuffled)) == cover(ready)


def test_a_long_chain_of_moves_is_found_without_recursion():
    """Each seat knows its woman and the one before; the last seat knows only the last: all must move on."""
    many = 3000
    ready = {seat: {seat, seat + 1} for seat in range(many)}
    ready[many] = {0}
    assert len(cover(ready)) == many + 1


def test_a_confederation_is_covered_as_a_slower_search_would():
    chance = random.Random(7)
    ready = {seat: chance.sample(range(250), chance.randint(0, 3)) for seat in range(400)}
    taken = {}

    def moves(seat, seen):
        for woman in ready[seat]:
            if woman not in seen:
                seen.add(woman)
                if woman not in taken or moves(taken[woman], seen):
                    taken[woman] = seat
                    return True
        return False

    assert len(cover(ready)) == sum(moves(seat, set()) for seat in ready)


def test_depth_says_how_many_seats_have_nobody():
    figure = depth(BOARD)
    assert (figure.value, figure.parts) == (1.5, {"none": 1, "one": 1, "more": 2})


def test_bench_strength_counts_each_woman_once_against_seats_that_end_or_are_empty():
    ready = {"presidenta": "ABCDE", "secretaria": "AB", "vocal": ""}
    ends = {"presidenta": date(2026, 12, 31), "secretaria": date(2027, 3, 2), "vocal": None}
    figure = bench_strength(ready, ends, at=AT)
    assert (figure.value, figure.n, figure.note_code) == (2.5, 2, "")


def test_bench_strength_is_hidden_under_five_women_unless_all_of_them_want_to_be_proposed():
    ends = dict.fromkeys(BOARD, date(2026, 6, 1))
    hidden = bench_strength(BOARD, ends, at=AT)
    assert (hidden.shown, hidden.value, hidden.n, hidden.parts) == (False, None, None, {})
    told = bench_strength(BOARD, ends, at=AT, k=1)
    assert (told.value, told.note_code) == (0.5, "alarm")


def test_the_gap_is_of_the_best_prepared_of_each_seat_and_becomes_an_offer():
    missing = {
        "tesorera": {"A": ["caja", "sumas", "acta"], "B": ["sumas"]},
        "secretaria": {"C": ["acta", "sumas"]},
        "presidenta": {"D": []},
        "vocal": {},
    }
    figure = preparation_gap(missing)
    assert (figure.value, figure.n, figure.parts) == (3, 4, {"nobody": 1, "ready": 1})
    assert tasks_to_offer(missing) == [("sumas", 2), ("acta", 1)]


def test_no_seats_are_no_number():
    figures = [coverage_naive({}), coverage_true({}), depth({}), preparation_gap({}), uncovered_risk({}, {})[0]]
    assert all(not figure.shown and figure.value is None and str(figure.why) for figure in figures)


def test_a_figure_is_kept_as_plain_values_and_read_again():
    figure = coverage_true(BOARD)
    assert Figure.from_json(figure.as_json()) == figure
    assert str(figure.formula.words)
