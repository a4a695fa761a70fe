"""Pure decisions about circles: which meeting it is, on which day, which question waits for whom."""

import hashlib
import re
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied
from academy.core.ids import event_id

#: Older papers are typed in no more: by then attendance is told by counts only.
OLDEST = timedelta(days=730)
_WRITTEN = re.compile(r"\s*(\d{1,2})\s*[-/. ]\s*(\d{1,2})(?:\s*[-/. ]\s*(\d{4}|\d{2}))?\s*")


def meeting_id(circle, lesson, day):
    """The id of the meeting of this circle on this lesson on this day.

    The same from the page, from a phone without signal and from paper, so that whoever writes it down, and
    however often, it is one meeting. A circle goes through a lesson at most once a day.
    """
    return event_id(circle, {"lesson": str(lesson), "day": day.isoformat()})


def begins(day):
    """The moment at which what happened on this day is entered: its midnight, here.

    Papers and circles know days, not hours. Midnight is never ahead of a clock on the same day, so page,
    phone and paper enter it alike; and what she does by herself on that day comes after it.
    """
    return timezone.make_aware(datetime.combine(day, time.min))


def may_be_on(day, *, today):
    """May a meeting or a sheet be of this day?"""
    if day > today:
        return Denied(_("Esa fecha todavía no llega. Revisa el día."), "future_day")
    if day < today - OLDEST:
        return Denied(_("Esa fecha es de hace más de dos años. Revisa el año."), "too_old")
    return Allowed()


def read_day(text, *, today):
    """The day she typed or chose, or None: «2026-11-21», «21/11/2026», «21-11-26», «21/11».

    Without a year it is the latest such day that is not ahead.

    >>> read_day("30/12", today=date(2026, 11, 22))
    datetime.date(2025, 12, 30)
    """
    text = str(text or "").strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    written = _WRITTEN.fullmatch(text)
    if not written:
        return None
    day, month, year = written.groups()
    years = [today.year, today.year - 1] if year is None else [int(year) + (2000 if len(year) == 2 else 0)]
    found = [known for known in (_day(each, month, day) for each in years) if known]
    return next((each for each in found if each <= today), found[0] if found else None)


def _day(year, month, day):
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def check_question(meeting, member, questions):
    """The question of the lesson that waits for this woman alone, the same whenever it is asked; "" without any."""
    questions = list(questions)
    if not questions:
        return ""
    said = hashlib.sha256(f"{meeting}|{member}".encode()).digest()
    return str(questions[int.from_bytes(said[:8]) % len(questions)])
