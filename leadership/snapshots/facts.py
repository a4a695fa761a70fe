"""What a counting reads of the women and of the programmes. Plain values; a fixed number of queries each.

Where nothing is recorded the answer is empty, and the page says that there are no data.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone

from academy.members.models import Membership, Term
from courses.models import Attempt, Certificate, CourseOutline, LessonCompletion, RealTask
from courses.rules import Done, what_is_left
from peer_exchange.models import Commitment, CycleStep, SessionLog

from ..forecast import OUT
from ..hours.rules import counts as still_said
from ..metrics import Promise, months_later, time_in_stage, unpaid_hours
from ..metrics import learning_to_leading as led
from ..metrics.programmes import RETURN_DAYS
from ..models import HandoverItem, HoursSaid, HourWorth, StageStanding, YouthSaid
from ..stages.reading import courses_of
from ..stages.rules import STAGES
from ..willing import bench
from ..willing.evidence import tasks_of_seat
from ..youth.rules import counts
from . import moving

#: Stages in which a woman has taken a task or more.
LEADS = STAGES[2:]
#: Sessions in which some speak for all: the base is owed an answer.
REPRESENTATION = ("dialogue", "working_table")
#: Step of the cycle: «devolver a la base».
TOLD = 9


# --- Willing and prepared ----------------------------------------------------------------------------


def ready_and_missing(seats, root, *, at, today):
    """``({seat: women}, {seat: {woman: keys of tasks she lacks}})`` of women who want to be proposed; all seats are in
    both. Who holds a seat is no relief for it. Seven queries, whatever the number of women.
    """
    if not seats:
        return {}, {}
    missing = bench.missing(seats.values(), at=at, proposed_only=True)
    held = Term.objects.holding(today).filter(seat__organisation__path__startswith=root.path, holder__isnull=False)
    for seat, holder in held.values_list("seat", "holder"):
        if seat in missing:
            missing[seat].pop(holder, None)
    ready = {seat: {woman for woman, tasks in hers.items() if not tasks} for seat, hers in missing.items()}
    return ready, missing


def own_words(seats):
    """``{key: words}`` of the tasks that organisations wrote themselves; those of a kind are said in any language."""
    return {key: words for seat in seats.values() if seat.tasks for key, words in tasks_of_seat(seat)}


# --- The way ---------------------------------------------------------------------------------------


def stages_today(home):
    """``{woman: stage, or "out"}`` of the women of ``home``. One query."""
    found = dict.fromkeys(home, moving.FIRST)
    for member, stage, state in StageStanding.objects.values_list("member", "stage", "state"):
        if member in found:
            found[member] = stage if state == StageStanding.State.ACTIVE else OUT
    return found


def ways_of(home):
    """``{woman: [(day, stage or None), …]}`` in their order; None while she pauses or has left. One query."""
    ways = {}
    for member, steps in courses_of().items():
        if member in home:
            ways[member] = [(timezone.localdate(moment), stage) for moment, stage in steps]
    return ways


def young_holders(holders, *, today):
    """``{woman: "young" or "older"}`` of the holders who said so and whose word still counts. One query."""
    said = YouthSaid.objects.values_list("member", "young", "said_on")
    return {
        member: "young" if young else "older"
        for member, young, said_on in said
        if member in holders and counts(young=young, said_on=said_on, today=today)
    }


def hours(home, root, *, today):
    """``{"unpaid_hours", "unpaid_value"}``, Figures as JSON, of the whole tree: hours a week of those who said so and
    whose word still counts. Nothing is kept of fewer than five. Two queries.
    """
    said = HoursSaid.objects.filter(hours__gt=0).values_list("member", "hours", "said_on")
    standing = [row for row in said if row[0] in home and still_said(said_on=row[2], today=today)]
    counted = {member: number for member, number, _day in standing}
    worth = HourWorth.objects.filter(organisation=root).values_list("amount", "source").first()
    total, value = unpaid_hours(counted, wage=float(worth[0]) if worth else None)
    if value.shown:
        value = replace(value, parts={**value.parts, "source": worth[1]})
    return {"unpaid_hours": total.as_json(), "unpaid_value": value.as_json()}


def moves_by_part(home, leaf, parents, ways, *, today, years):
    """``{part: {"start", "moves", "entrants"}}`` for each part with enough women to say anything; "" is the whole.

    Counts for ``forecast``, not for a page: what is shown of them is hidden there where it is thin.
    """
    came = {}
    for member, since in Membership.objects.filter(since__lte=today).values_list("member", "since"):
        if member in home:
            came[member] = min(since, came.get(member, since))
    days = [months_later(today, -12 * back) for back in range(years, -1, -1)]
    parts = defaultdict(lambda: moving.empty(years))
    for woman, path in home.items():
        trail = moving.trail(ways.get(woman, ()), came.get(woman), days)
        for part in moving.parts_above(leaf[path], parents):
            moving.add(parts[part], trail)
    return {part: found for part, found in parts.items() if sum(found["start"].values()) >= moving.LEAST_WOMEN}


def times_in_stage(ways, *, today):
    """``{stage: Figure}``: months until the next step, of those who are or were in it."""
    spells = defaultdict(list)
    for way in ways.values():
        for stage, months, moved in moving.spells(way, today):
            spells[stage].append((months, moved))
    return {stage: time_in_stage(rows) for stage, rows in spells.items()}


# --- What the programmes bring ---------------------------------------------------------------------


def trained_since(day):
    """Ids of the women who finished a course on ``day`` or later. Four queries for each course."""
    found = set(Certificate.objects.standing().filter(issued_at__date__gte=day).values_list("member", flat=True))
    for member, last in _finished():
        if last >= day:
            found.add(member)
    found.discard(None)
    return found


def _finished():
    """``(woman, day)`` for each woman and course that she finished: the day of the last thing it asked for."""
    for outline in CourseOutline.objects.filter(removed_at=None):
        needed = what_is_left(outline.data, Done())
        if needed.complete:
            continue
        lessons = [lesson["key"] for lesson in outline.lessons]
        tasks = [task["id"] for lesson in outline.lessons for task in lesson.get("tasks", [])]
        asked = []
        if needed.lessons_needed:
            rows = LessonCompletion.objects.filter(course=outline.key, lesson__in=lessons)
            asked.append(_enough(rows, "first_at", needed.lessons_needed))
        if needed.tasks_needed:
            rows = RealTask.objects.filter(course=outline.key, task__in=tasks, confirmed_at__isnull=False)
            asked.append(_enough(rows, "confirmed_at", needed.tasks_needed))
        if needed.test_needed:
            asked.append(_enough(Attempt.objects.filter(course=outline.key, passed=True), "finished_at", 1))
        for woman in set.intersection(*(set(each) for each in asked)):
            yield woman, max(timezone.localdate(each[woman]) for each in asked)


def _enough(rows, moment, needed):
    counted = rows.order_by().values("member").annotate(n=Count("pk"), last=Max(moment)).filter(n__gte=needed)
    return dict(counted.filter(last__isnull=False).values_list("member", "last"))


def learning_to_leading(home, ways, *, today):
    """The Figure of the whole tree: who took a task within six months of her first finished course."""
    finished = {}
    for woman, day in _finished():
        if woman in home:
            finished[woman] = min(day, finished.get(woman, day))
    tasks = {woman: {day for day, stage in ways.get(woman, ()) if stage in LEADS} for woman in finished}
    for woman, since in Term.objects.valid().filter(holder__isnull=False).values_list("holder", "since"):
        if woman in finished:
            tasks[woman].add(since)
    return led(finished, tasks, at=today)


def sessions_of_representation(root, *, today):
    """``{organisation: (sessions of the last year whose week is over or that were told, told within seven days)}``.

    Told: read aloud in the base, or the step «devolver a la base» of its cycle done. Two queries.
    """
    sessions = SessionLog.objects.filter(
        organisation__path__startswith=root.path,
        type__in=REPRESENTATION,
        held_on__gt=months_later(today, -12),
        held_on__lte=today,
        joined_into=None,
    )
    done = CycleStep.objects.filter(number=TOLD, done_on__isnull=False, cycle__organisation__path__startswith=root.path)
    told_on = dict(done.values_list("cycle", "done_on"))
    found = defaultdict(lambda: (0, 0))
    for organisation, held, read, cycle in sessions.values_list("organisation", "held_on", "read_on", "cycle"):
        told = [day for day in (read, told_on.get(cycle)) if day is not None and day >= held]
        in_time = bool(told) and min(told) - held <= timedelta(days=RETURN_DAYS)
        if in_time or today - held > timedelta(days=RETURN_DAYS):
            counted, some = found[organisation]
            found[organisation] = (counted + 1, some + in_time)
    return found


#: A commitment that is neither kept nor given up.
OPEN_STATES = ("new", "ongoing", "partly", "broken")


def commitments(root, *, today):
    """``{organisation: (fell due, kept of them with partly kept ones in part, open)}``. Void ones count nowhere."""
    rows = Commitment.objects.current().filter(organisation__path__startswith=root.path).exclude(state="void")
    found = defaultdict(lambda: (0, 0.0, 0))
    for organisation, state, due, closed, since, promised, obtained in rows.values_list(
        "organisation", "state", "due_on", "closed_on", "state_since", "promised", "obtained"
    ):
        fell, kept, still = found[organisation]
        if due is not None and due <= today:
            day = (closed or since or due) if state == "kept" else None
            promise = Promise(institution="", due=due, kept_on=day, promised=promised, obtained=obtained)
            fell, kept = fell + 1, kept + float(promise.kept(today))
        found[organisation] = (fell, kept, still + (state in OPEN_STATES))
    return found


def handovers(root):
    """``{organisation: (things to hand over, given and received)}`` of handovers that are open. One query."""
    rows = HandoverItem.objects.filter(
        handover__state="open", handover__seat__organisation__path__startswith=root.path
    ).order_by()
    done = Count("pk", filter=Q(given_at__isnull=False, received_at__isnull=False))
    rows = rows.values_list("handover__seat__organisation").annotate(items=Count("pk"), done=done)
    return {organisation: (items, given) for organisation, items, given in rows}
