"""What goes into the figures and what comes out. Values only: no models, no names of women."""

from calendar import monthrange
from collections.abc import Hashable
from dataclasses import asdict, dataclass, field
from datetime import date

from academy.core.suppression import K

from .formulas import FORMULAS, NOTES, WHY

Id = Hashable
DAYS_OF_A_YEAR = 365.25
#: Fewer rows than this behind a rate say nothing of what comes next (field dossier, 4C).
LEAST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number fit for a page, or why there is none. Plain values: fit for JSON, said in the reader's language.

    ``value`` is None where it is not ``shown``. ``n`` is what stands behind it (seats, terms, women; the formula says
    which); None where telling it would tell of fewer than five women. ``low`` and ``high`` bound an interval, where
    the figure has one; ``high`` None with ``low`` given: not known yet. ``parts`` are the numbers it is made of.
    """

    key: str
    value: float | None
    n: int | None
    low: float | None = None
    high: float | None = None
    code: str = ""
    params: dict = field(default_factory=dict)
    note_code: str = ""
    parts: dict = field(default_factory=dict)

    @property
    def shown(self):
        return not self.code

    @property
    def why(self):
        """The sentence that stands where the number would; empty where there is a number."""
        return WHY[self.code] % self.params if self.code else ""

    @property
    def note(self):
        return NOTES[self.note_code] if self.note_code else ""

    @property
    def formula(self):
        return FORMULAS[self.key]

    def as_json(self):
        return asdict(self)

    @classmethod
    def from_json(cls, data):
        return cls(**data)


def nothing(key, **more):
    """There is nothing to divide by."""
    return Figure(key=key, value=None, n=0, code="nothing", **more)


def thin(key, n, least=LEAST):
    return Figure(key=key, value=None, n=n, code="thin", params={"n": n, "least": least})


def few(key):
    """Fewer than five women, or a cell that suppression hid. Carries no number at all."""
    return Figure(key=key, value=None, n=None, code="few")


def ratio(key, some, of, **more):
    """A share of things that are no persons (seats, sessions, promises): told from one on."""
    if not of:
        return nothing(key)
    return Figure(key=key, value=some / of, n=of, **{"parts": {"some": some, "of": of}, **more})


def ratio_of_women(key, some, others, k=K):
    """A share of women, from the two counts that make it; None for a count that suppression hid.

    Needs ``k`` on both sides: "all of them" and "none of them" speak of each.
    """
    if some is None or others is None or min(some, others) < k:
        return few(key)
    return Figure(key=key, value=some / (some + others), n=some + others, parts={"some": some, "of": some + others})


def trend(figures, *, least=3):
    """The figures of periods in their order, or none: fewer than three that are shown make no line."""
    figures = list(figures)
    return figures if sum(figure.shown for figure in figures) >= least else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One woman in one seat. ``until`` is the planned end, ``ended`` the real one: None while she holds it.

    ``elected``: by an assembly with acta; False for an emergency cover. ``candidates`` None: the acta does not say.
    """

    seat: Id
    holder: Id
    since: date
    until: date
    ended: date | None = None
    alternate: bool = False
    elected: bool = True
    candidates: int | None = None

    def holds(self, at):
        """Does she hold it on that day? A board that is overdue still does."""
        return self.since <= at and (self.ended is None or self.ended > at)


def months_later(day, months):
    """The same day some months later, or the last of its month: 31 January and one month is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_between(since, until):
    """Never below 0."""
    return max(0, (until - since).days) / DAYS_OF_A_YEAR
