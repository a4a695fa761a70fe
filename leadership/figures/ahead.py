"""What comes if the last two years repeat, for the page: seats at risk, the flow of women, and what levers change."""

import re
from dataclasses import dataclass
from datetime import date

from academy.core.suppression import ALL

from ..forecast import OUT, Levers, Rate, at_least, exit_rate, expected_vacancies, forecast, smoothed, with_term_length
from ..forecast import seats_at_risk as at_risk
from ..forecast.conversion import conversions
from ..forecast.levers import effect
from ..metrics import Figure
from ..stages.reading import criteria_over
from ..stages.rules import STAGES
from ..stages.shown import names_of, stages
from . import sheet

STATES = (*STAGES, OUT)
YEARS = 3
#: The same drawing of chance for everybody: a forecast that changes by itself would look like news.
SEED = 20260601
_WHOLE = re.compile(r"[-+]?[0-9]{1,4}\Z")
#: Percent more or less that a lever can ask for, and years that a term can last.
LEAST, MOST = -90, 200
TERMS = (1, 2, 3, 4, 5)
#: What a term lasts usually; what the lever is measured against.
USUAL = 2


@dataclass(frozen=True)
class Pulled:
    """The levers as she pulled them: percent more entrants, percent more who finish, years of a term (None: as is)."""

    entrants: int = 0
    finishing: int = 0
    years: int | None = None

    def __bool__(self):
        return bool(self.entrants or self.finishing or self.years)

    def levers(self):
        return Levers(
            entrants=self.entrants / 100,
            finishing=self.finishing / 100,
            learn=STAGES[:2],
            term_years=(USUAL, self.years) if self.years else None,
            seat_stage="cargo",
        )


def pulled(given):
    """From an address. What is no number or out of bounds is as if not pulled."""
    years = _number(given.get("anos"))
    return Pulled(
        entrants=_percent(given.get("entran")),
        finishing=_percent(given.get("terminan")),
        years=years if years in TERMS else None,
    )


def _percent(text):
    number = _number(text)
    return number if number is not None and LEAST <= number <= MOST else 0


def _number(text):
    text = (text or "").strip()
    return int(text) if _WHOLE.match(text) else None


# --- Seats -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Vacancies:
    """``figure`` of how many seats may fall empty within ``months``; ``half``: P(at least that many)."""

    months: int
    figure: Figure
    or_more: float | None


def vacancies(facts, rates, months):
    """One query: seats with equal chances are one row."""
    risks = {}
    for chance, seats in facts.chances(months):
        risks.update({(chance, number): chance for number in range(seats)})
    figure, chances = expected_vacancies(risks, rates)
    more = at_least(chances, round(figure.value) + 1) if figure.shown else None
    return Vacancies(months, figure, more)


def rates_of(snapshots):
    """``{level: Rate}``: of all trees of the reader; of two trees that of the one with more years behind it."""
    found = {}
    for snapshot in snapshots.values():
        for level, kept in snapshot.data.get("rates", {}).items():
            rate = Rate(**kept)
            if level not in found or rate.years > found[level].years:
                found[level] = rate
    return found


def rate_figures(rates):
    return {level: exit_rate(rate) for level, rate in rates.items()}


def with_terms(facts, rates, years, months):
    """How many seats may fall empty if the terms that run now lasted so many years: one query, a row a seat."""
    ends, begins, levels = {}, {}, {}
    for seat, since, until, level in facts.seats().order_by().values_list("seat", "since", "until", "level"):
        ends[seat], begins[seat], levels[seat] = until, since, level
    moved = with_term_length(ends, begins, years)
    return expected_vacancies(at_risk(moved, levels, rates, at=_day(facts.day), months=months), rates)[0]


def _day(day):
    return day if isinstance(day, date) else day.date()


# --- Women -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Flow:
    """``told``: {stage: women today, or None}. ``years``: ``[{stage: Figure}]``, today first, or ``why`` not.

    ``changed``: {stage: (as it goes, with the levers)}. ``rates``: {(stage, other): Figure}, of whole trees alone:
    those of a part could be taken from those of the whole.
    """

    told: dict
    years: tuple = ()
    why: str = ""
    changed: dict | None = None
    rates: dict | None = None


def flow(facts, snapshots, pulled):
    """No query. A tenth of a second, two with levers."""
    told = {stage: sheet.told(facts.scope, snapshots, "stages", stage) for stage in STAGES}
    parts = sheet.nodes(facts.scope, snapshots)
    kept, node = None, ""
    if parts and len(parts) == 1:
        snapshot, node = parts[0]
        kept = snapshot.data.get("flow", {}).get("" if node is ALL else node)
    kept = kept or {"start": {}, "moves": {}, "entrants": []}
    start = {stage: told[stage] if kept["start"].get(stage) else 0 for stage in STAGES}
    levers = pulled.levers() if pulled else None
    found = forecast(start, kept["moves"], kept["entrants"], STATES, years=YEARS, seed=SEED)
    if not found.shown:
        return Flow(told=told, why=str(found.why))
    changed = None
    if levers is not None:
        rates = smoothed(kept["moves"], STATES)
        entrants = {
            stage: sum(year.get(stage, 0) for year in kept["entrants"]) / len(kept["entrants"]) for stage in STAGES
        }
        changed = effect(start, rates, entrants, levers, years=YEARS)
    rates = conversions(kept["moves"], STATES) if node is ALL else None
    return Flow(told=told, years=found.years, changed=changed, rates=rates)


def stage_names(scope):
    """``{code: name}`` in the reader's language, in her assembly's words where she reads of one tree. Two queries."""
    held = (*scope.trees, *scope.own)
    adopted = criteria_over(held[0]) if len(held) == 1 else None
    return {code: stage.name for code, stage in stages(names_of(adopted)).items()}
