"""What if more women entered, more finished, terms were shorter. Pure: rates in, rates out, with the effect.

A lever changes what the last two years were; it does not say how. Nothing here is a promise.
"""

from dataclasses import dataclass

from ..metrics.shapes import months_later
from .flow import project


@dataclass(frozen=True, slots=True, kw_only=True)
class Levers:
    """``entrants`` and ``finishing``: 0.2 is a fifth more, −0.1 a tenth fewer. None of them moves more than all.

    ``finishing`` moves more women from ``learn[0]`` to ``learn[1]``; they are taken from those who stay and those who
    leave, in proportion. ``term_years`` is (now, then): a seat stage is left so much sooner or later.
    """

    entrants: float = 0.0
    finishing: float = 0.0
    learn: tuple = ("takes_part", "learns")
    term_years: tuple | None = None
    seat_stage: str = "seat"

    def __post_init__(self):
        if self.entrants < -1 or self.finishing < -1:
            raise ValueError("nothing can be less than none")
        if self.term_years is not None and min(self.term_years) <= 0:
            raise ValueError("a term lasts longer than no time")

    def on_entrants(self, entrants):
        return {stage: women * (1 + self.entrants) for stage, women in entrants.items()}

    def on_rates(self, rates):
        rates = dict(rates)
        before, after = self.learn
        if self.finishing and before in rates:
            rates[before] = _with_share(rates[before], after, rates[before].get(after, 0) * (1 + self.finishing))
        if self.term_years is not None and self.seat_stage in rates:
            now, then = self.term_years
            row = rates[self.seat_stage]
            leaving = min(1.0, (1 - row.get(self.seat_stage, 0)) * now / then)
            rates[self.seat_stage] = _with_share(row, self.seat_stage, 1 - leaving)
        return rates


def _with_share(row, stage, share):
    """The row with ``stage`` at ``share`` and the others in their proportion, still making 1."""
    share = min(1.0, max(0.0, share))
    rest = 1 - row.get(stage, 0)
    if not rest:
        return dict(row)
    return {other: share if other == stage else part * (1 - share) / rest for other, part in row.items()}


def effect(start, rates, entrants, levers, *, years=3):
    """``{stage: (as it goes, with the levers)}`` at the end, in whole women expected."""
    without = project(start, rates, entrants, years)[-1]
    moved = project(start, levers.on_rates(rates), levers.on_entrants(entrants), years)[-1]
    return {stage: (round(without[stage]), round(moved[stage])) for stage in without}


def with_term_length(ends, begins, years):
    """The planned ends if terms that run now lasted so many years: for ``seats_at_risk``. Empty seats stay empty."""
    if years <= 0:
        raise ValueError("a term lasts longer than no time")
    return {
        seat: None if end is None or begins.get(seat) is None else months_later(begins[seat], round(years * 12))
        for seat, end in ends.items()
    }
