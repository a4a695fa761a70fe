"""From the record to willingness and ticks: one heap for each kind of seat, and for each task of one."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from academy.core.record import projects
from academy.members.models import Member, SeatKind

from ..models import TaskTick, Willingness
from . import rules


def _write(model, key, values):
    """The one row that ``key`` names, or none where ``values`` is None. Her ledger is locked meanwhile."""
    rows = model.objects.filter(**key)
    if values is None:
        rows.delete()
    elif not rows.filter(**values).exists():
        model.objects.update_or_create(**key, defaults=values)


def _kind(code):
    return SeatKind.objects.filter(code=code).values_list("pk", flat=True).first()


def _known(*people):
    wanted = {UUID(str(person)) for person in people if person}
    return set(Member.objects.filter(pk__in=wanted).values_list("pk", flat=True))


@projects("willing")
def willing(subject, identifier, events):
    kind = _kind(identifier)
    if kind is None:
        return
    values, last = None, events[-1] if events else None
    if last is not None and last.payload["answer"] and _known(subject):
        day = timezone.localdate(last.happened_at)
        values = {
            "answer": last.payload["answer"],
            "above": last.payload["above"],
            "said_on": day,
            "good_until": rules.good_until(day),
        }
    _write(Willingness, {"member_id": subject, "kind_id": kind}, values)


@dataclass(frozen=True, slots=True)
class _Word:
    kind: str
    by: Any
    asked: Any
    at: Any


def _word(event):
    if event.kind == "leadership.readiness_confirmed":
        return _Word("confirmed", event.by, None, event.happened_at)
    asked = UUID(event.payload["asked"]) if event.payload["asked"] else None
    return _Word("ticked" if event.payload["done"] else "unticked", event.by, asked, event.happened_at)


@projects("ready")
def ready(subject, identifier, events):
    code, _slash, task = identifier.partition("/")
    kind = _kind(code)
    if kind is None:
        return
    done, asked, confirmed = rules.standing_ticks([_word(event) for event in events])
    known = _known(subject, asked, confirmed and confirmed.by)
    values = None
    if done is not None and UUID(str(subject)) in known:
        values = {
            "done_on": timezone.localdate(done.at),
            "asked_id": asked if asked in known else None,
            "confirmed_by_id": confirmed.by if confirmed and confirmed.by in known else None,
            "confirmed_on": timezone.localdate(confirmed.at) if confirmed else None,
        }
    _write(TaskTick, {"member_id": subject, "kind_id": kind, "task": task}, values)
