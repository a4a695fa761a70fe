"""Peru's holidays and working days."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from peer_exchange.calendar import (
    add_working_days,
    holiday_on,
    holidays,
    is_working_day,
    next_working_day,
    working_days_between,
)

days = st.dates(date(2015, 1, 1), date(2060, 12, 31))


def test_holy_week_moves_with_easter():
    assert holiday_on(date(2025, 4, 17)) == "Jueves Santo"
    assert holiday_on(date(2026, 4, 3)) == "Viernes Santo"
    assert holiday_on(date(2027, 3, 25)) == "Jueves Santo"
    assert holiday_on(date(2038, 4, 23)) == "Viernes Santo"


def test_holidays_hold_from_the_year_of_their_law():
    assert not holiday_on(date(2021, 12, 9))
    assert holiday_on(date(2022, 12, 9)) == "Batalla de Ayacucho"
    assert not holiday_on(date(2023, 6, 7))
    assert holiday_on(date(2024, 6, 7))
    assert len(holidays(2026)) == 16


def test_a_term_of_ten_working_days_leaves_out_fiestas_patrias_and_their_neighbours():
    # 22 July 2026 is a Wednesday. Out: 23 (holiday), 25-26, 28, 29, 1-2 August, 6 August.
    assert add_working_days(date(2026, 7, 22), 10) == date(2026, 8, 11)


def test_a_due_date_on_santa_rosa_moves_to_the_next_day_of_work():
    # In 2026 it is a Sunday, in 2027 a Monday.
    assert next_working_day(date(2026, 8, 30)) == date(2026, 8, 31)
    assert next_working_day(date(2027, 8, 30)) == date(2027, 8, 31)


@settings(max_examples=60)
@given(day=days, number=st.integers(0, 40))
def test_a_term_ends_on_a_working_day_and_counts_as_many_as_it_says(day, number):
    end = add_working_days(day, number)
    assert is_working_day(end)
    if number:
        assert working_days_between(day, end) == number
        assert working_days_between(day, end - timedelta(days=1)) == number - 1


@settings(max_examples=60)
@given(day=days)
def test_no_working_day_lies_between_a_day_and_its_next_working_day(day):
    found = next_working_day(day)
    assert is_working_day(found)
    assert not any(is_working_day(day + timedelta(days=n)) for n in range((found - day).days))
