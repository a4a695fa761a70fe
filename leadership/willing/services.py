"""What she says of seats and of their tasks. Keyword-only; each is one event."""

from .. import saying


def say(*, member, kind, answer, nonce, above=False, at=None):
    """Her word for a kind of seat: yes, maybe, later, or empty to take it back."""
    payload = {"kind": kind.code, "answer": answer, "above": bool(above and answer)}
    return saying.said("leadership.willingness_said", subject=member, by=member, payload=payload, nonce=nonce, at=at)


def tick(*, member, kind, task, done, nonce, asked=None, at=None):
    payload = {"kind": kind.code, "task": task, "done": done, "asked": str(asked.pk) if asked else ""}
    return saying.said("leadership.readiness_ticked", subject=member, by=member, payload=payload, nonce=nonce, at=at)


def confirm(*, tick, by, nonce, at=None):
    """``by`` has seen it: only whom she asked may say so."""
    payload = {"kind": tick.kind.code, "task": tick.task}
    return saying.said(
        "leadership.readiness_confirmed", subject=tick.member_id, by=by, payload=payload, nonce=nonce, at=at
    )
