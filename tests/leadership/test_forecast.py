"""The forecast is exact where it can be, has a range where it cannot, and is silent where too little is known."""

from datetime import date
from itertools import product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadership.forecast import (
    OUT,
    Levers,
    at_least,
    chance_of_exit,
    conversions,
    effect,
    exit_rate,
    exit_rates,
    expected_vacancies,
    forecast,
    poisson_binomial,
    project,
    seats_at_risk,
    smoothed,
    wilson,
    with_term_length,
)
from leadership.forecast.at_risk import Rate
from leadership.metrics import Held

AT = date(2026, 3, 1)
STAGES = ["takes_part", "learns", "task", "seat", "guides"]
STATES = [*STAGES, OUT]
#: The example of the field dossier: yearly chances, women today, thirty who enter each year.
RATES = {
    "takes_part": dict(zip(STATES, (0.60, 0.22, 0, 0, 0, 0.18), strict=True)),
    "learns": dict(zip(STATES, (0.04, 0.50, 0.26, 0, 0, 0.20), strict=True)),
    "task": dict(zip(STATES, (0, 0.05, 0.55, 0.22, 0.03, 0.15), strict=True)),
    "seat": dict(zip(STATES, (0, 0, 0.04, 0.62, 0.14, 0.20), strict=True)),
    "guides": dict(zip(STATES, (0, 0, 0, 0.06, 0.74, 0.20), strict=True)),
}
START = dict(zip(STAGES, (120, 60, 40, 24, 12), strict=True))
ENTRANTS = {"takes_part": 30}
#: Two years of moves at about these rates.
MOVES = {stage: {other: round(2 * START[stage] * rate) for other, rate in row.items()} for stage, row in RATES.items()}


# --- flow ---


def test_the_example_of_the_dossier_is_89_50_36_24_15_after_three_years():
    assert [round(women) for women in project(START, RATES, ENTRANTS, 3)[-1].values()] == [89, 50, 36, 24, 15]


@settings(max_examples=40)
@given(st.lists(st.integers(0, 20), min_size=36, max_size=36))
def test_smoothed_rates_make_one_and_call_nothing_impossible(counts):
    moves = {stage: dict(zip(STATES, counts[6 * i : 6 * i + 6], strict=True)) for i, stage in enumerate(STAGES)}
    for stage, row in smoothed(moves, STATES).items():
        assert sum(row.values()) == pytest.approx(1)
        assert min(row.values()) > 0
        assert row["learns"] == pytest.approx((moves[stage]["learns"] + 1) / (sum(moves[stage].values()) + 6))


def test_the_range_holds_the_middle_and_is_the_same_each_time():
    made = forecast(START, MOVES, [ENTRANTS, ENTRANTS], STATES, seed="2026", samples=150)
    again = forecast(START, MOVES, [ENTRANTS, ENTRANTS], STATES, seed="2026", samples=150)
    assert made.shown
    assert made == again
    assert made != forecast(START, MOVES, [ENTRANTS, ENTRANTS], STATES, seed="2027", samples=150)
    assert [figure.value for figure in made.years[0].values()] == list(START.values())
    for stage, figure in made.years[3].items():
        assert figure.low < figure.value < figure.high, stage
    widths = [made.years[year]["seat"].high - made.years[year]["seat"].low for year in (0, 1, 3)]
    assert widths[0] == 0 < widths[1] < widths[2]


def test_eight_of_ten_small_worlds_fall_into_the_range():
    """Each world draws its own rates as the forecast believes them, lives a year, and is compared: about 80 %."""
    import random

    from leadership.forecast.flow import _drawn_rates, _one_run

    made = forecast(START, MOVES, [ENTRANTS, ENTRANTS], STATES, seed=1, samples=300)
    chance = random.Random(2)
    hits = 0
    for _world in range(300):
        rates = _drawn_rates(chance, MOVES, STATES)
        women = _one_run(chance, START, rates, {"takes_part": chance.gammavariate(60.5, 0.5)}, 1)[1]["learns"]
        hits += made.years[1]["learns"].low <= women <= made.years[1]["learns"].high
    assert 0.70 < hits / 300 < 0.92


