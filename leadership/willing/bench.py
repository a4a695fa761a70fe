"""Who could take which seat, for many seats at once. For figures: what is shown of it goes through ``suppression``.

Willing for a seat is a woman who said so within a year for its kind, and belongs today to its organisation, or to one
below it and said «también más arriba». ``proposed_only``: only those who want to be proposed; wherever seats are named
one by one nobody else may count (decision 0034).
"""

from collections import defaultdict

from django.utils import timezone

from academy.members.models import Membership, Organisation

from ..models import SeatTask, TaskEvidence, TaskTick, Willingness
from .evidence import tasks_of_seat
from .rules import state_of


def willing(seats, *, answers=("yes",), at=None, proposed_only=False):
    """``{seat pk: {member id: answer}}``; every seat has its entry. ``seats`` with organisation and kind joined.

    Two queries, whatever the number of seats and women.
    """
    day = timezone.localdate(at)
    rows = Willingness.objects.standing(day).filter(answer__in=answers, member__is_active=True)
    if proposed_only:
        rows = rows.who_want_to_be_proposed()
    by_member = defaultdict(list)
    for row in rows.values_list("member", "kind", "above", "answer"):
        by_member[row[0]].append(row[1:])
    places = Membership.objects.standing(day).filter(member__in=rows.values("member"))
    found = defaultdict(dict)
    for member, path in places.values_list("member", "organisation__path").distinct():
        for kind, above, answer in by_member.get(member, ()):
            for place in _reach(path, above):
                found[place, kind][member] = answer
    return {seat.pk: dict(found.get((seat.organisation.path, seat.kind_id), {})) for seat in seats}


def _reach(path, above):
    step = Organisation.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)] if above else [path]


def missing(seats, *, at=None, proposed_only=False):
    """``{seat pk: {member id: [keys of tasks not done]}}`` of those who said yes; every seat has its entry.

    Whose list is empty is prepared. Five queries.
    """
    seats = list(seats)
    found = willing(seats, at=at, proposed_only=proposed_only)
    done = _done_tasks({member for hers in found.values() for member in hers})
    return {
        seat.pk: {
            member: [task for task, _words in tasks_of_seat(seat) if (member, seat.kind_id, task) not in done]
            for member in found[seat.pk]
        }
        for seat in seats
    }


def ready(seats, *, at=None, proposed_only=False):
    """``{seat pk: {member id, …}}``: W of the field dossier (4C), willing and prepared."""
    return {
        seat: {member for member, tasks in hers.items() if not tasks}
        for seat, hers in missing(seats, at=at, proposed_only=proposed_only).items()
    }


def _done_tasks(women):
    """``{(member, kind, task)}`` that stand as done. The whole table is read where there are many women."""
    seen = set(SeatTask.objects.filter(seen_by_another=True).values_list("kind", "task"))
    few = {"member__in": list(women)} if len(women) <= 500 else {}
    done = set(TaskEvidence.objects.filter(**few).values_list("member", "kind", "task"))
    for tick in TaskTick.objects.filter(**few).only("member_id", "kind_id", "task", "confirmed_on"):
        place = (tick.kind_id, tick.task)
        state, _by = state_of(tick=tick, fact="", seen_by_another=place in seen)
        if state == "done":
            done.add((tick.member_id, *place))
    return done


def offers(tasks):
    """``{task: (codes of courses that teach it)}`` for keys of tasks, whatever the seat. One query."""
    rows = SeatTask.objects.filter(task__in=set(tasks)).exclude(courses="")
    return {row.task: tuple(row.courses.split()) for row in rows}
