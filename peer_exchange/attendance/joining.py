"""Two notes of one session: their lists of names become one, on the session that leads; parted, two again."""

from django.dispatch import receiver

from academy.core import record
from academy.core.ids import event_id
from academy.core.models import Event
from academy.members.rules import name_key

from ..models import Attendance, SessionLog
from ..signals import names_came, sessions_joined, sessions_parted
from . import payloads, services
from .handlers import LISTED
from .rules import MOST_NAMED

MOST_PARTS = 1 + MOST_NAMED // payloads.MOST_PEOPLE


@receiver(sessions_joined, dispatch_uid="peer_exchange.attendance.joined")
def joined(sender, going, head, event, **kwargs):
    carry(going, head, because=event)


@receiver(names_came, dispatch_uid="peer_exchange.attendance.came_later")
def came_later(sender, session, event, **kwargs):
    """A list that a phone made before the two were joined, or on the page of the other note."""
    head = SessionLog.objects.select_related("organisation").filter(pk=session.joined_into_id).first()
    if head is not None:
        carry(session, head, because=event)


def carry(going, head, *, because):
    """Put who is on the list of ``going`` on that of ``head``: once, whoever stands on both.

    ``because``: the event that asks for it; the ids of the new ones follow from it, so that a repeat adds nothing and
    a parting finds them again.
    """
    there = set().union(*(_keys(row) for row in head.attendances.select_related("member")))
    people = []
    for row in going.attendances.select_related("member"):
        if (row.member_id or row.name) and not _keys(row) & there:
            people.append(services.entry_of(row))
    for n, start in enumerate(range(0, len(people), payloads.MOST_PEOPLE)):
        part = people[start : start + payloads.MOST_PEOPLE]
        _list(head, by=because.by, id=carried_id(because.pk, head.pk, n), people=part, at=because.happened_at)


def carried_id(event, head, part):
    return event_id(event, {"carried_to": str(head), "part": part})


def _list(session, *, by, id, people, at=None):
    record.record(
        kind=LISTED,
        subject=session.pk,
        by=by,
        payload={"session": str(session.pk), "people": people},
        id=id,
        happened_at=at,
        keep=True,
    )


def _keys(row):
    """What she is known by, on whichever list: a member by herself; others by name and organisation, and by a name of
    two words or more alone. «María» of one sheet may be another «María».
    """
    name = name_key(row.member.display_name if row.member_id else row.name)
    found = {("member", str(row.member_id))} if row.member_id else {("sheet", name, name_key(row.organisation))}
    return found | ({("name", name)} if " " in name else set())


@receiver(sessions_parted, dispatch_uid="peer_exchange.attendance.parted")
def parted(sender, going, head, event, **kwargs):
    """Who was carried goes back, with what was noted of her since, and leaves the list of ``head``."""
    because = Event.objects.filter(subject=going.pk, kind__in=[LISTED, event.kind]).values_list("pk", flat=True)
    ids = [carried_id(each, head.pk, n) for each in because for n in range(MOST_PARTS)]
    carried = Event.objects.filter(pk__in=ids).values_list("payload", flat=True)
    persons = {each["person"] for payload in carried for each in payload["people"]}
    rows = list(Attendance.objects.filter(session=head, person__in=persons).select_related("member"))
    people = [services.entry_of(row) for row in rows if row.member_id or row.name]
    gone = [{**each, "gone": True} for each in people]
    for n, start in enumerate(range(0, len(people), payloads.MOST_PEOPLE)):
        part = slice(start, start + payloads.MOST_PEOPLE)
        _list(going, by=event.by, id=event_id(event.pk, {"back": n}), people=people[part])
        _list(head, by=event.by, id=event_id(event.pk, {"off": n}), people=gone[part])