@pytest.mark.parametrize(
    ("start", "moves", "entrants", "code"),
    [
        (START, MOVES, [ENTRANTS], "periods"),
        ({**START, "guides": 3}, MOVES, [ENTRANTS] * 2, "few"),
        ({**START, "guides": None}, MOVES, [ENTRANTS] * 2, "few"),
        (START, {**MOVES, "seat": {"seat": 9}}, [ENTRANTS] * 2, "thin"),
        (START, {**MOVES, "seat": {"seat": 3}}, [ENTRANTS] * 2, "few"),
        (START, {}, [ENTRANTS] * 2, "thin"),
    ],
)
def test_where_too_little_is_known_there_is_no_forecast_and_a_reason(start, moves, entrants, code):
    made = forecast(start, moves, entrants, STATES, seed=1, samples=10)
    assert (made.shown, made.years, made.refusal.code) == (False, (), code)
    assert str(made.why)


# --- conversion ---


def test_wilson_is_the_interval_that_the_books_give():
    """Newcombe 1998, table I: 81 of 263 and 0 of 20."""
    assert [round(bound, 4) for bound in wilson(81, 263)] == [0.2553, 0.3662]
    assert [round(bound, 4) for bound in wilson(0, 20)] == [0.0, 0.1611]


def test_a_row_of_nine_is_hidden_and_a_row_with_a_small_cell_hides_two():
    moves = {"learns": {"learns": 5, "task": 4}, "task": {"task": 20, "seat": 12, OUT: 2}}
    found = conversions(moves, ["learns", "task", "seat", OUT])
    assert found["learns", "task"].code == "thin"
    row = [found["task", other] for other in ("learns", "task", "seat", OUT)]
    assert [figure.shown for figure in row] == [False, True, False, False]
    assert row[1].value == pytest.approx(21 / 38)
    assert row[1].low < row[1].value < row[1].high
    assert row[3].n is None


def test_a_release_decides_what_is_told_where_the_page_can_be_filtered():
    moves = {"task": {"task": 20, "seat": 12, OUT: 8}}
    told = {("task", None): 40, ("task", "task"): None, ("task", "seat"): 12, ("task", OUT): None}
    found = conversions(moves, ["task", "seat", OUT], told=told)
    assert [found["task", other].shown for other in ("task", "seat", OUT)] == [False, True, False]
    silent = conversions(moves, ["task", "seat", OUT], told={**told, ("task", None): None})
    assert [silent["task", other].n for other in ("task", "seat", OUT)] == [None] * 3


# --- seats at risk ---


def test_014_a_year_is_13_percent_in_twelve_months():
    assert round(chance_of_exit(0.14, 12), 2) == 0.13


def test_e_345_and_four_or_more_with_45_percent():
    risks = dict(enumerate((1, 1, 0.5, 0.35, 0.2, 0.2, 0.1, 0.1)))
    figure, chances = expected_vacancies(risks)
    assert figure.value == pytest.approx(3.45)
    assert round(at_least(chances, 4), 2) == 0.45
    assert figure.parts["certain"] == 2
    assert (figure.low, figure.high) == (2, 5)


@settings(max_examples=60)
@given(st.lists(st.sampled_from([0, 0.05, 0.1, 0.13, 0.5, 0.9, 1]) | st.floats(0, 1), max_size=8))
def test_the_distribution_is_that_of_all_ways_things_can_go(chances):
    expected = [0.0] * (len(chances) + 1)
    for way in product((0, 1), repeat=len(chances)):
        expected[sum(way)] += prod(p if yes else 1 - p for p, yes in zip(chances, way, strict=True))
    assert poisson_binomial(chances) == pytest.approx(expected, abs=1e-9)


def test_thousands_of_seats_keep_their_sum():
    chances = [0.13] * 2000 + [0.05] * 1500 + [1] * 300 + [0.4, 0.31]
    found = poisson_binomial(chances)
    assert len(found) == len(chances) + 1
    assert sum(found) == pytest.approx(1, abs=1e-9)
    assert sum(number * chance for number, chance in enumerate(found)) == pytest.approx(sum(chances), abs=1e-6)


@pytest.mark.parametrize("chance", [-0.1, 1.1])
def test_a_chance_lies_between_nothing_and_certain(chance):
    with pytest.raises(ValueError, match="between 0 and 1"):
        poisson_binomial([0.5, chance])


def held(seat, since, until, ended=None, **more):
    return Held(seat=seat, holder=seat, since=since, until=until, ended=ended, **more)


