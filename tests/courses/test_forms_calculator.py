"""Figures as women write them."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.costing import FIGURES
from courses.forms_calculator import AmountField, CalculatorForm, SaveForm

MONTH = {"rations_per_day": "80", "days": "22"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2640", "2640"),
        ("2,640", "2640"),
        ("2.640", "2640"),
        ("2 640", "2640"),
        ("S/ 2,640.50", "2640.50"),
        ("2.640,50", "2640.50"),
        ("s/.30", "30"),
        ("12,5", "12.5"),
        ("12.50 soles", "12.5"),
        ("1,760,500.25", "1760500.25"),
        (" 7 ", "7"),
    ],
)
def test_amounts_of_a_month_are_read_however_they_are_written(typed, meant):
    assert AmountField(most=10_000_000).clean(typed) == D(meant)


@pytest.mark.parametrize(
    ("typed", "meant"), [("4.708", "4.708"), ("4,708", "4.708"), ("4,71", "4.71"), ("4.7083333", "4.708")]
)
def test_in_a_price_three_digits_after_the_mark_are_decimals(typed, meant):
    assert AmountField(large=False).clean(typed) == D(meant)


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("market", "veinte", "Escribe solo el número"),
        ("market", "1.2.3", "Escribe solo el número"),
        ("market", "S/", "Escribe solo el número"),
        ("gas", "-5", "sin el signo menos"),
        ("gas", "99999999", "Revisa los ceros"),
        ("gas", "9" * 60, "Revisa los ceros"),
        ("days", "40", "31 días"),
        ("days", "", "cuántos días"),
        ("hours_per_day", "25", "24 horas"),
        ("free_per_day", "90", "más que las raciones"),
        ("rations_per_day", "", "cuántas raciones"),
    ],
)
def test_what_cannot_be_read_says_what_to_do_and_stays_as_typed(name, typed, says):
    form = CalculatorForm({**MONTH, name: typed})

    assert not form.is_valid()
    assert says in form.errors[name][0]
    assert form[name].value() == typed


def test_what_is_left_empty_counts_as_nothing_and_no_price_is_no_price():
    form = CalculatorForm(MONTH)

    assert form.is_valid(), form.errors
    assert form.month().market == 0
    assert form.month().price is None
    assert form.figures()["rations_per_day"] == "80"
    assert "price" not in form.figures()


@given(st.tuples(*[st.integers(0, 999_999).map(lambda n: f"{n // 1000}.{n % 1000:03}9")] * 4))
def test_figures_that_were_kept_read_back_as_the_same_month(typed):
    form = CalculatorForm({**MONTH, **dict(zip(("market", "gas", "hour_value", "price"), typed, strict=True))})
    assert form.is_valid(), form.errors

    again = SaveForm(form.figures())

    assert again.is_valid(), again.errors
    assert again.month() == form.month()


def test_every_figure_of_a_month_has_one_place_in_the_form():
    shown = [field.name for _heading, fields in CalculatorForm().groups() for field in fields]

    assert sorted(shown) == sorted(FIGURES)


@given(st.decimals(0, 999_999, places=2))
def test_an_amount_in_the_writing_of_peru_reads_as_itself(amount):
    assert AmountField().clean(f"{amount:,.2f}") == amount


@given(st.text(max_size=80))
def test_any_text_is_a_number_of_0_or_more_or_a_kind_refusal(text):
    form = CalculatorForm({**MONTH, "market": text})

    if form.is_valid():
        assert 0 <= form.month().market <= 1_000_000
    else:
        assert list(form.errors) == ["market"]
