"""How many hours can be said, and how long her word counts. Pure."""

from academy.members.seats.rules import planned_end

#: In a week: sixteen waking hours of seven days.
MOST = 112
GOOD_MONTHS = 12


def counts(*, said_on, today):
    return today < planned_end(said_on, GOOD_MONTHS)
