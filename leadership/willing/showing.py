"""Willingness and readiness as pages show them."""

from dataclasses import dataclass
from typing import Any

from academy.core.suppression import K, suppressed
from academy.members import facts
from academy.members.models import Membership

from ..models import SeatTask, TaskEvidence, TaskTick, Willingness
from .evidence import tasks_for
from .rules import TaskState, state_of


@dataclass
class Row:
    """A kind of seat and her word. ``old``: said more than a year ago, counts no longer."""

    kind: Any
    said: Any = None
    old: bool = False


def row_of(kind, said, today):
    return Row(kind, said, said is not None and said.good_until <= today)


def keys_of(member, kind):
    return {key for key, _words in tasks_for(member, kind)}


def words_of(tick):
    """What a tick says, in the reader's language; empty where no seat of hers asks it any more. One query."""
    return dict(tasks_for(tick.member, tick.kind)).get(tick.task, "")


def readiness(member, kind, language):
    """``[TaskState]`` of a kind of seat for her. Four queries, and one for each course that prepares."""
    hints = {row.task: row for row in SeatTask.objects.filter(kind=kind)}
    ticks = {row.task: row for row in TaskTick.objects.visible_to(member).filter(kind=kind).select_related("asked")}
    shown = {row.task: row.fact for row in TaskEvidence.objects.visible_to(member).filter(kind=kind)}
    addresses = {}
    found = []
    for key, words in tasks_for(member, kind):
        hint = hints.get(key)
        seen = hint is not None and hint.seen_by_another
        state, by = state_of(tick=ticks.get(key), fact=shown.get(key, ""), seen_by_another=seen)
        courses = hint.courses.split() if hint and state != "done" else ()
        for code in courses:
            if code not in addresses:
                addresses[code] = facts.ask("courses.address", code=code, language=language)
        found.append(
            TaskState(
                key=key,
                words=words,
                state=state,
                by=by,
                seen_by_another=seen,
                courses=tuple(addresses[code] for code in courses if addresses[code]),
                tick=ticks.get(key),
                fact=shown.get(key, ""),
            )
        )
    return found


def of_seat(seat):
    """``named``: women who said yes or maybe and want to be proposed; ``unnamed``: how many others did, five or more.

    Counted are women who belong to this organisation itself: organisations share nobody then, and no page can be
    subtracted from another. Whoever is named is in no count: one of six would tell of the sixth. Yes and maybe are one
    number, because of more groups fewer could be told.
    """
    wanted = Willingness.objects.standing().for_seat(seat).exclude(answer=Willingness.Answer.LATER)
    # By name, as a list is read: never by her word, which would be an order of women.
    named = wanted.who_want_to_be_proposed().select_related("member").order_by("member__name_key", "member__pk")
    named = list(named)
    belong = Membership.objects.standing().filter(organisation=seat.organisation_id, member__is_active=True)
    others = set(belong.values_list("member", flat=True)) - {row.member_id for row in named}
    willing = len(others & set(wanted.values_list("member", flat=True)))
    unnamed, _rest = suppressed([willing, len(others) - willing])
    return {"named": named, "unnamed": unnamed, "least": K}
