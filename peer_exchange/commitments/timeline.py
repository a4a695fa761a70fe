"""The story of one promise, oldest first: made, passed on, asked about, escalated, answered, due, closed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ..models import Commitment
from . import rules


@dataclass(frozen=True)
class Entry:
    on: date
    kind: str
    title: str
    words: str = ""
    who: str = ""
    row: Any = None
    own: bool = False


#: Of one day: what was promised before what fell due, and that before what was done about it.
_PLACE = {"made": 0, "change": 1, "due": 2, "followed": 3, "step": 4, "answered": 5}


def story(commitment, *, follow_ups, steps, at, reader=None, named=True):
    """Entries of the promise in order. ``follow_ups`` and ``steps`` with ``by`` loaded. ``named``: with the women who
    asked. No query."""
    told = [Entry(commitment.made_on, "made", _("Lo prometieron"), commitment.get_kind_display())]
    if commitment.change_id:
        change = commitment.change
        words = _("%(before)s → %(after)s") % {"before": change.before or "?", "after": change.after or "?"}
        told.append(Entry(change.on, "change", _("Cambió la autoridad"), words))
    if commitment.due_on and commitment.due_on <= at:
        kept = commitment.closed_on is not None and commitment.closed_on <= commitment.due_on
        told.append(Entry(commitment.due_on, "due", _("Llegó la fecha"), "" if kept else _("Aún faltaba.")))
    for row in follow_ups:
        title = Commitment.State(row.state).label if row.state else _("Se preguntó")
        told.append(
            Entry(
                row.on,
                "followed",
                title,
                row.result,
                _name(row.by, named),
                row,
                reader is not None and row.by_id == reader,
            )
        )
    for row in steps:
        own = reader is not None and row.by_id == reader
        told.append(Entry(row.on, "step", row.get_step_display(), row.note, _name(row.by, named), row, own))
        if row.answered_on:
            told.append(Entry(row.answered_on, "answered", _("Respondieron"), row.answer, "", row))
    return sorted(told, key=lambda entry: (entry.on, _PLACE[entry.kind]))


def _name(member, named):
    return member.display_name if member and named else ""


def looked_at(commitment, follow_ups):
    """``[(day, done?)]``: the checks at 15, 30, 60 and 90 days; done where somebody asked since the one before."""
    began = commitment.change.on if commitment.change_id else commitment.made_on
    days, before, found = rules.checks(began), began, []
    asked = [row.on for row in follow_ups]
    for day in days:
        found.append((day, any(before < on <= day or (day == days[-1] and on > day) for on in asked)))
        before = day
    return found
