"""Figures of terms, of what hangs on one woman and of the programmes; each hides where few women stand behind it."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.core.inequality import gini, hhi, top_share
from leadership.metrics import (
    Held,
    Promise,
    base_link,
    commitments_by_institution,
    commitments_kept,
    consecutive_terms,
    contestation,
    days_late,
    expiring_seats,
    first_time,
    first_timers,
    handover,
    hanging_on_one,
    held_at_once,
    learning_to_leading,
    may_close,
    months_later,
    multi_office,
    overdue_seats,
    overlapping,
    places_reached,
    places_without,
    rotation,
    seat_years,
    single_point,
    tenure_concentration,
    training_spread,
    trend,
    unpaid_hours,
    youth,
)
from leadership.metrics.formulas import FORMULAS, NOTES, WHY

AT = date(2026, 3, 1)
YEARS = [1, 1, 2, 2, 3, 14, 18, 20]


def term(seat, holder, since, until, ended="planned", **more):
    """A term by years: from 1 March to 1 March. It ended as planned unless said otherwise."""
    end = date(until, 3, 1)
    return Held(
        seat=seat, holder=holder, since=date(since, 3, 1), until=end, ended=end if ended == "planned" else ended, **more
    )


# --- concentration ---


def test_the_example_of_the_dossier_has_gini_052_and_hhi_025():
    top, unequal, herfindahl = tenure_concentration(dict(enumerate(YEARS)))
    assert round(unequal.value, 2) == 0.52
    assert round(herfindahl.value, 2) == 0.25
    assert herfindahl.parts["even"] == 0.125
    assert top.value == pytest.approx(20 / 61)


amounts = st.lists(st.integers(0, 50), min_size=1, max_size=12).filter(any)


@given(amounts)
def test_gini_is_half_the_mean_difference_of_all_pairs(values):
    differences = 2 * sum(abs(a - b) for a, b in combinations(values, 2))
    mean = sum(values) / len(values)
    assert gini(values) == pytest.approx(differences / len(values) ** 2 / (2 * mean))


@given(amounts)
def test_concentration_lies_between_even_and_one(values):
    assert 1 / len(values) - 1e-9 <= hhi(values) <= 1 + 1e-9
    assert max(values) / sum(values) - 1e-9 <= top_share(values) <= 1


def test_four_holders_are_no_distribution():
    assert [figure.code for figure in tenure_concentration({"a": 1, "b": 2, "c": 3, "d": 9})] == ["thin"] * 3


def test_two_seats_at_once_are_two_years_in_one():
    terms = [term("p", "Ana", 2020, 2022), term("t", "Ana", 2021, 2023), term("p", "Rosa", 2022, 2024, alternate=True)]
    assert seat_years(terms, at=AT) == pytest.approx({"Ana": 4}, abs=0.01)


def test_years_are_counted_up_to_today_and_not_to_the_plan():
    assert seat_years([term("p", "Ana", 2025, 2027, ended=None)], at=AT) == pytest.approx({"Ana": 1}, abs=0.01)


# --- what ends, who stays, who comes ---


def test_seats_that_end_within_the_year_hold_the_overdue_ones_too():
    ends = {"p": date(2026, 2, 28), "t": AT, "s": date(2027, 3, 1), "v": date(2027, 3, 2), "f": None}
    figure = expiring_seats(ends, at=AT)
    assert (figure.value, figure.n, figure.parts) == (3, 5, {"overdue": 1, "empty": 1})
    assert overdue_seats(ends, at=AT).value == 1


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 24, date(2028, 12, 15)),
    ],
)
def test_months_end_with_their_last_day(day, months, later):
    assert months_later(day, months) == later


def test_a_third_term_counts_only_without_another_holder_between():
    terms = [
        *[term("p", "Ana", year, year + 2, ended=None if year == 2024 else "planned") for year in (2020, 2022, 2024)],
        term("t", "Rosa", 2018, 2020),
        term("t", "Luz", 2020, 2022),
        term("t", "Rosa", 2022, 2024),
        term("t", "Rosa", 2024, 2026, ended=None),
    ]
    figure = consecutive_terms(terms, at=AT)
    assert figure.parts == {"some": 1, "of": 2}


def test_rotation_tells_both_ends_as_a_risk_and_leaves_out_what_it_cannot_know():
    same = [term("p", "Ana", 2022, 2024), term("p", "Ana", 2024, 2026), term("t", "Luz", 2024, 2026)]
    figure = rotation(same, since=date(2024, 1, 1), at=AT)
    assert (figure.value, figure.n, figure.parts["first"], figure.note_code) == (0, 1, 1, "same_board")
    other = [term("p", "Ana", 2022, 2024), term("p", "Rosa", 2024, 2026)]
    assert rotation(other, since=date(2024, 1, 1), at=AT).note_code == "nobody_stayed"
    both = rotation(other + [term("t", "Luz", y, y + 2) for y in (2022, 2024)], since=date(2024, 1, 1), at=AT)
    assert (both.value, both.note_code) == (0.5, "")


def test_a_cover_is_no_election_but_a_load():
    terms = [
        term("p", "Ana", 2025, 2027, ended=None),
        term("t", "Ana", 2025, 2027, ended=None, elected=False),
        term("s", "Luz", 2025, 2027, ended=None),
        term("v", "Luz", 2025, 2027, ended=None, alternate=True),
    ]
    assert multi_office(terms, at=AT).parts == {"some": 1, "of": 2}
    assert held_at_once(terms, at=AT) == {"Ana": 2}


def test_contestation_asks_only_actas_that_tell():
    terms = [
        term("p", "Ana", 2025, 2027, ended=None, candidates=3),
        term("t", "Luz", 2025, 2027, ended=None, candidates=1),
        term("s", "Eva", 2025, 2027, ended=None),
    ]
    mean, alone = contestation(terms, since=date(2025, 1, 1), at=AT)
    assert (mean.value, mean.n, alone.value) == (2, 2, 0.5)


def test_who_held_any_seat_before_is_not_new():
    terms = [
        term("v", "Ana", 2020, 2022, alternate=True),
        term("p", "Ana", 2024, 2026, ended=None),
        term("t", "Luz", 2024, 2026, ended=None),
        term("s", "Luz", 2024, 2026, ended=None),
    ]
    assert first_timers(terms, at=AT) == ({"Luz"}, {"Ana"})


def test_terms_that_touch_do_not_overlap():
    first, second = term("p", "Ana", 2020, 2022), term("p", "Luz", 2022, 2024)
    late = term("p", "Eva", 2023, 2025)
    assert overlapping([second, first]) == []
    assert overlapping([late, second, first]) == [(second, late)]


@pytest.mark.parametrize(("few", "many"), [(4, 20), (20, 4), (0, 9), (None, 9), (9, None)])
@pytest.mark.parametrize("figure_of", [youth, first_time])
def test_shares_of_women_need_five_on_both_sides_and_carry_no_number_else(figure_of, few, many):
    figure = figure_of(few, many)
    assert (figure.shown, figure.value, figure.n, figure.parts) == (False, None, None, {})


def test_a_share_of_women_with_five_on_both_sides_is_told():
    assert youth(5, 15).value == 0.25


# --- what hangs on one woman ---


def test_what_two_women_have_hangs_on_neither():
    keepers = {
        "sola": {"signature": {"Ana"}, "book": {"Ana"}, "key": {"Luz"}},
        "juntas": {"signature": {"Ana"}, "book": {"Ana", "Luz"}, "key": {"Luz"}},
        "callada": {"signature": set(), "book": set()},
    }
    assert hanging_on_one(keepers) == ["sola"]
    assert single_point(keepers).parts == {"some": 1, "of": 2}


def test_a_handover_is_closed_only_whole():
    assert handover(["books", "cash"], ["cash", "other"]).value == 0.5
    assert not may_close(["books", "cash"], ["cash"])
    assert may_close(["books", "cash"], ["cash", "books", "more"])


# --- the programmes ---


def test_who_finished_lately_is_not_counted_yet():
    long_ago, lately = AT - timedelta(days=300), AT - timedelta(days=100)
    finished = {f"w{n}": long_ago for n in range(12)} | {f"new{n}": lately for n in range(9)}
    tasks = {f"w{n}": [long_ago + timedelta(days=30)] for n in range(6)}
    tasks["w6"] = [long_ago + timedelta(days=250)]
    tasks["w7"] = [long_ago - timedelta(days=5)]
    tasks["new1"] = [lately]
    figure = learning_to_leading(finished, tasks, at=AT)
    assert (figure.value, figure.n) == (0.5, 12)


def test_what_was_partly_obtained_counts_in_part_and_what_is_not_due_does_not():
    promises = [
        Promise(institution="muni", due=date(2026, 1, 1), kept_on=date(2026, 1, 11)),
        Promise(institution="muni", due=date(2026, 1, 1), promised=6, obtained=3),
        Promise(institution="midis", due=date(2026, 2, 1)),
        Promise(institution="midis", due=date(2026, 9, 1), kept_on=date(2026, 1, 1)),
    ]
    figure = commitments_kept(promises, at=AT)
    assert (figure.value, figure.parts) == (0.5, {"kept": 1, "partly": 1, "of": 3})
    by_institution = commitments_by_institution(promises, at=AT)
    assert {name: each.value for name, each in by_institution.items()} == {"muni": 0.75, "midis": 0}
    assert days_late(promises, at=AT).value == 5


def test_districts_with_nobody_are_listed_and_not_averaged_away():
    trained = {"a": 0, "b": 5, "c": 0, "d": 1, "e": 4}
    assert places_reached(trained).value == 0.6
    assert places_without(trained) == ["a", "c"]
    assert training_spread(trained).value == pytest.approx(gini([0, 5, 0, 1, 4]))


def test_a_session_of_yesterday_still_has_time_to_be_told():
    sessions = [
        (date(2026, 1, 1), date(2026, 1, 8)),
        (date(2026, 1, 1), date(2026, 1, 9)),
        (date(2026, 1, 1), None),
        (date(2026, 2, 28), None),
        (date(2026, 2, 28), AT),
    ]
    assert base_link(sessions, at=AT).parts == {"some": 2, "of": 4}


def test_hours_are_told_of_five_women_and_valued_only_with_a_wage():
    assert all(figure.code == "few" for figure in unpaid_hours(dict.fromkeys("abcd", 10), wage=5))
    hours, value = unpaid_hours(dict.fromkeys("abcde", 10))
    assert (hours.value, value.code) == (50, "nothing")
    assert unpaid_hours(dict.fromkeys("abcde", 10), wage=5)[1].value == 250


# --- small numbers ---


def test_two_years_that_can_be_told_make_no_trend():
    told, hidden = youth(5, 15), youth(4, 15)
    assert trend([told, hidden, told]) == []
    assert trend([told, hidden, told, told]) == [told, hidden, told, told]


# --- words ---


def test_every_formula_says_itself_in_short_sentences():
    sentences = [
        sentence
        for formula in FORMULAS.values()
        for text in (formula.words, formula.reading)
        for sentence in str(text).replace(":", ".").split(".")
    ]
    sentences += [part for text in [*WHY.values(), *NOTES.values()] for part in str(text).split(".")]
    assert [sentence for sentence in sentences if len(sentence.split()) > 12] == []
    assert all(str(formula.title) and str(formula.words) for formula in FORMULAS.values())
