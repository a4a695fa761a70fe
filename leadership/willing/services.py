"""What she says of seats and of their tasks. Keyword-only; each is one event."""

from django.utils import timezone

from academy.core import record
from academy.core.ids import event_id


def say(*, member, kind, answer, nonce, above=False, at=None):
    """Her word for a kind of seat: yes, maybe, later, or empty to take it back."""
    payload = {"kind": kind.code, "answer": answer, "above": bool(above and answer)}
    return _said("leadership.willingness_said", member, member, payload, nonce, at)


def tick(*, member, kind, task, done, nonce, asked=None, at=None):
    payload = {"kind": kind.code, "task": task, "done": done, "asked": str(asked.pk) if asked else ""}
    return _said("leadership.readiness_ticked", member, member, payload, nonce, at)


def confirm(*, tick, by, nonce, at=None):
    """``by`` has seen it: only whom she asked may say so."""
    payload = {"kind": tick.kind.code, "task": tick.task}
    return _said("leadership.readiness_confirmed", tick.member_id, by, payload, nonce, at)


def _said(kind, subject, by, payload, nonce, at):
    """The id is the one that a phone makes of the same form (``static/js/box.js``): sent both ways it is one event."""
    at = at or timezone.now()
    said = {"subject": str(getattr(subject, "pk", subject)), "kind": kind.rpartition(".")[2], **payload}
    return record.record(
        kind=kind, subject=subject, by=by, payload=payload, id=event_id(nonce, said), happened_at=at, at=at
    )
