"""From the record to meetings, private notes and check-ins: one projector for each stream.

Each writes the rows of one heap, all of one woman's events, in the order of their happening: the latest counts. A
pair that is gone has no rows. ``Pairing.last_contact_on`` and ``meetings_count`` are told from the meetings of both,
with the pair's row locked: two women may write of the same day at once, and it counts as one day.
"""

from datetime import date
from uuid import UUID

from django.db.models import Count, Max

from academy.core.models import Event
from academy.core.record import projects
from academy.members.models import Member

from .meetings import places
from .models import CheckIn, Meeting, MentoringCircle, Pairing, PrivateNote


def _write(model, key, values):
    """The one row that ``key`` names, or none where ``values`` is None. Her ledger is locked meanwhile."""
    row = model.objects.filter(**key).first()
    if values is None:
        if row is not None:
            row.delete()
    elif row is None:
        model.objects.create(**key, **values)
    elif changed := [name for name, value in values.items() if getattr(row, name) != value]:
        for name in changed:
            setattr(row, name, values[name])
        row.save(update_fields=changed)


def _pair(subject, events):
    """The pair that the heap speaks of, where its woman is still a member of it."""
    if not events or not Member.objects.filter(pk=subject).exists():
        return None
    pairing = Pairing.objects.filter(pk=events[-1].payload["pairing"]).first()
    return pairing if pairing and UUID(str(subject)) in (pairing.mentee_id, pairing.mentor_id) else None


def _place(subject, events):
    """How rows name the pair or the circle that the heap speaks of; None where it or its woman is gone."""
    if events and "circle" in events[-1].payload:
        circle = MentoringCircle.objects.filter(pk=events[-1].payload["circle"]).first()
        return {"circle_id": circle.pk} if circle and UUID(str(subject)) in places.sat_in(circle.pk) else None
    pairing = _pair(subject, events)
    return {"pairing_id": pairing.pk} if pairing else None


@projects("meeting")
def meeting(subject, identifier, events):
    place = _place(subject, events)
    before = Meeting.objects.filter(pk=identifier).values_list("pairing", flat=True).first()
    last = events[-1] if events else None
    logged = place is not None and last.kind == "mentoring.meeting_logged"
    values = note = None
    if logged:
        said = last.payload
        values = {
            "pairing_id": None,
            "circle_id": None,
            **place,
            "logged_by_id": last.subject,
            "logged_at": events[0].happened_at,
            "met_on": date.fromisoformat(said["met_on"]),
            "channel": said["channel"],
            "minutes": said["minutes"],
            "guide_step": said["step"],
            "topic": said["topic"],
            "next_step": said["next_step"],
            "shared_note": said["shared"],
        }
        note = _note_values(place, last)
    others = Meeting.objects.filter(pk=identifier).exclude(logged_by=subject).exists()
    if not others:
        _write(Meeting, {"id": identifier}, values)
        if logged:
            write_present(identifier)
        _write(PrivateNote, {"meeting_id": identifier, "member_id": subject}, note)
    for pk in {before, (place or {}).get("pairing_id")} - {None}:
        _tell_pair(pk)


def write_present(identifier):
    """Who was there: of a circle those who were marked and she who wrote it down, but for who says that she was not.

    Of a pair it is clear. The meeting is locked: what is marked and who denies it lie in heaps of different women.
    """
    row = Meeting.objects.select_for_update().filter(pk=identifier).first()
    if row is None:
        return
    logged = Event.objects.filter(subject=row.logged_by_id, key=f"meeting:{identifier}")
    payload = logged.order_by("happened_at", "id").last().payload
    marked = {UUID(one) for one in payload.get("present", ())}
    wanted = marked | {row.logged_by_id} if "circle" in payload else set()
    row.present.set(Member.objects.filter(pk__in=wanted - said_absent(identifier, marked)))


def said_absent(identifier, women):
    """Which of ``women`` say that they were not at that meeting. One query."""
    said = Event.objects.filter(key=f"absence:{identifier}", subject__in=women).order_by("happened_at", "id")
    latest = {subject: payload.get("absent") for subject, payload in said.values_list("subject", "payload")}
    return {subject for subject, absent in latest.items() if absent}


def _note_values(place, event):
    if not event.payload["private"]:
        return None
    return {
        "pairing_id": None,
        "circle_id": None,
        **place,
        "sealed": event.payload["private"],
        "written_at": event.happened_at,
    }


def _tell_pair(pk):
    pairing = Pairing.objects.select_for_update().get(pk=pk)
    told = Meeting.objects.filter(pairing=pk).aggregate(last=Max("met_on"), days=Count("met_on", distinct=True))
    if (pairing.last_contact_on, pairing.meetings_count) != (told["last"], told["days"]):
        Pairing.objects.filter(pk=pk).update(last_contact_on=told["last"], meetings_count=told["days"])


@projects("absence")
def absence(subject, identifier, events):
    write_present(identifier)


@projects("note")
def note(subject, identifier, events):
    place = _place(subject, events)
    values = _note_values(place, events[-1]) if place else None
    _write(PrivateNote, {"meeting_id": identifier, "member_id": subject}, values)


@projects("checkin")
def check_in(subject, identifier, events):
    pairing_id, _slash, moment = identifier.partition("/")
    pairing = _pair(subject, events)
    values = {"face": events[-1].payload["face"], "at": events[-1].happened_at} if pairing else None
    _write(CheckIn, {"pairing_id": pairing_id, "member_id": subject, "moment": moment}, values)
