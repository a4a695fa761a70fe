"""Where the women of today will stand: n(t+1) = n(t)·P + r(t) (field dossier, 4C).

A Markov chain with entrants, as manpower planning uses it (Bartholomew 1967). "If the last two years repeat": it knows
no reasons and no persons, and whoever left may come back as an entrant.
"""

import random
from dataclasses import dataclass

from academy.core.suppression import K

from ..metrics.shapes import LEAST, Figure, few, thin
from .conversion import ALPHA, OUT, smoothed

SAMPLES = 400
LEAST_PERIODS = 2
#: Eight times of ten.
LOW, HIGH = 0.1, 0.9
#: Up to so many women each one's way is drawn; above, their sum as a normal number.
DRAWN = 40


def project(start, rates, entrants, years):
    """``[{stage: women}, …]``: today and the end of each year. ``rates`` as ``smoothed`` gives; ``OUT`` is not kept.

    ``entrants`` maps stages to the women who enter there each year. Numbers are expectations: 23.7 women.
    """
    stages = [stage for stage in start if stage != OUT]
    course = [{stage: float(start[stage]) for stage in stages}]
    for _year in range(years):
        now = course[-1]
        course.append(
            {
                stage: sum(now[before] * rates[before].get(stage, 0) for before in stages) + entrants.get(stage, 0)
                for stage in stages
            }
        )
    return course


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """``years[t][stage]`` is a Figure; ``years[0]`` is today. Empty where it is not ``shown``, and ``why``."""

    years: tuple = ()
    refusal: Figure | None = None

    @property
    def shown(self):
        return self.refusal is None

    @property
    def why(self):
        return self.refusal.why if self.refusal else ""


def forecast(start, moves, entrants, states, *, years=3, seed, samples=SAMPLES, levers=None, k=K):
    """The flow of the next years with a range that holds 8 times of 10.

    ``start``: women by stage today, as suppression let them through (None: hidden). ``moves``: see ``conversion``.
    ``entrants``: for each year looked at, ``{stage: women}``; two years at least. ``levers``: what if (``levers.py``).
    The range carries both doubts: how sure the rates are (each row drawn from its Dirichlet, each number of entrants
    from its Gamma) and what chance does with few women (each way drawn). ``seed`` makes it the same each time.
    Hidden where a stage with women saw fewer than ten ways, or less than two years are known. Time: samples × years ×
    stages²; a tenth of a second.
    """
    refused = _too_thin(start, moves, entrants, k)
    if refused:
        return Forecast(refusal=refused)
    mean = _mean_entrants(entrants)
    rates = smoothed(moves, states)
    if levers is not None:
        rates, mean = levers.on_rates(rates), levers.on_entrants(mean)
    middle = project(start, rates, mean, years)
    chance = random.Random(seed)  # noqa: S311 - a forecast that is the same each time, no secret
    runs = []
    for _sample in range(samples):
        drawn = _drawn_rates(chance, moves, states)
        coming = {
            stage: chance.gammavariate(each * len(entrants) + 0.5, 1 / len(entrants))
            for stage, each in _mean_entrants(entrants).items()
        }
        if levers is not None:
            drawn, coming = levers.on_rates(drawn), levers.on_entrants(coming)
        runs.append(_one_run(chance, start, drawn, coming, years))
    return Forecast(
        years=tuple(
            {stage: _figure(middle[year][stage], [run[year][stage] for run in runs], start) for stage in middle[year]}
            for year in range(years + 1)
        ),
    )


def _too_thin(start, moves, entrants, k):
    if any(women is None or 0 < women < k for women in start.values()):
        return few("flow")
    if len(entrants) < LEAST_PERIODS:
        return Figure(key="flow", value=None, n=len(entrants), code="periods")
    seen = [sum(moves.get(stage, {}).values()) for stage, women in start.items() if women and stage != OUT]
    if not seen or min(seen) < LEAST:
        worst = min(seen, default=0)
        return few("flow") if 0 < worst < k else thin("flow", worst)
    return None


def _mean_entrants(entrants):
    stages = {stage for year in entrants for stage in year}
    return {stage: sum(year.get(stage, 0) for year in entrants) / len(entrants) for stage in sorted(stages, key=str)}


def _drawn_rates(chance, moves, states):
    """One draw of every row from the Dirichlet of its counts, as shares of Gamma numbers."""
    rates = {}
    for stage in states:
        if stage == OUT:
            continue
        row = moves.get(stage, {})
        parts = [chance.gammavariate(row.get(other, 0) + ALPHA, 1) for other in states]
        whole = sum(parts)
        rates[stage] = {other: part / whole for other, part in zip(states, parts, strict=True)}
    return rates


def _one_run(chance, start, rates, entrants, years):
    stages = [stage for stage in start if stage != OUT]
    course = [{stage: start[stage] for stage in stages}]
    for _year in range(years):
        following = {stage: _poisson(chance, entrants.get(stage, 0)) for stage in stages}
        for before in stages:
            for stage, women in _ways(chance, course[-1][before], rates[before]).items():
                if stage in following:
                    following[stage] += women
        course.append(following)
    return course


def _ways(chance, women, row):
    """How many of ``women`` go each way: one way after the other, of those who are left."""
    found, left, rest = {}, women, 1.0
    for stage, rate in row.items():
        going = _binomial(chance, left, min(1.0, rate / rest) if rest > 0 else 1.0)
        found[stage] = going
        left, rest = left - going, rest - rate
    return found


def _binomial(chance, times, share):
    if times <= DRAWN:
        return sum(chance.random() < share for _each in range(times))
    spread = (times * share * (1 - share)) ** 0.5
    return min(times, max(0, round(chance.gauss(times * share, spread))))


def _poisson(chance, mean):
    if mean > DRAWN:
        return max(0, round(chance.gauss(mean, mean**0.5)))
    women, gone = 0, chance.expovariate(1)
    while gone < mean:
        women += 1
        gone += chance.expovariate(1)
    return women


def _figure(value, drawn, start):
    """In whole women: decimals would let the few behind a rate be counted back."""
    drawn = sorted(drawn)
    low, high = drawn[int(LOW * (len(drawn) - 1))], drawn[round(HIGH * (len(drawn) - 1))]
    return Figure(key="flow", value=round(value), n=sum(start.values()), low=low, high=high)