def test_exits_are_pooled_by_level_and_overdue_years_are_no_time_at_risk():
    terms = [held(f"b{n}", date(2024, 3, 1), date(2026, 3, 1), date(2026, 3, 1)) for n in range(9)]
    terms += [held("b9", date(2024, 3, 1), date(2026, 3, 1), date(2025, 3, 1))]
    terms += [held("b10", date(2020, 3, 1), date(2022, 3, 1))]
    terms += [held("d1", date(2024, 3, 1), date(2026, 3, 1), date(2025, 3, 1), alternate=True)]
    levels = {**{f"b{n}": "base" for n in range(11)}, "d1": "district"}
    rates = exit_rates(terms, levels, since=date(2024, 3, 1), at=AT)
    assert rates["base"].exits == 1
    assert rates["base"].years == pytest.approx(19, abs=0.05)
    assert rates["base"].low < rates["base"].rate < rates["base"].high
    assert rates["district"].pooled
    assert rates["district"].rate == rates["base"].rate
    assert exit_rate(rates["district"]).note_code == "pooled"


def test_without_ten_years_of_terms_there_is_no_rate_and_only_ends_count():
    levels = {"p": "base", "t": "base", "v": "base"}
    rates = exit_rates([held("p", date(2025, 3, 1), date(2027, 3, 1))], levels, since=date(2024, 3, 1), at=AT)
    assert rates["base"].rate is None
    assert exit_rate(rates["base"]).code == "thin"
    risks = seats_at_risk({"p": date(2026, 9, 1), "t": date(2028, 1, 1), "v": None}, levels, rates, at=AT)
    assert risks == {"p": 1, "t": 0, "v": 1}
    assert expected_vacancies(risks, rates)[0].note_code == "no_rate"


def test_a_longer_horizon_is_a_greater_risk():
    rates = {"base": Rate(rate=0.14, exits=7, years=50)}
    ends, levels = {"p": date(2027, 9, 1), "t": date(2030, 1, 1)}, {"p": "base", "t": "base"}
    year, two = (seats_at_risk(ends, levels, rates, at=AT, months=months) for months in (12, 24))
    assert year["p"] == pytest.approx(0.1306, abs=1e-4)
    assert two == pytest.approx({"p": 1, "t": 0.2442}, abs=1e-4)


# --- what if ---


def test_levers_that_are_not_moved_change_nothing():
    unmoved = effect(START, RATES, ENTRANTS, Levers())
    assert unmoved == dict(zip(STAGES, [(women, women) for women in (89, 50, 36, 24, 15)], strict=True))


def test_more_entrants_fill_the_base_and_more_finishing_moves_it_on():
    entering = effect(START, RATES, ENTRANTS, Levers(entrants=0.5))
    assert entering["takes_part"][1] > entering["takes_part"][0] + 20
    finishing = effect(START, RATES, ENTRANTS, Levers(finishing=0.5))
    assert finishing["learns"][1] > finishing["learns"][0]
    assert finishing["takes_part"][1] < finishing["takes_part"][0]


def test_shorter_terms_leave_seats_sooner_and_let_others_guide():
    shorter = effect(START, RATES, ENTRANTS, Levers(term_years=(4, 2)))
    assert shorter["seat"][1] < shorter["seat"][0]
    assert shorter["guides"][1] > shorter["guides"][0]


@settings(max_examples=60)
@given(st.floats(-1, 10), st.floats(-1, 10), st.floats(0.5, 8), st.floats(0.5, 8))
def test_rates_make_one_however_the_levers_stand(entrants, finishing, now, then):
    moved = Levers(entrants=entrants, finishing=finishing, term_years=(now, then)).on_rates(RATES)
    for row in moved.values():
        assert sum(row.values()) == pytest.approx(1)
        assert all(-1e-9 <= rate <= 1 + 1e-9 for rate in row.values())


@pytest.mark.parametrize("bad", [{"entrants": -1.5}, {"finishing": -2}, {"term_years": (2, 0)}])
def test_impossible_levers_are_refused(bad):
    with pytest.raises(ValueError, match=r"than no"):
        Levers(**bad)


def test_terms_of_another_length_end_on_another_day():
    ends = {"p": date(2027, 3, 1), "v": None}
    assert with_term_length(ends, {"p": date(2023, 3, 1)}, 2) == {"p": date(2025, 3, 1), "v": None}
