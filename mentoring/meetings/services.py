"""The verbs of meetings and check-ins: each enters one event into the record and answers with its Outcome.

``nonce`` is the number of the form: the same form sent twice is one event, and from a phone without signal it is the
same one too. The private note goes in as she wrote it; the record seals it before anything is stored.
"""

from datetime import timedelta

from django.utils import timezone

from academy.core import record, sealing
from academy.core.ids import event_id
from academy.core.models import Event

from ..models import Meeting, Pairing, PrivateNote
from ..pairing import rules

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


def log_meeting(*, pairing, by, nonce, met_on, meeting=None, at=None, **said):
    """They met; with ``meeting`` (an id) she corrects what she wrote of it. A new one has the form's number as id."""
    payload = {
        "pairing": str(pairing.pk),
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
    payload = {"pairing": str(meeting.pairing_id), "meeting": str(meeting.pk)}
    return _enter("meeting_taken_back", by=by, nonce=nonce, payload=payload, at=at)


def write_note(*, meeting, by, text, nonce, at=None):
    """A note for herself about what the other wrote down. Empty takes it back."""
    payload = {"pairing": str(meeting.pairing_id), "meeting": str(meeting.pk), "private": text}
    return _enter("note_written", by=by, nonce=nonce, payload=payload, at=at)


def check_in(*, pairing, by, moment, face, nonce, at=None):
    payload = {"pairing": str(pairing.pk), "moment": moment, "face": face}
    return _enter("checked_in", by=by, nonce=nonce, payload=payload, at=at)


# --- Reading ---------------------------------------------------------------------------------------


def notes_of(reader, pairing):
    """``{meeting id: her private note in clear}``; one that cannot be opened any more is None. One query."""
    found = {}
    for note in PrivateNote.objects.visible_to(reader).filter(pairing=pairing):
        try:
            found[note.meeting_id] = sealing.open_for(note.sealed, reader)
        except sealing.CannotOpen:
            found[note.meeting_id] = None
    return found


def may_read_words(pairing, reader, *, at=None):
    """After the six months only she who keeps them still reads what was shared."""
    if pairing.ended_at is None:
        return True
    today = timezone.localdate(at or timezone.now())
    keeps = pairing.mentee_keeps if reader.pk == pairing.mentee_id else pairing.mentor_keeps
    return keeps or today < rules.notes_expire_on(timezone.localdate(pairing.ended_at))


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


def _forget_of(pairing, dry_run):
    keeps = {pairing.mentee_id: pairing.mentee_keeps, pairing.mentor_id: pairing.mentor_keeps}
    told = 0
    for woman, kept in keeps.items():
        if kept:
            continue
        words = WORDS if not any(keeps.values()) else ("private",)
        told += _blank(woman, pairing, words, dry_run)
    return told


def _blank(woman, pairing, words, dry_run):
    kinds = ("mentoring.meeting_logged", "mentoring.note_written")
    events = Event.objects.filter(subject=woman, kind__in=kinds, payload__pairing=str(pairing.pk))
    if dry_run:
        return sum(any(event.payload.get(name) for name in words) for event in events)
    return record.blank(subject=woman, events=events, names=words)


def meetings_of(pairing):
    """What both wrote down, the latest day first. One query."""
    return Meeting.objects.filter(pairing=pairing).select_related("logged_by").order_by("-met_on", "-logged_at", "pk")
