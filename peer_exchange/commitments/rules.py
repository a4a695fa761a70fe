"""Decisions about promises. Pure: dates and amounts in, values out."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..calendar import holiday_on, is_working_day, next_working_day

#: Days after the promise on which two women ask how it goes (field dossier, 2B step 10).
CHECKS = (15, 30, 60, 90)
#: After the last of them: once a month, until it is closed.
AGAIN_EVERY = 30

OPEN = ("new", "ongoing", "partly", "broken")
CLOSED = ("kept", "void")


def checks(made_on):
    """The four days on which it is looked at."""
    return tuple(made_on + timedelta(days=days) for days in CHECKS)


def next_check(made_on, *, last=None):
    """When to ask next: the first of the four days later than ``last`` (the day of the last follow-up), else a month
    after it. ``last`` None: nobody has asked yet."""
    if last is None:
        return checks(made_on)[0]
    return next((day for day in checks(made_on) if day > last), last + timedelta(days=AGAIN_EVERY))


def is_open(state):
    """Still claimed. «Incumplido» is: that they did not keep it does not make it void."""
    return state in OPEN


def is_overdue(*, state, due_on, at):
    """The day has passed (a day off counts until the next working day) and it is not closed."""
    return is_open(state) and due_on is not None and next_working_day(due_on) < at


def days_late(*, due_on, closed_on, at):
    """Days between due and kept, or until today where it is open. Never negative; None without a due date."""
    return None if due_on is None else max(0, ((closed_on or at) - due_on).days)


def part_obtained(*, promised, obtained):
    """What share of the promise came, 0 to 1; None where nobody put numbers to it."""
    if not promised or obtained is None:
        return None
    return min(Decimal(1), obtained / promised)


def state_of_amounts(*, promised, obtained):
    """What the amounts say: three of six months is «cumplido en parte». Empty: they say nothing."""
    part = part_obtained(promised=promised, obtained=obtained)
    if part is None or part == 0:
        return ""
    return "kept" if part == 1 else "partly"


def may_say(*, state, promised, obtained):
    """A sentence where her state and the amounts contradict each other; empty where they do not."""
    said = state_of_amounts(promised=promised, obtained=obtained)
    if state == "kept" and said == "partly":
        return _("Falta una parte de lo prometido. Elige «cumplido en parte».")
    return ""


@dataclass(frozen=True)
class Due:
    """A due date as it is shown. ``works_on``: the next working day where the date is a day off; ``why``: which."""

    on: date | None
    works_on: date | None = None
    why: str = ""


def due(on):
    """What a due date means for a public office."""
    if on is None:
        return Due(None)
    if is_working_day(on):
        return Due(on)
    return Due(on, next_working_day(on), holiday_on(on) or _("fin de semana"))


def when_in_words(*, state, due_on, closed_on, at):
    """«Vence en 12 días», «Venció hace 180 días», «Sin fecha», «Cumplido 14 días tarde»."""
    if state == "void":
        return _("Sin efecto")
    if due_on is None:
        return "" if state == "kept" else _("Sin fecha")
    if state == "kept":
        late = days_late(due_on=due_on, closed_on=closed_on, at=at)
        if not late:
            return _("A tiempo")
        return ngettext("%(days)s día tarde", "%(days)s días tarde", late) % {"days": late}
    left = (due_on - at).days
    if left > 0:
        return ngettext("Vence en %(days)s día", "Vence en %(days)s días", left) % {"days": left}
    if left == 0:
        return _("Vence hoy")
    return ngettext("Venció hace %(days)s día", "Venció hace %(days)s días", -left) % {"days": -left}
