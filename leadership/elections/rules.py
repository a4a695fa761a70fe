"""When a board ends and when its base is told (field dossier, 4D: 90, 60 and 30 days before). Pure."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

#: Days before the end on which everybody is told.
NOTICES = (90, 60, 30)
#: Boards that end later than this are not shown yet.
AHEAD = 365


@dataclass(frozen=True, slots=True)
class Election:
    """The seats of one organisation that end on one day. ``seats``: whatever was handed in, in its order."""

    on: date
    seats: tuple

    def days_left(self, today):
        """Negative once the day is over."""
        return (self.on - today).days

    def notices(self, today):
        """``[(days before, day, has it come)]``, the earliest first."""
        told = []
        for days in NOTICES:
            day = self.on - timedelta(days=days)
            told.append((days, day, day <= today))
        return told

    def stage(self, today):
        """``overdue``, the last notice that has come (30, 60 or 90), or ``later``."""
        left = self.days_left(today)
        if left < 0:
            return "overdue"
        return next((days for days in sorted(NOTICES) if left <= days), "later")


def elections_of(ends, *, today):
    """The elections of one board, the most urgent first. ``ends``: ``[(planned end, seat)]`` of who sits there now."""
    by_day = defaultdict(list)
    for on, seat in ends:
        if (on - today).days <= AHEAD:
            by_day[on].append(seat)
    return [Election(on=on, seats=tuple(seats)) for on, seats in sorted(by_day.items())]
