"""The verbs of circles. Founding and filling one; writing down a meeting, from wherever it comes.

Ids follow from the meeting and from what is said, so that page, phone and paper make the same events.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core import audit, record
from academy.core.decisions import Allowed, Denied
from academy.core.ids import event_id, uuid7
from academy.core.models import Event
from academy.members.models import Member, Organisation

from .. import corrections
from ..models import Circle, CircleAttendance, CircleMeeting
from .querysets import LEADERS
from .rules import begins, meeting_id

PAPER = "papel"


# --- The circle itself ---------------------------------------------------------------------------


def may_found(*, organisation, by):
    if Organisation.objects.under_roles_of(by, *LEADERS).filter(pk=organisation.pk).exists():
        return Allowed()
    return Denied(_("Elige una de tus organizaciones."), "not_in_scope")


@transaction.atomic
def found_circle(*, name, organisation, by, at=None):
    """A circle without women yet, led by whoever founds it. Raises PermissionError outside her scope."""
    decision = may_found(organisation=organisation, by=by)
    if not decision:
        raise PermissionError(str(decision))
    circle = Circle.objects.create(name=name, organisation=organisation, created_by=by, created_at=at or timezone.now())
    circle.facilitators.add(by)
    audit.note("courses.circle_founded", by=by, circle=str(circle.pk))
    return circle


def women_to_choose(circle):
    """Who may belong to it: the women of its organisation and of those below, by name; with a PIN or without."""
    return Member.objects.of(circle.organisation).filter(is_active=True).order_by("name_key", "pk")


def women_of(circle):
    """Who belongs to it and to its organisation today, by name. One query."""
    return women_to_choose(circle).filter(pk__in=circle.women.values("pk"))


@transaction.atomic
def set_women(*, circle, women, by):
    """These and no others belong to it from now on; who may not is left out. What they did stays theirs."""
    chosen = list(women_to_choose(circle).filter(pk__in=[getattr(w, "pk", w) for w in women]))
    circle.women.set(chosen)
    circle.facilitators.add(by)
    audit.note("courses.circle_changed", by=by, circle=str(circle.pk), women=len(chosen))
    return chosen


@transaction.atomic
def close_circle(*, circle, by, closed=True, at=None):
    """It meets no more, or again. Nothing that happened in it changes."""
    Circle.objects.filter(pk=circle.pk).update(closed_at=(at or timezone.now()) if closed else None)
    audit.note("courses.circle_closed" if closed else "courses.circle_reopened", by=by, circle=str(circle.pk))


# --- A meeting -----------------------------------------------------------------------------------


@dataclass
class Held:
    """What became of a meeting. False where the meeting itself was refused: then nothing was written.

    ``refused``: women whose attendance was not taken, each with the reason. ``disowned``: women who said that it
    is not theirs; their word stands. ``new``: something was written that was not there before.
    """

    meeting: object
    reason: str = ""
    code: str = ""
    new: bool = False
    refused: list = field(default_factory=list)
    disowned: list = field(default_factory=list)

    def __bool__(self):
        return not self.reason


@transaction.atomic
def hold_meeting(
    *,
    circle,
    course,
    lesson,
    day,
    by,
    present,
    answers=(),
    tasks=None,
    check=False,
    round=1,
    absent=(),
    device="",
    at=None,
):
    """Write down that ``circle`` went through ``lesson`` on ``day``.

    ``present``: Members who were there; ``answers``: ``[{question, version, response}]`` of the group; ``tasks``:
    ids that the group agreed to do, None where nothing is said of them; ``check``: one question waits for each.
    ``round``: 1 the first time, higher to correct it; ``absent``: who was noted before and was not there after all.
    ``device``: "papel" for what was typed in from a list. Some 25 queries for each woman.
    """
    meeting = meeting_id(circle.pk, lesson, day)
    same = {
        "course": str(course),
        "lesson": str(lesson),
        "circle": str(circle.pk),
        "meeting": str(meeting),
        "day": day.isoformat(),
        "round": round,
        "answers": sorted(answers, key=lambda each: each["question"]),
        "tasks": None if tasks is None else sorted(map(str, tasks)),
    }
    entry = _Entry(meeting, by, begins(day), device, at or timezone.now())
    women = circle.women.count()
    met = entry.make("circle_met", circle.pk, {**same, "present": len(present), "women": max(women, len(present))})
    if not met:
        return Held(meeting, met.reason, met.code)
    held = Held(meeting, new=met.state == record.APPLIED)
    # Always in one order: two facilitators who save at once must not wait for each other.
    for woman in sorted(present, key=lambda each: str(each.pk)):
        _note(entry, woman, {**same, "check": check}, held)
    for woman in sorted(absent, key=lambda each: str(each.pk)):
        _take_back(entry, woman, meeting)
    return held


@dataclass(frozen=True)
class _Entry:
    """What all events of one writing share."""

    nonce: object
    by: object
    happened_at: object
    device: str
    at: object

    def make(self, kind, subject, payload):
        return record.record(
            kind=f"courses.{kind}",
            subject=subject,
            by=self.by,
            payload=payload,
            id=event_id(self.nonce, {"subject": str(getattr(subject, "pk", subject)), "kind": kind, **payload}),
            happened_at=self.happened_at,
            device=self.device,
            at=self.at,
        )


def _note(entry, woman, payload, held):
    read = {"course": payload["course"], "lesson": payload["lesson"]}
    outcomes = [entry.make("attended", woman, payload)]
    if outcomes[0]:
        outcomes.append(entry.make("lesson_read", woman, read))
    refusal = next((outcome for outcome in outcomes if not outcome), None)
    if refusal is not None:
        held.refused.append((woman, refusal.reason))
        return
    held.new = held.new or any(outcome.state == record.APPLIED for outcome in outcomes)
    if not CircleAttendance.objects.filter(member=woman, meeting=payload["meeting"]).exists():
        # Taken back before: by a facilitator who now says that she was there, or by herself, and then it stays so.
        _say(entry, woman, payload["meeting"], mine=True)
        if not CircleAttendance.objects.filter(member=woman, meeting=payload["meeting"]).exists():
            held.disowned.append(woman)


def _take_back(entry, woman, meeting):
    if CircleAttendance.objects.filter(member=woman, meeting=meeting).exists():
        _say(entry, woman, meeting, mine=False)


def _say(entry, woman, meeting, *, mine):
    attended = Event.objects.filter(subject=woman.pk, key=f"circle_attended:{meeting}", kind="courses.attended").first()
    if attended is not None and attended.by != attended.subject:
        corrections.say(event=attended, by=entry.by, mine=mine, nonce=uuid7(), at=entry.at)


def round_of(meeting):
    """The number of the next writing of a meeting: one more than there were. One query."""
    return Event.objects.filter(key=f"circle_meeting:{meeting}", kind="courses.circle_met").count() + 1


def last_present(circle, *, before=None):
    """Ids of who was at the circle's latest meeting. Two queries."""
    meetings = CircleMeeting.objects.filter(circle=circle.pk)
    if before is not None:
        meetings = meetings.filter(held_on__lt=before)
    last = meetings.values_list("pk", flat=True).first()
    if last is None:
        return set()
    return set(CircleAttendance.objects.by_name(circle).filter(meeting=last).values_list("member", flat=True))
