"""The figures of the pipeline. Pure: no models, no queries, no request; plain values in, a ``Figure`` out.

Every function says its formula in its docstring and, for the page, in ``figure.formula`` (title, words, reading).
A ``Figure`` has ``value, n, low, high, parts, note`` and says by ``shown`` and ``why`` when there is no number. It is
fit for JSON (``as_json``, ``from_json``), so that a snapshot is said in the language of whoever reads it.

    coverage    coverage_naive(ready) coverage_true(ready) depth(ready) bench_strength(ready, ends, at=, months=, k=)
                preparation_gap(missing) tasks_to_offer(missing) uncovered_risk(ready, risks) -> (Figure, rows)
    tenure      expiring_seats(ends, at=, months=) overdue_seats(ends, at=) tenure_concentration(seat_years(terms, at=))
                consecutive_terms(terms, at=) rotation(terms, since=, at=) multi_office(terms, at=)
                contestation(terms, since=, at=) youth(young, older) first_time(first, again)
    resilience  single_point(keepers) hanging_on_one(keepers) handover(required, handed) may_close(required, handed)
    programmes  learning_to_leading(…) commitments_kept(…) commitments_by_institution(…) days_late(…)
                places_reached(trained) rural_reached(trained) training_spread(trained) base_link(…) unpaid_hours(…)
    survival    time_in_stage(spells) kaplan_meier(spells) median_time(steps)
    shapes      Figure Held months_later(day, months) years_between(since, until) trend(figures)

``ready``: seat -> women willing and prepared. ``ends``: seat -> planned end, None for an empty one. ``terms``: ``Held``
rows. Counts of women come through ``academy.core.suppression`` first; None for what it hid.
Why it is so: docs/decisions/0034-figures-of-the-pipeline.md.
"""

from .coverage import (
    bench_strength,
    coverage_naive,
    coverage_true,
    depth,
    preparation_gap,
    tasks_to_offer,
    uncovered_risk,
)
from .formulas import FORMULAS, Formula
from .matching import cover
from .programmes import (
    Promise,
    base_link,
    commitments_by_institution,
    commitments_kept,
    days_late,
    learning_to_leading,
    places_reached,
    places_without,
    rural_reached,
    training_spread,
    unpaid_hours,
)
from .resilience import ITEMS, KEYS, handover, hanging_on_one, may_close, single_point
from .shapes import Figure, Held, months_later, trend, years_between
from .survival import kaplan_meier, median_time, time_in_stage
from .tenure import (
    consecutive_terms,
    contestation,
    expiring_seats,
    first_time,
    first_timers,
    held_at_once,
    multi_office,
    overdue_seats,
    overlapping,
    rotation,
    seat_years,
    tenure_concentration,
    youth,
)

__all__ = [
    "FORMULAS",
    "ITEMS",
    "KEYS",
    "Figure",
    "Formula",
    "Held",
    "Promise",
    "base_link",
    "bench_strength",
    "commitments_by_institution",
    "commitments_kept",
    "consecutive_terms",
    "contestation",
    "cover",
    "coverage_naive",
    "coverage_true",
    "days_late",
    "depth",
    "expiring_seats",
    "first_time",
    "first_timers",
    "handover",
    "hanging_on_one",
    "held_at_once",
    "kaplan_meier",
    "learning_to_leading",
    "may_close",
    "median_time",
    "months_later",
    "multi_office",
    "overdue_seats",
    "overlapping",
    "places_reached",
    "places_without",
    "preparation_gap",
    "rotation",
    "rural_reached",
    "seat_years",
    "single_point",
    "tasks_to_offer",
    "tenure_concentration",
    "time_in_stage",
    "training_spread",
    "trend",
    "uncovered_risk",
    "unpaid_hours",
    "years_between",
    "youth",
]
