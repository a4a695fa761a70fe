"""The cost of a ration: the worked example to the céntimo, and what holds for every month."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.costing import CASH, Month, cost_of

SOL_DE_LA_LADERA = Month(
    rations_per_day=D(80),
    days=D(22),
    free_per_day=D(10),
    market=D(2640),
    gas=D(240),
    water=D(60),
    light=D(30),
    transport=D(100),
    cleaning=D(80),
    repairs=D(80),
    donated=D(1150),
    women=D(4),
    hours_per_day=D(5),
    hour_value=D("4.71"),
    price=D("2.50"),
)


def amounts(most=1_000_000):
    return st.integers(0, most * 100).map(lambda cents: D(cents) / 100)


counts = st.integers(0, 5000).map(D)
months = st.builds(
    Month,
    rations_per_day=counts,
    days=st.integers(0, 31).map(D),
    free_per_day=counts,
    **{name: amounts() for name in CASH},
    donated=amounts(),
    women=st.integers(0, 100).map(D),
    hours_per_day=amounts(24),
    hour_value=amounts(100),
    price=st.none() | amounts(100),
)


def test_the_worked_example_comes_out_to_the_centimo():
    sheet = cost_of(SOL_DE_LA_LADERA)

    assert sheet.rations == 1760
    assert (sheet.cash, sheet.cash_each) == (D("3230.00"), D("1.84"))
    assert (sheet.with_food, sheet.with_food_each) == (D("4380.00"), D("2.49"))
    assert sheet.hours == 440
    assert sheet.work == D("2072.40")
    assert (sheet.full, sheet.full_each) == (D("6452.40"), D("3.67"))
    assert (sheet.state_share, sheet.state_share_with_work) == (26, 18)
    assert (sheet.target, sheet.gap) == (D("2847.00"), D("1697.00"))
    assert sheet.paid_rations == 1540
    assert (sheet.income, sheet.surplus, sheet.shortfall) == (D("3850.00"), D("620.00"), 0)
    assert sheet.break_even == D("2.10")
    assert not sheet.reaches_target


def test_where_dividing_has_no_sense_there_is_no_figure():
    sheet = cost_of(Month(market=D(100)))

    assert sheet.cash == 100
    assert sheet.cash_each is sheet.with_food_each is sheet.full_each is sheet.break_even is None
    assert cost_of(Month()).state_share is None
    assert cost_of(Month()).state_share_with_work is None


def test_without_a_price_nothing_is_said_of_income():
    sheet = cost_of(replace(SOL_DE_LA_LADERA, price=None))

    assert sheet.income is sheet.surplus is sheet.shortfall is None
    assert sheet.break_even == D("2.10")


def test_when_all_rations_are_free_no_price_covers_the_cash():
    sheet = cost_of(replace(SOL_DE_LA_LADERA, free_per_day=D(80)))

    assert sheet.break_even is None
    assert sheet.income == 0
    assert sheet.shortfall == sheet.cash


def test_a_price_too_low_shows_what_is_missing():
    sheet = cost_of(replace(SOL_DE_LA_LADERA, price=D(2)))

    assert (sheet.surplus, sheet.shortfall) == (D("-150.00"), D("150.00"))


def test_a_state_that_gives_more_than_65_percent_leaves_no_gap():
    sheet = cost_of(replace(SOL_DE_LA_LADERA, donated=D(20_000)))

    assert sheet.gap == 0
    assert sheet.reaches_target


@given(months)
def test_a_gap_is_never_negative_and_reaching_the_target_means_no_gap(month):
    sheet = cost_of(month)

    assert sheet.gap >= 0
    assert not (sheet.reaches_target and sheet.gap)
    assert sheet.reaches_target == (sheet.with_food > 0 and month.donated >= sheet.target) or abs(
        month.donated - sheet.target
    ) <= D("0.01")


@given(months)
def test_each_layer_of_cost_adds_to_the_one_before(month):
    sheet = cost_of(month)

    assert sheet.cash <= sheet.with_food <= sheet.full
    assert sheet.cash + sheet.food == sheet.with_food
    assert sheet.with_food + sheet.work == sheet.full
    if sheet.rations:
        assert sheet.cash_each <= sheet.with_food_each <= sheet.full_each


@given(months)
def test_counting_the_womens_work_never_makes_the_states_share_larger(month):
    sheet = cost_of(month)

    if sheet.state_share is not None:
        assert 0 <= sheet.state_share_with_work <= sheet.state_share <= 100


@given(months, st.integers(2, 50))
def test_shares_do_not_change_when_all_money_is_multiplied(month, times):
    """A kitchen in another currency has the same shares."""
    money = (*CASH, "donated", "hour_value")
    dearer = replace(month, **{name: getattr(month, name) * times for name in money})
    one, other = cost_of(month), cost_of(dearer)

    assert one.state_share == other.state_share
    assert one.state_share_with_work == other.state_share_with_work
    assert other.cash == one.cash * times
    assert one.reaches_target == other.reaches_target or one.gap == 0


@given(months)
def test_the_break_even_price_covers_the_cash_and_one_centimo_less_does_not(month):
    sheet = cost_of(month)

    if sheet.break_even is not None:
        assert cost_of(replace(month, price=sheet.break_even)).surplus >= 0
        if sheet.break_even:
            assert cost_of(replace(month, price=sheet.break_even - D("0.01"))).surplus < 0


@given(months)
def test_more_days_of_the_same_spending_never_make_the_ration_dearer_in_cash(month):
    longer = replace(month, days=month.days + 1)

    if month.rations_per_day and month.days:
        assert cost_of(longer).cash_each <= cost_of(month).cash_each


@pytest.mark.parametrize("name", CASH)
def test_every_expense_counts_once(name):
    assert cost_of(Month(**{name: D("12.34")})).cash == D("12.34")
