"""When something is told back after a visit. Pure."""

from datetime import timedelta

#: Days after its last day: «what we learn we share».
RETURNS = (30, 90)


def returns_of(last_day):
    """``{days: due day}``."""
    return {days: last_day + timedelta(days=days) for days in RETURNS}


def due_now(returns, at):
    """Of ``returns`` (things with ``due_on`` and ``told_on``) those whose day has come and that nobody told."""
    return [each for each in returns if each.told_on is None and each.due_on <= at]
