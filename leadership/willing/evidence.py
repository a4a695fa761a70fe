"""Tasks of seats that a woman's path shows done: she held such a seat, or did the thing where it is written down."""

from academy.members.models import Membership, Seat, SeatKind, Term

from ..models import SeatTask, TaskEvidence
from .rules import keyed

#: Having sat there so long is to have done its tasks.
HELD_DAYS = 180


def tasks_of_kind(kind):
    """``[(key, words)]`` of what such a seat usually asks, in the reader's language."""
    return keyed(kind.tasks, kind.tasks_es)


def tasks_of_seat(seat):
    """The same of one seat: its own list where its organisation wrote one."""
    return keyed(seat.tasks) if seat.tasks else tasks_of_kind(seat.kind)


def tasks_for(member, kind):
    """What such a seat asks where she belongs: what her organisations wrote, else the usual list. One query."""
    hers = Membership.objects.standing().filter(member=member).values("organisation")
    own = list(Seat.objects.standing().filter(kind=kind, organisation__in=hers).values_list("tasks", flat=True))
    found = {} if own and all(own) else dict(tasks_of_kind(kind))
    for text in own:
        found = {**dict(keyed(text)), **found}
    return list(found.items())


def refresh(member, facts):
    """Write down which tasks ``facts`` (with ``kind`` and ``key``) show done, and take back what they no longer show.

    Four queries where nothing changed.
    """
    wanted = {**_by_facts(facts), **_by_terms(member)}
    there = {(row.kind_id, row.task): row for row in TaskEvidence.objects.filter(member=member)}
    gone = [row.pk for place, row in there.items() if wanted.get(place) != row.fact]
    if gone:
        TaskEvidence.objects.filter(pk__in=gone).delete()
    TaskEvidence.objects.bulk_create(
        (
            TaskEvidence(member=member, kind_id=kind, task=task, fact=fact)
            for (kind, task), fact in wanted.items()
            if (kind, task) not in there or there[kind, task].pk in gone
        ),
        ignore_conflicts=True,
    )


def _by_facts(facts):
    by_kind = {}
    for fact in sorted(facts, key=lambda fact: fact.key):
        by_kind.setdefault(fact.kind, fact.key)
    found = {}
    for row in SeatTask.objects.exclude(evidence=""):
        shown = next((by_kind[kind] for kind in row.evidence.split() if kind in by_kind), None)
        if shown:
            found[row.kind_id, row.task] = shown
    return found


def _by_terms(member):
    """Tasks of the kinds of seats that she held for half a year, as an elected holder."""
    terms = Term.objects.valid().filter(holder=member, elected=True, alternate=False)
    held = {}
    for term in terms.select_related("seat").order_by("since", "pk"):
        if term.ended_on is not None and (term.ended_on - term.since).days < HELD_DAYS:
            continue
        held.setdefault(term.seat.kind_id, f"seats/term:{term.pk}")
    kinds = SeatKind.objects.in_bulk(held) if held else {}
    tasks = {pk: {*tasks_of_kind(kind), *tasks_for(member, kind)} for pk, kind in kinds.items()}
    return {(pk, task): held[pk] for pk, asked in tasks.items() for task, _words in asked}
