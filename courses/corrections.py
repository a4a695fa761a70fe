"""«Esto no es mío»: what another woman noted of her, and what she or that other one took back.

A correction is an event of its own in the heap of what it speaks of (``courses.disputed``), so that the
summaries stay a matter of the heap alone. Her own word goes before everybody else's, whenever it was said;
among words of equal weight the latest counts.
"""

from django.db import transaction
from django.utils import timezone

from academy.core import record
from academy.core.ids import event_id
from academy.core.models import Event

DISPUTED = "courses.disputed"
#: What others may note of her, and she may disown.
KINDS = ("courses.attended", "courses.lesson_read", "courses.answered", "courses.task_done")
#: What the site itself made of it goes with it.
WITH_IT = "courses.enrolled"
#: In these heaps a correction is of all that others noted there: there is one thing to be disowned.
WHOLE = ("circle_attended:",)


def standing(events):
    """The events of a heap that stand, in their order: without corrections and without what these took back."""
    said = {}
    for event in events:
        if event.kind == DISPUTED:
            herself = event.by == event.subject
            about = _about(event.key, event.payload["event"])
            before = said.get(about)
            if before is None or herself >= before[0]:
                said[about] = (herself, event.payload["mine"])
    return [
        event
        for event in events
        if event.kind != DISPUTED and said.get(_about(event.key, str(event.id)), (False, True))[1]
    ]


def _about(key, event):
    return key if key.startswith(WHOLE) else event


def is_disowned(event):
    """Does the record say that this event is not hers? One query."""
    heap = Event.objects.filter(subject=event.subject, key=event.key).order_by("happened_at", "id")
    return event.pk not in {each.pk for each in standing(heap)}


def noted_by_others(member):
    """Events of hers that somebody else recorded, the newest first: a queryset."""
    return (
        Event.objects.filter(subject=member.pk, kind__in=KINDS)
        .exclude(by=member.pk)
        .exclude(by=None)
        .order_by("-received_at", "-id")
    )


def say(*, event, by, mine, nonce, at=None):
    """``by`` says whether this event is of the woman whose it was noted as. The first refusal, or the last Outcome.

    What hangs on it goes with it: the lesson that a circle's attendance brought, the beginning of the course
    that it was. What she did herself stands.
    """
    at = at or timezone.now()
    with transaction.atomic():
        outcome = None
        for target in _with_it(event):
            payload = {
                "course": target.payload["course"],
                "event": str(target.pk),
                "heap": target.key,
                "mine": mine,
            }
            outcome = record.record(
                kind=DISPUTED,
                subject=event.subject,
                by=by,
                payload=payload,
                id=event_id(nonce, {"subject": str(event.subject), **payload}),
                happened_at=at,
                at=at,
            )
            if not outcome:
                transaction.set_rollback(True)
                break
        return outcome


def _with_it(event):
    found = [event]
    if event.kind == "courses.attended":
        read = Event.objects.filter(pk=lesson_read_id(event.subject, event.payload)).first()
        found += [read] if read else []
    begun = [event_id(each.pk, {"enrolled": each.payload["course"]}) for each in found]
    return [*found, *Event.objects.filter(pk__in=begun, subject=event.subject, kind=WITH_IT)]


def lesson_read_id(subject, attended):
    """The id of the ``lesson_read`` that a meeting brings to a woman who was there."""
    payload = {"course": attended["course"], "lesson": attended["lesson"]}
    return event_id(attended["meeting"], {"subject": str(subject), "kind": "lesson_read", **payload})
