"""What comes if the last two years repeat. Pure; hidden where too little is known, and says so.

    exit_rates(terms, levels, since=, at=)            -> {level: Rate}
    seats_at_risk(ends, levels, rates, at=, months=)  -> {seat: p}, 12 or 24 months
    expected_vacancies(risks, rates)                  -> (Figure, chances); at_least(chances, number)
    conversions(moves, states)                        -> {(stage, other): Figure}
    forecast(start, moves, entrants, states, seed=…)  -> Forecast with Figures for each year and stage
    Levers(entrants=, finishing=, term_years=)        -> for forecast(levers=) and effect(…); with_term_length for seats

``metrics.uncovered_risk(ready, risks)`` makes the one number of the home of it. Words and Figures: ``metrics``.
"""

from .at_risk import (
    Rate,
    at_least,
    chance_of_exit,
    exit_rate,
    exit_rates,
    expected_vacancies,
    seats_at_risk,
)
from .conversion import OUT, conversions, smoothed, wilson
from .counting import poisson_binomial
from .flow import Forecast, forecast, project
from .levers import Levers, effect, with_term_length

__all__ = [
    "OUT",
    "Forecast",
    "Levers",
    "Rate",
    "at_least",
    "chance_of_exit",
    "conversions",
    "effect",
    "exit_rate",
    "exit_rates",
    "expected_vacancies",
    "forecast",
    "poisson_binomial",
    "project",
    "seats_at_risk",
    "smoothed",
    "wilson",
    "with_term_length",
]
