"""The verbs of meetings and check-ins: each enters one event into the record and answers with its Outcome.

``nonce`` is the number of the form: the same form sent twice is one event, and from a phone without signal it is the
same one too. The private note goes in as she wrote it; the record seals it before anything is stored.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from academy.core import audit, record, sealing
from academy.core.ids import event_id
from academy.core.models import Event

from ..models import CircleSeat, Meeting, MentoringCircle, Pairing, PrivateNote
from ..pairing import rules
from . import places

#: What is blanked when notes are deleted; that they met, and when, stays for the counts.
WORDS = ("topic", "next_step", "shared", "private")


def _enter(kind, *, by, nonce, payload, at):
    said = {"subject": str(by.pk), "kind": kind, **payload}
    return record.record(
        kind=f"mentoring.{kind}",
        subject=by,
        by=by,
        payload=payload,
        id=event_id(nonce, said),
        happened_at=at,
        at=timezone.now() if at is None else max(at, timezone.now()),
    )


def _of(place):
    """How a payload and a row name ``place``, a Pairing or a MentoringCircle."""
    return "circle" if isinstance(place, MentoringCircle) else "pairing"


def log_meeting(*, by, nonce, met_on, pairing=None, circle=None, present=(), meeting=None, at=None, **said):
    """They met; with ``meeting`` (an id) she corrects what she wrote of it. A new one has the form's number as id.

    Of a ``circle``: ``present``, ids of the others who were there.
    """
    place = circle or pairing
    payload = {
        _of(place): str(place.pk),
        **({"present": sorted(str(one) for one in present)} if circle else {}),
        "meeting": str(meeting or nonce),
        "met_on": met_on.isoformat(),
        "channel": said.get("channel") or "",
        "minutes": said.get("minutes"),
        "step": said.get("step"),
        "topic": said.get("topic") or "",
        "next_step": said.get("next_step") or "",
        "shared": said.get("shared") or "",
        "private": said.get("private") or "",
    }
    return _enter("meeting_logged", by=by, nonce=nonce, payload=payload, at=at)


def take_back(*, meeting, by, nonce, at=None):
    payload = {**_where(meeting), "meeting": str(meeting.pk)}
    return _enter("meeting_taken_back", by=by, nonce=nonce, payload=payload, at=at)


def write_note(*, meeting, by, text, nonce, at=None):
    """A note for herself about what another wrote down. Empty takes it back."""
    payload = {**_where(meeting), "meeting": str(meeting.pk), "private": text}
    return _enter("note_written", by=by, nonce=nonce, payload=payload, at=at)


def say_absent(*, meeting, by, absent, nonce, at=None):
    """She was marked present and was not there (``absent``), or she was after all."""
    payload = {**_where(meeting), "meeting": str(meeting.pk), "absent": absent}
    return _enter("absence_said", by=by, nonce=nonce, payload=payload, at=at)


def _where(meeting):
    return {"circle": str(meeting.circle_id)} if meeting.circle_id else {"pairing": str(meeting.pairing_id)}


def check_in(*, pairing, by, moment, face, nonce, at=None):
    payload = {"pairing": str(pairing.pk), "moment": moment, "face": face}
    return _enter("checked_in", by=by, nonce=nonce, payload=payload, at=at)


# --- Reading ---------------------------------------------------------------------------------------


def notes_of(reader, place):
    """``{meeting id: her private note in clear}``; one that cannot be opened any more is None. One query."""
    found = {}
    for note in PrivateNote.objects.visible_to(reader).filter(**{_of(place): place}):
        try:
            found[note.meeting_id] = sealing.open_for(note.sealed, reader)
        except sealing.CannotOpen:
            found[note.meeting_id] = None
    return found


def may_read_words(pairing, reader, *, at=None):
    """After the six months only she who keeps them still reads what was shared."""
    return may_read_at(places.of_pair(pairing, reader.pk), at=at)


def may_read_at(place, *, at=None):
    """As ``may_read_words``, of a Place."""
    if place.ended_on is None or place.keeps:
        return True
    return timezone.localdate(at or timezone.now()) < rules.notes_expire_on(place.ended_on)


def keep_circle_notes(*, seat, keep):
    """Whether what she noted in a circle stays after the six months."""
    with transaction.atomic():
        hers = CircleSeat.objects.filter(circle=seat.circle_id, member=seat.member_id).exclude(keeps_notes=keep)
        if hers.update(keeps_notes=keep):
            audit.note("mentoring.notes_kept", by=seat.member, about=seat.member, circle=str(seat.circle_id), keep=keep)


def said_absent(reader, meetings):
    """Ids of those ``meetings`` of which she says that she was not there. One query."""
    keys = {f"absence:{meeting.pk}": meeting.pk for meeting in meetings}
    said = Event.objects.filter(subject=reader.pk, key__in=keys).order_by("happened_at", "id")
    latest = {keys[key]: payload.get("absent") for key, payload in said.values_list("key", "payload")}
    return {pk for pk, absent in latest.items() if absent}


# --- Forgetting ------------------------------------------------------------------------------------


def forget_notes(*, at=None, dry_run=False):
    """Delete the notes of pairs that ended six months ago, but for whoever keeps them. Returns how many events.

    Private notes go where their writer does not keep them; what was shared goes where neither does. The words go from
    the record too: that a meeting was, and when, stays. Twice is once.
    """
    at = at or timezone.now()
    told = 0
    ended = Pairing.objects.filter(ended_at__lte=at - rules.NOTES_KEPT + timedelta(days=1))
    for pairing in ended.iterator():
        if timezone.localdate(at) >= rules.notes_expire_on(timezone.localdate(pairing.ended_at)):
            told += _forget_of(pairing, dry_run)
    return told


def forget_circle_notes(*, at=None, dry_run=False):
    """The same for circles: hers six months after she left, what was shared six months after the circle ended."""
    at = at or timezone.now()
    today, long_ago = timezone.localdate(at), at - rules.NOTES_KEPT + timedelta(days=1)
    told = 0
    for circle in MentoringCircle.objects.filter(seats__left_at__lte=long_ago).distinct().iterator():
        seats = list(CircleSeat.objects.filter(circle=circle, accepted_at__isnull=False))
        over = circle.ended_at is not None and today >= rules.notes_expire_on(timezone.localdate(circle.ended_at))
        kept = any(seat.keeps_notes for seat in seats)
        for woman in sorted({seat.member_id for seat in seats}):
            place = places.of_circle(circle, woman)
            if not may_read_at(place, at=at):
                told += _blank(woman, circle, WORDS if over and not kept else ("private",), dry_run)
    return told


def _forget_of(pairing, dry_run):
    keeps = {pairing.mentee_id: pairing.mentee_keeps, pairing.mentor_id: pairing.mentor_keeps}
    told = 0
    for woman, kept in keeps.items():
        if kept:
            continue
        words = WORDS if not any(keeps.values()) else ("private",)
        told += _blank(woman, pairing, words, dry_run)
    return told


def _blank(woman, place, words, dry_run):
    kinds = ("mentoring.meeting_logged", "mentoring.note_written")
    events = Event.objects.filter(subject=woman, kind__in=kinds, **{f"payload__{_of(place)}": str(place.pk)})
    if dry_run:
        return sum(any(event.payload.get(name) for name in words) for event in events)
    return record.blank(subject=woman, events=events, names=words)


def meetings_of(place, reader):
    """What was written down of a pair or a circle, as far as she may read it, the latest day first. One query; of a
    circle another for who was there."""
    rows = Meeting.objects.visible_to(reader).filter(**{_of(place): place})
    return rows.select_related("logged_by").prefetch_related("present").order_by("-met_on", "-logged_at", "pk")
