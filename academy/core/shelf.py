"""The shelf: what could not be applied is laid aside here, whole, until it can (``KeptEvent``).

One id may arrive with two contents, by mistake or by malice. The first lies under its own id, each other
under an id made from what it says: nothing on the shelf is ever overwritten, and a repeat adds nothing.
"""

import json

from . import envelopes
from .ids import event_id
from .models import Event, KeptEvent
from .plain_json import plain

#: What an event says; who brought it and on which device is not part of it.
SAID = ("id", "kind", "subject", "happened_at", "content_version", "payload")


class Unkeepable(ValueError):  # noqa: N818 - a state of what arrived
    """It is no JSON that could be written down."""


def said(envelope):
    """What it says, in one way of writing: the same whether it was laid aside as read or as it came."""
    try:
        read = envelopes.read(envelope)
    except envelopes.Malformed:
        return {name: envelope.get(name) for name in SAID}
    return {
        "id": str(read.id),
        "kind": read.kind,
        "subject": str(read.subject),
        "happened_at": read.happened_at.isoformat(),
        "content_version": plain(read.content_version)[:64],
        "payload": read.payload,
    }


def other_id(id, envelope, by):
    """The id of this content where another one already has ``id``. The same content gives the same."""
    return event_id(id, {"said": written(said(envelope)), "by": str(by)})


def written(value):
    """``value`` as JSON in plain ASCII, so that NUL and halves of characters survive in any database."""
    try:
        return json.dumps(value, sort_keys=True)
    except (TypeError, ValueError, RecursionError):
        raise Unkeepable from None


def packed(envelope, shown):
    """The envelope as it is stored: as it came where a database takes that, else ``shown`` and all of it as text."""
    text = written(envelope)
    return shown if shown == json.loads(text) else {**shown, "json": text}


def unpacked(stored):
    """The envelope as it came."""
    if not isinstance(stored.get("json"), str):
        return stored
    return json.loads(stored["json"])


def put(*, id, by, subject, kind, envelope, shown, code, reason, at):
    """Lay it aside, once. Returns the KeptEvent; of one that lies there already only the reason may change."""
    try:
        other = other_id(id, envelope, by)
    except Unkeepable:
        envelope, other = shown, other_id(id, shown, by)
    for place in (other,) if Event.objects.filter(pk=id).exists() else (id, other):
        kept, made = KeptEvent.objects.get_or_create(
            pk=place,
            defaults={
                "subject": subject,
                "by": by,
                "kind": kind,
                "envelope": packed(envelope, shown),
                "code": code,
                "reason": reason,
                "received_at": at,
            },
        )
        if made:
            return kept
        if kept.by == by and same(kept, envelope):
            say_why(kept, code, reason)
            return kept
    return kept


def same(kept, envelope):
    """Does what lies there say the same, whoever brought it?"""
    return written(said(unpacked(kept.envelope))) == written(said(envelope))


def replace(kept, envelope):
    """What lies there is written down anew, where it changed: words sealed for another are sealed for their owner."""
    if envelope != unpacked(kept.envelope):
        kept.envelope = packed(envelope, {**kept.envelope, **envelope})
        kept.save(update_fields=["envelope"])


def say_why(kept, code, reason):
    if kept.code != code:
        kept.code, kept.reason = code, reason
        kept.save(update_fields=["code", "reason"])


def cleared(id, subject, envelope, *, id_taken):
    """An event of ``subject`` was applied: what lies under its id goes, or moves aside where it says something else.

    ``envelope`` None: a form, whose id is made from what it says; what lies there is it.
    """
    kept = KeptEvent.objects.filter(pk=id, subject=subject).first()
    if kept is None:
        return
    held = unpacked(kept.envelope)
    if envelope is not None and not same(kept, envelope):
        KeptEvent.objects.get_or_create(
            pk=other_id(id, held, kept.by),
            defaults={
                "subject": kept.subject,
                "by": kept.by,
                "kind": kept.kind,
                "envelope": kept.envelope,
                "code": "id_taken",
                "reason": id_taken,
                "received_at": kept.received_at,
            },
        )
    kept.delete()
