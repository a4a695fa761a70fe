"""Time in a stage counts those who are still there; the median is not of the quick ones alone."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadership.metrics import kaplan_meier, median_time, time_in_stage

#: Remission under 6-MP (Freireich and others 1963), the example of most textbooks; False is censored.
FREIREICH = [(t, True) for t in (6, 6, 6, 7, 10, 13, 16, 22, 23)] + [
    (t, False) for t in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
]
spells = st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=1, max_size=25)


def test_the_example_of_the_textbooks_is_found_again():
    found = {step.time: (round(step.staying, 3), round(step.error, 4)) for step in kaplan_meier(FREIREICH)}
    assert found == {
        6: (0.857, 0.0764),
        7: (0.807, 0.0869),
        10: (0.753, 0.0963),
        13: (0.690, 0.1068),
        16: (0.627, 0.1141),
        22: (0.538, 0.1282),
        23: (0.448, 0.1346),
    }
    half, low, high = median_time(kaplan_meier(FREIREICH))
    assert (half, low, high) == (23, 13, None)


def redistributed(spells):
    """The same curve another way (Efron 1967): each censored woman hands her weight to those who stayed longer."""
    order = sorted(spells, key=lambda spell: (spell[0], not spell[1]))
    weights = [1 / len(order)] * len(order)
    staying, left = {}, 1.0
    for i, (months, moved) in enumerate(order):
        if moved:
            left -= weights[i]
            staying[months] = left
        elif i + 1 < len(order):
            for j in range(i + 1, len(order)):
                weights[j] += weights[i] / (len(order) - i - 1)
    return staying


@given(spells)
def test_the_curve_is_that_of_handing_weights_to_the_right(spells):
    assert {step.time: step.staying for step in kaplan_meier(spells)} == pytest.approx(redistributed(spells), abs=1e-9)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=25))
def test_without_anybody_censored_it_is_the_share_of_those_who_stay(months):
    counts = Counter(months)
    for step in kaplan_meier([(time, True) for time in months]):
        share = sum(number for time, number in counts.items() if time > step.time) / len(months)
        assert step.staying == pytest.approx(share, abs=1e-9)
        assert step.error == pytest.approx((share * (1 - share) / len(months)) ** 0.5, abs=1e-9)


@given(spells)
def test_bounds_hold_the_curve_and_stay_between_nothing_and_all(spells):
    for step in kaplan_meier(spells):
        assert 0 <= step.low <= step.staying + 1e-9
        assert step.staying <= step.high + 1e-9 <= 1 + 1e-6


def test_those_who_still_wait_make_the_median_later():
    quick = [(3, True)] * 12
    assert time_in_stage(quick).value == 3
    assert time_in_stage(quick + [(8, True)] * 6 + [(9, False)] * 10).value == 8


def test_few_women_give_no_median_and_fewer_not_even_their_number():
    nine = time_in_stage([(3, True)] * 9)
    assert (nine.code, nine.n) == ("thin", 9)
    assert "10" in str(nine.why)
    four = time_in_stage([(3, True)] * 4)
    assert (four.code, four.n) == ("few", None)


def test_what_half_have_not_reached_is_said_so():
    figure = time_in_stage([(3, True)] * 4 + [(9, False)] * 20)
    assert (figure.code, figure.value) == ("not_reached", None)
