"""Which seats may fall empty, and how many (field dossier, 4C). Rates are of levels, never of a person."""

from collections import defaultdict
from dataclasses import dataclass
from math import exp, sqrt

from ..metrics.shapes import LEAST, Figure, months_later, nothing, thin, years_between
from ..metrics.survival import Z
from .counting import poisson_binomial

#: Years of terms fewer than these give no rate of their own level.
LEAST_YEARS = LEAST


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """``rate`` exits before the end of the term for each year of a term; None: too little is known anywhere.

    ``low`` and ``high`` bound it (95 %, Byar's approximation to the exact Poisson bounds: Breslow and Day 1987).
    ``pooled``: the rate of all levels together, because this one has too few years.
    """

    rate: float | None
    exits: int
    years: float
    low: float | None = None
    high: float | None = None
    pooled: bool = False


def exit_rates(terms, levels, *, since, at, least=LEAST_YEARS):
    """``{level: Rate}`` from the terms (``Held``) that ran between the two days; ``levels`` maps seats to levels.

    An exit is an end before the planned one. What comes after the planned end is no time at risk: an overdue holder
    cannot leave early any more. Alternates and covers are left out.
    """
    exits, years = defaultdict(int), defaultdict(float)
    for level in set(levels.values()):
        exits[level] += 0
    for term in terms:
        if term.alternate or not term.elected or term.seat not in levels:
            continue
        level = levels[term.seat]
        end = min(term.ended or at, term.until, at)
        years[level] += years_between(max(term.since, since), end)
        exits[level] += bool(term.ended and term.ended < term.until and since < term.ended <= at)
    everywhere = _rate(sum(exits.values()), sum(years.values()))
    if everywhere.years < least:
        return {level: Rate(rate=None, exits=exits[level], years=years[level]) for level in exits}
    found = {}
    for level in exits:
        if years[level] < least:
            rate, low, high = everywhere.rate, everywhere.low, everywhere.high
            found[level] = Rate(rate=rate, exits=exits[level], years=years[level], low=low, high=high, pooled=True)
        else:
            found[level] = _rate(exits[level], years[level])
    return found


def _rate(exits, years):
    if not years:
        return Rate(rate=None, exits=exits, years=years)
    low = 0.0 if not exits else exits * (1 - 1 / (9 * exits) - Z / (3 * sqrt(exits))) ** 3 / years
    above = exits + 1
    high = above * (1 - 1 / (9 * above) + Z / (3 * sqrt(above))) ** 3 / years
    return Rate(rate=exits / years, exits=exits, years=years, low=low, high=high)


def exit_rate(rate):
    """The Figure of one level's Rate, for the page."""
    if rate.rate is None:
        return thin("exit_rate", int(rate.years), LEAST_YEARS)
    parts = {"exits": rate.exits, "years": rate.years}
    note = "pooled" if rate.pooled else ""
    return Figure(
        key="exit_rate",
        value=rate.rate,
        n=int(rate.years),
        low=rate.low,
        high=rate.high,
        note_code=note,
        parts=parts,
    )


def chance_of_exit(rate, months):
    """1 − e^(−λ·h), h in years: with λ = 0.14 a year it is 13 % in twelve months."""
    return 1 - exp(-rate * months / 12)


def seats_at_risk(ends, levels, rates, *, at, months=12):
    """``{seat: p}``: 1 where the term ends within the horizon, is overdue or the seat is empty; else 1 − e^(−λ·h).

    ``ends`` as in ``metrics``; ``rates`` from ``exit_rates``. A level without a known rate gives 0 for terms that last
    longer: ``expected_vacancies`` says so.
    """
    last = months_later(at, months)
    early = {
        level: chance_of_exit(rate.rate, months) if rate.rate is not None else 0.0 for level, rate in rates.items()
    }
    return {seat: 1.0 if end is None or end <= last else early.get(levels.get(seat), 0.0) for seat, end in ends.items()}


def expected_vacancies(risks, rates=None):
    """``(Figure, chances)``: E = Σp with the range that holds 8 times of 10; ``chances[m]`` = P(exactly m).

    p = 1, 1, .5, .35, .2, .2, .1, .1 give E = 3.45 and P(4 or more) = 45 %.
    """
    if not risks:
        return nothing("expected_vacancies"), [1.0]
    chances = poisson_binomial(risks.values())
    note = ""
    if rates is not None and any(rate.rate is None for rate in rates.values()):
        note = "no_rate"
    elif rates is not None and any(rate.pooled for rate in rates.values()):
        note = "pooled"
    figure = Figure(
        key="expected_vacancies",
        value=sum(risks.values()),
        n=len(risks),
        low=_quantile(chances, 0.1),
        high=_quantile(chances, 0.9),
        note_code=note,
        parts={"certain": sum(risk >= 1 for risk in risks.values())},
    )
    return figure, chances


def at_least(chances, number):
    """P(``number`` or more)."""
    return min(1.0, sum(chances[max(0, number) :]))


def _quantile(chances, part):
    total = 0.0
    for number, chance in enumerate(chances):
        total += chance
        if total >= part:
            return number
    return len(chances) - 1
