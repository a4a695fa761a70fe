"""How long her word counts. Pure."""

from academy.members.seats.rules import planned_end

YES, NO = "yes", "no"
ANSWERS = (YES, NO)
GOOD_MONTHS = 12


def counts(*, young, said_on, today):
    """A woman grows older in a year, and never younger."""
    return not young or today < planned_end(said_on, GOOD_MONTHS)
