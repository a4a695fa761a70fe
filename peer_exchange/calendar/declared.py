"""Days that a decree declared non-working, as organisers wrote them down. The one part of the calendar that asks the
database: at most once a minute in each process, and again as soon as this process changes one."""

from time import monotonic

#: Seconds for which what was read holds: another process hears of a new day no later.
HOLDS = 60
_read = {"days": {}, "until": 0.0}


def known():
    """``{day: name}`` as it was last read; asks nothing."""
    return _read["days"]


def refresh():
    """Read them anew where a minute is over. Called by what shows or reckons terms, before it does."""
    from ..models import DeclaredHoliday  # models of promises reckon with this calendar

    if monotonic() >= _read["until"]:
        _read["days"] = dict(DeclaredHoliday.objects.values_list("day", "name"))
        _read["until"] = monotonic() + HOLDS


def forget():
    """The next ``refresh`` asks."""
    _read.update(days={}, until=0.0)
