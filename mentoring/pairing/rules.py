"""Pure decisions about the life of a pair. Dates and values in, decisions out; no queries, no request.

States (field dossier, 3E): agreeing → active ⇄ paused → closed; and changed, the way out without reasons, from any of
these. Ended pairs never live again: two women who want to go on make a new pair.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied

AGREEING, ACTIVE, PAUSED, CHANGED, CLOSED = "agreeing", "active", "paused", "changed", "closed"
LIVING = (AGREEING, ACTIVE, PAUSED)
ENDED = (CHANGED, CLOSED)
#: move → (from which states, to which)
MOVES = {
    "agree": ((AGREEING,), ACTIVE),
    "pause": ((ACTIVE,), PAUSED),
    "resume": ((PAUSED,), ACTIVE),
    "change": (LIVING, CHANGED),
    "close": ((ACTIVE, PAUSED), CLOSED),
    "leave": (LIVING, CLOSED),
}

#: When a check-in is asked for, counted from the day of the agreement.
START_AFTER, MIDDLE_AFTER, END_AFTER = timedelta(days=14), timedelta(days=56), timedelta(days=112)
MIDDLE_MEETINGS, END_MEETINGS = 3, 6
FOLLOW_UP_AFTER = timedelta(days=90)
#: One of them closed and the other does not answer: then it ends by itself.
CLOSING_WAITS = timedelta(days=30)
#: Six months, told in days so that the day is the same in every month.
NOTES_KEPT = timedelta(days=183)
LONGEST_PAUSE = timedelta(days=183)
GOALS = 3
#: Where nothing was agreed: a meeting every two weeks.
EVERY_DAYS = 14


def may_move(state, move):
    """May a pair in ``state`` make this move?"""
    sources, _target = MOVES[move]
    if state in sources:
        return Allowed()
    if state in ENDED:
        return Denied(_("Este acompañamiento ya terminó."), "ended")
    if state == AGREEING:
        return Denied(_("Primero hagan su acuerdo."), "no_agreement")
    return Denied(_("Esto ya está hecho."), "already")


def after(move):
    """The state that a move leads to."""
    return MOVES[move][1]


def may_log(*, met_on, began_on, ended_on, today):
    """May a meeting of that day be written down? Also after the end, for what happened before it."""
    if met_on > today:
        return Denied(_("Ese día todavía no llega. Pon el día en que conversaron."), "future")
    if met_on < began_on:
        return Denied(_("Ese día aún no se acompañaban. Revisa la fecha."), "before_pair")
    if ended_on is not None and met_on > ended_on:
        return Denied(_("Ese día su acompañamiento ya había terminado. Revisa la fecha."), "after_end")
    return Allowed()


def may_pause(*, resume_on, today):
    """Until when? No date is fine: then one of them says when they go on."""
    if resume_on is not None and resume_on <= today:
        return Denied(_("Elige un día que todavía no llega."), "past")
    if resume_on is not None and resume_on > today + LONGEST_PAUSE:
        return Denied(_("Es mucho tiempo. Elige un día de los próximos seis meses."), "too_far")
    return Allowed()


def check_in_due(*, agreed_on, meetings, closing, today):
    """Which check-in is asked for on this day: ``start``, ``middle``, ``end`` or None. The latest one due wins."""
    if agreed_on is None:
        return None
    if closing or today >= agreed_on + END_AFTER or meetings >= END_MEETINGS:
        return "end"
    if today >= agreed_on + MIDDLE_AFTER or meetings >= MIDDLE_MEETINGS:
        return "middle"
    return "start" if today >= agreed_on + START_AFTER else None


def follow_up_due(*, state, ending, ended_on, today):
    """Three months after a pair closed well. Nobody is asked after a change, or after a loss."""
    closed_well = state == CLOSED and ending in ("mutual", "silent")
    return closed_well and ended_on is not None and today >= ended_on + FOLLOW_UP_AFTER


def closes_in_silence(*, first_closing_at, at):
    """One of them closed long ago and the other said nothing: it has ended."""
    return first_closing_at is not None and at >= first_closing_at + CLOSING_WAITS


def notes_expire_on(ended_on):
    """The day on which notes that nobody keeps are deleted."""
    return ended_on + NOTES_KEPT


def days_since(last_contact_on, today):
    """How long ago they last met, as a fact; None where they have not met yet."""
    return None if last_contact_on is None else max(0, (today - last_contact_on).days)


# --- Agreements ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wording:
    """One text of an agreement, as the rule sees it. ``accepted``: when each woman accepted, by her id."""

    id: object
    based_on: object
    written_at: datetime
    accepted: dict

    def complete_at(self, both):
        """When the second of ``both`` accepted, or None."""
        times = [self.accepted.get(woman) for woman in both]
        return max(times) if all(times) else None


def standing_and_open(wordings: Collection[Wording], both):
    """``(the text in force or None, texts that wait for an answer)``, oldest first.

    In force is the one that was completed last. A text waits as long as nobody changed it further and it was written
    after the one in force was completed. Two changes of the same text at once both wait: both are shown.
    """
    complete = [(wording.complete_at(both), str(wording.id), wording) for wording in wordings]
    complete = sorted(each for each in complete if each[0] is not None)
    standing, since = (complete[-1][2], complete[-1][0]) if complete else (None, None)
    changed = {wording.based_on for wording in wordings}
    waiting = [
        wording
        for wording in wordings
        if wording.complete_at(both) is None
        and wording.id not in changed
        and (since is None or wording.written_at > since)
    ]
    return standing, sorted(waiting, key=lambda wording: (wording.written_at, str(wording.id)))


# --- Reminders -------------------------------------------------------------------------------------


def due(*, state, every_days, last_contact_on, agreed_on, meetings, check_ins, closings, closed_by_her, today):
    """What stands before her, calmly: codes in the order of what helps most. Never a score, never a warning.

    ``check_ins``: moments that she answered; ``closings``: how many of the two closed.
    """
    found = []
    if state == AGREEING:
        return ["agreement"]
    if state not in (ACTIVE, PAUSED):
        return found
    if closings and not closed_by_her:
        found.append("closing")
    moment = check_in_due(agreed_on=agreed_on, meetings=meetings, closing=bool(closings), today=today)
    if moment and moment not in check_ins:
        found.append("check_in")
    since = days_since(last_contact_on or agreed_on, today)
    if state == ACTIVE and not closings and since is not None and since >= every_days:
        found.append("meeting")
    return found


def next_meeting_on(*, state, every_days, last_contact_on, agreed_on, today):
    """The day on which their rhythm brings the next meeting; today where it has passed. None while they rest."""
    start = last_contact_on or agreed_on
    if state != ACTIVE or start is None:
        return None
    return max(start + timedelta(days=every_days), today)


def local_day(moment: datetime | None, zone) -> date | None:
    return None if moment is None else moment.astimezone(zone).date()
