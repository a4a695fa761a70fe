"""The verbs of attendance, and what the pages ask."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from academy.core import record
from academy.core.ids import uuid7
from academy.core.models import Event
from academy.members.models import Member
from academy.members.rules import name_key

from ..models import Attendance, AttendanceCount
from ..sessions.services import enter
from . import rules
from .handlers import LISTED
from .payloads import MOST_PEOPLE

#: Names of who was where are kept so long (DESIGN §7), counted from the session.
KEPT = timedelta(days=731)


def list_people(*, session, by, people, nonce, at=None, happened_at=None, device=""):
    """Put ``people`` (dicts as the payload wants them) on the list, or off it (``gone``). Outcomes, one for each part.

    More than MOST_PEOPLE go in parts; each part's id follows from nonce and content, so that a repeat adds nothing.
    """
    outcomes = []
    for start in range(0, len(people), MOST_PEOPLE):
        part = {"people": people[start : start + MOST_PEOPLE]}
        when = {"at": at, "happened_at": happened_at, "device": device}
        outcomes.append(enter(kind="attendance_listed", session=session, by=by, payload=part, nonce=nonce, **when))
        if not outcomes[-1]:
            break
    return outcomes


def count(*, session, by, nonce, at=None, happened_at=None, **said):
    when = {"at": at, "happened_at": happened_at}
    return enter(kind="attendance_counted", session=session, by=by, payload=said, nonce=nonce, **when)


def entry_of(row, **changes):
    """A row of the list as an entry of the next event, with ``changes``."""
    said = {
        "person": str(row.person),
        "member": str(row.member_id or ""),
        "name": row.name,
        "organisation": row.organisation,
        "part": row.part,
        "mode": row.mode,
        "spoke": row.spoke,
        "age_band": row.age_band,
        "first_time": row.first_time,
    }
    twin = _twin_of(row)
    return {**said, **({"twin": twin} if twin > 1 else {}), **changes}


def _twin_of(row):
    """Which of several women of one name she is, found again from her number."""
    if row.member_id or not row.name:
        return 1
    for twin in range(1, 10):
        made = rules.person_of(row.session_id, name=row.name, organisation=row.organisation, twin=twin)
        if made == row.person:
            return twin
    return 1


def women_of(organisation, standing):
    """Members of the organisation and of those below, as far as she may see their names: all for who leads it."""
    rows = Member.objects.of(organisation).filter(is_active=True)
    if not standing.leads(organisation):
        rows = rows.filter(pk__in=Member.objects.visible_to(standing.member).values("pk"))
    return rows.order_by("name_key", "pk")


def women_to_mark(organisation, standing, limit=200):
    return women_of(organisation, standing)[:limit]


def known_names(organisation, standing):
    """``(key, Member)`` of names, for finding who a typed line is. Full names only for who leads."""
    found, leads = [], standing.leads(organisation)
    for member in women_of(organisation, standing):
        found.append((member.name_key, member))
        if member.legal_name and leads:
            found.append((name_key(member.legal_name), member))
    return found


def listed_names(session):
    """``(key, Attendance)`` of who is on the list. One query."""
    found = []
    for row in session.attendances.select_related("member"):
        found.append((name_key(row.member.display_name if row.member_id else row.name), row))
        if row.member_id and row.member.legal_name:
            found.append((name_key(row.member.legal_name), row))
    return found


def tally_of(session, named=None):
    """The Tally of a session. Two queries, one where the caller has the list."""
    named = list(session.attendances.all()) if named is None else named
    return rules.tally(named, count_of(session), session.how_many)


def count_of(session):
    """The count that stands: its own, else that of a note that was joined to it. One query."""
    counts = list(AttendanceCount.objects.filter(Q(session=session) | Q(session__joined_into=session)))
    counts.sort(key=lambda count: (count.session_id != session.pk, count.counted_at))
    return counts[0] if counts else None


# --- Names go after two years -------------------------------------------------------------------------


def names_to_counts(*, at):
    """Take the names out of lists that are older than KEPT. Returns how many names. The counts stay the same."""
    before = timezone.localdate(at) - KEPT
    named = ~Q(name="") | Q(member__isnull=False)
    old = Attendance.objects.filter(named, session__held_on__lt=before)
    sessions = list(old.values_list("session", flat=True).distinct())
    return sum(_forget_names(session, lambda said: True) for session in sessions)


def forget_member(*, member):
    """She leaves no name on any list; the counts stay the same. How many entries."""
    sessions = Attendance.objects.filter(member=member).values_list("session", flat=True).distinct()
    return sum(_forget_names(session, lambda said: said["member"] == str(member.pk)) for session in list(sessions))


def _forget_names(session, whose):
    """Rewrite the lists of one session without the names of those of whom ``whose(entry)`` is true, and fold it again.

    Each keeps a number of her own that leads nowhere, so that counts are what they were.
    """
    with record.holding(session):
        events = list(Event.objects.filter(subject=session, kind=LISTED))
        said = [each for event in events for each in event.payload["people"]]
        hers = [each for each in said if (each["name"] or each["member"]) and whose(each)]
        nameless = {person: str(uuid7()) for person in {each["person"] for each in hers}}
        for event in events:
            people = [_nameless(each, nameless) for each in event.payload["people"]]
            event.payload = {**event.payload, "people": people}
        if nameless:
            Event.objects.bulk_update(events, ["payload"])
            record.fold(session, f"session_attendance:{session}")
    return len(nameless)


def _nameless(said, nameless):
    if said["person"] not in nameless:
        return said
    bare = {"member": "", "name": "", "organisation": "", "twin": 1}
    return {**said, **bare, "person": nameless[said["person"]]}
