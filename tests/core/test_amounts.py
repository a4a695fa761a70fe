"""Amounts read as women write them, never as another number."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core.amounts import read
from academy.core.record import Unfit
from academy.core.record.reading import quantity_of


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("6", "6"),
        ("2,5", "2.5"),
        ("2.50", "2.5"),
        ("1,500", "1500"),
        ("1.500", "1500"),
        ("1,234.50", "1234.5"),
        ("1.234,50", "1234.5"),
        ("1,234,567", "1234567"),
        (" S/ 1 500.00 ", "1500"),
        ("1\xa0500", "1500"),
        ("007", "7"),
    ],
)
def test_an_amount_means_what_she_wrote_whichever_mark_she_uses(said, amount):
    assert read(said) == Decimal(amount)
    assert Decimal(quantity_of({"n": said}, "n")) == Decimal(amount)


@pytest.mark.parametrize("said", ["-3", "1,23,4", "1.234.50", "1,2345", "seis", "1e3", "NaN", "٣", "🙂", ".", ""])
def test_what_can_be_read_in_two_ways_or_in_none_is_asked_about(said):
    with pytest.raises(ValueError, match=".*"):
        read(said)
    if said:
        with pytest.raises(Unfit):
            quantity_of({"n": said}, "n")


@settings(max_examples=50)
@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_every_amount_is_read_back_from_peru_and_from_spain(amount):
    peru = f"{amount:,.2f}"
    spain = peru.translate(str.maketrans(",.", ".,"))
    assert read(peru) == read(spain) == read(f"{amount:.2f}") == amount
