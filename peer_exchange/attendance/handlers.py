"""What may enter the record about who was there. Subject: the session; heap ``session_attendance:<id>``.

The heap's name sorts after ``session:``, so that a rebuild makes the session first.
"""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core.decisions import Denied
from academy.core.ids import parse
from academy.core.record import handles, projects
from academy.members import notices, path
from academy.members.models import Member, Notice

from .. import authority
from ..models import Attendance, AttendanceCount, SessionLog
from ..sessions import rules
from ..sessions.handlers import OfSession
from ..signals import names_came
from . import payloads
from .rules import MOST_NAMED

LISTED_NOTICE = "session_listed"
notices.register(
    LISTED_NOTICE,
    gettext_lazy("%(by)s anotó que estuviste en «%(title)s». Si no fue así, dilo en la página de la sesión."),
)
LISTED, COUNTED = "exchange.attendance_listed", "exchange.attendance_counted"


class OfAttendance(OfSession):
    stream = "session_attendance"

    def may_in(self, session, by, arrival):
        open_still = rules.may_list(closed_at=session.closed_at, at=arrival.happened_at)
        return open_still and super().may_in(session, by, arrival)


@handles
class AttendanceListed(OfAttendance):
    """Names: of members by id, of others as on the sheet. The latest word on each person counts."""

    kind = LISTED
    label = gettext_lazy("una lista de asistencia")

    def read(self, payload):
        return payloads.listed(payload)

    def may_in(self, session, by, arrival):
        said = payloads.listed(arrival.payload)
        members = {one["member"] for one in said["people"] if one["member"]}
        known = Member.objects.filter(pk__in=members).count()
        if known < len(members):
            return Denied(_("Este sitio no conoce a una de la lista."), "unknown_member")
        named = {one["person"] for one in said["people"]}
        if session.attendances.exclude(person__in=named).count() + len(named) > MOST_NAMED:
            return Denied(_("Son más de quinientas. Anota cuántas, sin nombres."), "too_many")
        if all(one["gone"] and one["member"] == str(by.pk) for one in said["people"]):
            # «No estuve ahí»: of herself, wherever she belongs.
            return authority.sees(by, session)
        return super().may_in(session, by, arrival)

    def arrived(self, event):
        hers = {UUID(one["member"]) for one in event.payload["people"] if one["member"] and not one["gone"]}
        for member in hers:
            path.grew(member)
        session = SessionLog.objects.get(pk=event.payload["session"])
        _tell(event, session, hers - {event.by})
        if session.joined_into_id:
            names_came.send(type(self), session=session, event=event)


def _tell(event, session, members):
    """Each member once of each session: who put her on its list, so that she can say that it is not so."""
    about = {"session": event.payload["session"]}
    same = [session.pk, session.joined_into_id, *session.parts.values_list("pk", flat=True)]
    told = Notice.objects.filter(
        kind=LISTED_NOTICE, data__session__in=[str(each) for each in same if each], member__in=members
    )
    by = Member.objects.filter(pk=event.by).values_list("display_name", flat=True).first()
    data = {**about, "by": by or "", "day": session.held_on.isoformat(), "title": str(session)}
    new = members - set(told.values_list("member", flat=True))
    Notice.objects.bulk_create(Notice(member_id=member, kind=LISTED_NOTICE, data=data) for member in sorted(new))


@handles
class AttendanceCounted(OfAttendance):
    """Tallies without names; the latest stands."""

    kind = COUNTED
    label = gettext_lazy("una cuenta de asistencia")

    def read(self, payload):
        return payloads.counted(payload)


@projects("session_attendance")
def attendance(subject, identifier, events):
    """Rows of who was there and the count that stands. A session that is gone, or without minutes, has neither."""
    session = SessionLog.objects.filter(pk=identifier).exclude(reserve="none").first()
    if session is None:
        Attendance.objects.filter(session=identifier).delete()
        AttendanceCount.objects.filter(session=identifier).delete()
        return
    _write_people(session, events)
    _write_count(session, [event for event in events if event.kind == COUNTED])


def _write_people(session, events):
    latest = {}
    for event in events:
        if event.kind == LISTED:
            for one in event.payload["people"]:
                latest[one["person"]] = (one, event.happened_at)
    wanted = {person: found for person, found in latest.items() if not found[0]["gone"]}
    members = {str(pk) for pk in Member.objects.filter(pk__in=_ids(wanted)).values_list("pk", flat=True)}
    before = {str(row.person): row for row in session.attendances.all()}
    Attendance.objects.filter(pk__in=[row.pk for person, row in before.items() if person not in wanted]).delete()
    new, changed = [], []
    for person, (said, at) in wanted.items():
        values = _columns(said, at, members)
        row = before.get(person)
        if row is None:
            new.append(Attendance(session=session, person=parse(person), **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    Attendance.objects.bulk_create(new)
    Attendance.objects.bulk_update(changed, COLUMNS)


COLUMNS = ("member_id", "name", "organisation", "part", "mode", "spoke", "age_band", "first_time", "marked_at")


def _ids(wanted):
    return [said["member"] for said, _at in wanted.values() if said["member"]]


def _columns(said, at, members):
    same = ("name", "organisation", "part", "mode", "spoke", "age_band", "first_time")
    member = parse(said["member"]) if said["member"] in members else None
    return {"member_id": member, **{name: said[name] for name in same}, "marked_at": at}


def _write_count(session, counts):
    if not counts:
        AttendanceCount.objects.filter(session=session).delete()
        return
    said = {name: value for name, value in counts[-1].payload.items() if name != "session"}
    AttendanceCount.objects.update_or_create(session=session, defaults={**said, "counted_at": counts[-1].happened_at})
