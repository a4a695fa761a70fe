"""What the three programmes bring to the pipeline (field dossier, 4C). Dates are days, none of them after ``at``."""

from dataclasses import dataclass
from datetime import date
from statistics import median

from academy.core.inequality import gini
from academy.core.suppression import K

from .shapes import Figure, Id, few, months_later, nothing, ratio, ratio_of_women, thin

LEARNING_MONTHS = 6
RETURN_DAYS = 7
LEAST_PLACES = 5


def learning_to_leading(finished, tasks, *, at, months=LEARNING_MONTHS):
    """Women who took a task within six months of finishing a course, of those who finished.

    ``finished[woman]`` is the day of her first course, ``tasks[woman]`` the days on which she took a task. Who finished
    less than six months ago is not counted yet, whatever she did: else the young courses would look best.
    """
    due = {woman: day for woman, day in finished.items() if months_later(day, months) <= at}
    led = sum(
        any(day <= task <= months_later(day, months) for task in tasks.get(woman, ())) for woman, day in due.items()
    )
    return ratio_of_women("learning_to_leading", led, len(due) - led) if due else nothing("learning_to_leading")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A commitment of an authority. ``kept_on`` None: not wholly kept. ``promised`` and ``obtained``: quantities."""

    institution: Id
    due: date
    kept_on: date | None = None
    promised: float | None = None
    obtained: float | None = None

    def kept(self, at):
        """1 kept, 0 not, between: the part that was obtained of what was promised."""
        if self.kept_on is not None and self.kept_on <= at:
            return 1.0
        if not self.promised or not self.obtained:
            return 0.0
        return min(1.0, max(0.0, self.obtained / self.promised))


def commitments_kept(promises, *, at):
    """Kept of due, partly kept ones in part. Those not due yet do not count, kept early or not."""
    due = [promise for promise in promises if promise.due <= at]
    kept = [promise.kept(at) for promise in due]
    parts = {"kept": sum(part == 1 for part in kept), "partly": sum(0 < part < 1 for part in kept), "of": len(due)}
    return ratio("commitments_kept", sum(kept), len(due), parts=parts)


def commitments_by_institution(promises, *, at):
    """``{institution: Figure}``."""
    rows = {}
    for promise in promises:
        rows.setdefault(promise.institution, []).append(promise)
    return {institution: commitments_kept(theirs, at=at) for institution, theirs in rows.items()}


def days_late(promises, *, at):
    """The median of days between due and kept, of those that were kept; what came early was 0 days late."""
    late = [max(0, (p.kept_on - p.due).days) for p in promises if p.kept_on is not None and p.kept_on <= at]
    return Figure(key="days_late", value=median(late), n=len(late)) if late else nothing("days_late")


def places_reached(trained):
    """Districts with one trained woman or more in the last 12 months. ``trained``: district -> women, with its zeros.

    Counts places, no persons. The list of those without any is ``places_without``.
    """
    return ratio("places_reached", sum(bool(number) for number in trained.values()), len(trained))


def rural_reached(trained):
    """The same of rural organisations."""
    return ratio("rural_reached", sum(bool(number) for number in trained.values()), len(trained))


def places_without(trained):
    """Where nobody is trained yet, in the order given: they are invited first."""
    return [place for place, number in trained.items() if not number]


def training_spread(trained, *, least=LEAST_PLACES):
    """Gini of training places over the districts, those without any among them."""
    if not sum(trained.values()):
        return nothing("training_gini")
    if len(trained) < least:
        return thin("training_gini", len(trained), least)
    return Figure(key="training_gini", value=gini(trained.values()), n=len(trained))


def base_link(sessions, *, at, days=RETURN_DAYS):
    """Sessions of representation told to the base within seven days. ``sessions``: (held on, told on or None).

    One that is younger than seven days counts only once it was told: there is still time.
    """
    counted = told = 0
    for held, returned in sessions:
        in_time = returned is not None and (returned - held).days <= days
        if in_time or (at - held).days > days:
            counted += 1
            told += in_time
    return ratio("base_link", told, counted)


def unpaid_hours(hours, *, wage=None, k=K):
    """``(hours, value)`` of the women who chose to log them: ``hours[woman]``. Hidden under ``k`` women.

    ``wage`` is the worth of an hour as the organiser set it, with its source and its date; without it no value.
    """
    if len(hours) < k:
        return few("unpaid_hours"), few("unpaid_value")
    total = sum(hours.values())
    value = nothing("unpaid_value")
    if wage is not None:
        value = Figure(key="unpaid_value", value=total * wage, n=len(hours), parts={"hours": total})
    return Figure(key="unpaid_hours", value=total, n=len(hours)), value
