"""Holidays and working days: dates in, dates out."""

import csv
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from . import declared

_FILE = Path(__file__).with_name("holidays-pe.csv")
_EASTER = "easter-"


@lru_cache(maxsize=1)
def _rows():
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(line for line in file if not line.startswith("#")))


def easter(year):
    """Easter Sunday of the Gregorian calendar (the computus of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _day_of(said, year):
    if said.startswith(_EASTER):
        return easter(year) - timedelta(days=int(said[len(_EASTER) :]))
    if len(said) == 5:
        return date(year, int(said[:2]), int(said[3:]))
    return date.fromisoformat(said)


def holidays(year):
    """``{day: name}`` of that year, with those that a decree declared."""
    said = {day: name for day, name in declared.known().items() if day.year == year}
    return {**said, **_by_law(year)}


@lru_cache(maxsize=64)
def _by_law(year):
    found = {}
    for row in _rows():
        day = _day_of(row["day"], year)
        holds = (not row["since"] or int(row["since"]) <= year) and (not row["until"] or year <= int(row["until"]))
        if day.year == year and holds:
            found.setdefault(day, row["name"])
    return found


def holiday_on(day):
    """Its name, or an empty text. Sundays are none."""
    return _by_law(day.year).get(day) or declared.known().get(day, "")


def laws(year):
    """``[(day, name, source)]`` of the file, in order."""
    sources = {row["name"]: row["source"] for row in _rows()}
    return [(day, name, sources[name]) for day, name in sorted(_by_law(year).items())]


def is_working_day(day):
    return day.weekday() < 5 and not holiday_on(day)


def next_working_day(day):
    """That day, or the first one after it on which offices work."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day, number):
    """The day on which a term of ``number`` working days ends, counted from the day after ``day``.

    Of zero: the next working day, that day included.
    """
    if number == 0:
        return next_working_day(day)
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def working_days_between(first, last):
    """Working days after ``first`` up to ``last``; 0 where ``last`` is not later."""
    return sum(is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
