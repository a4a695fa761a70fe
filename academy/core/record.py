"""One way in for everything that happens to a person.

An app registers a handler for each kind of event and a projector for each stream. ``record`` enters one
event; ``rebuild`` folds all of them again. A projector gets every event of one heap in a canonical order,
so arrival order, repetition and batching cannot change what it writes.
"""

import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from .decisions import Allowed, Denied
from .ids import uuid7
from .models import Event, KeptEvent, Ledger

APPLIED, ALREADY, KEPT = "applied", "already", "kept"


class Unfit(ValueError):  # noqa: N818 - it is a state of the payload, not a programming error
    """The payload cannot be used as it is; the message is for the person."""

    def __init__(self, reason, code="unfit"):
        super().__init__(str(reason))
        self.reason, self.code = reason, code


@dataclass(frozen=True)
class Outcome:
    """What became of an event: applied now, already there, or kept with a reason."""

    state: str
    id: uuid.UUID
    reason: str = ""
    code: str = ""

    def __bool__(self):
        return self.state != KEPT


@dataclass(frozen=True)
class Arrival:
    """An event before it is stored: what handlers are asked about."""

    id: uuid.UUID
    kind: str
    subject: uuid.UUID
    by: uuid.UUID | None
    happened_at: datetime
    received_at: datetime
    payload: dict[str, Any]
    device: str = ""
    content_version: str = ""
    clock_ahead: bool = field(default=False)


class Handler:
    """An app's answer to one kind of event. Subclass, set ``kind`` and ``stream``, register with ``handles``."""

    kind = ""
    stream = ""

    def clean(self, payload):
        """The payload as it will be stored. Raises Unfit where it cannot be used."""
        return payload

    def identifier(self, payload):
        """Which heap of the stream it belongs to; at most 160 characters."""
        raise NotImplementedError

    def key(self, payload):
        """The heap, stream and all. Overridden by a kind that belongs to one of several streams."""
        return f"{self.stream}:{self.identifier(payload)}"

    def may(self, arrival):
        """May ``arrival.by`` record this of ``arrival.subject``? Default: only of herself."""
        if arrival.by == arrival.subject:
            return Allowed()
        return Denied(_("Solo ella puede anotar esto."), "not_hers")

    def arrived(self, event):
        """Once, in the same transaction, after the summaries stand. For what follows from it."""


_handlers: dict[str, Handler] = {}
_projectors: dict[str, Any] = {}


def handles(cls):
    """Class decorator: one instance answers for ``cls.kind``."""
    handler = cls()
    if _handlers.setdefault(handler.kind, handler).__class__ is not cls:
        raise RuntimeError(f"two handlers for {handler.kind}")
    return cls


def projects(stream):
    """Function decorator: ``function(subject, identifier, events)`` writes the summary rows of one heap.

    ``events`` may be empty (all erased): then the rows go. It must write the same rows for the same events.
    """

    def register(function):
        if _projectors.setdefault(stream, function) is not function:
            raise RuntimeError(f"two projectors for {stream}")
        return function

    return register


def record(
    *, kind, subject, by, payload, id=None, happened_at=None, device="", content_version="", at=None, keep=False
):
    """Enter one event and bring its summaries up to date. One transaction.

    ``subject`` and ``by`` are people or their ids. A known id answers ``already`` and changes nothing. What
    cannot be applied is answered ``kept`` with the reason; it is stored aside only with ``keep=True``
    (offline work), because a form on the page can show the reason and her words at once.
    """
    received = at or timezone.now()
    happened = happened_at or received
    ahead = happened > received
    arrival = Arrival(
        id=id or uuid7(),
        kind=kind,
        subject=getattr(subject, "pk", subject),
        by=getattr(by, "pk", by),
        happened_at=min(happened, received),
        received_at=received,
        payload=payload,
        device=device[:64],
        content_version=content_version[:64],
        clock_ahead=ahead,
    )
    refusal = None
    with transaction.atomic():
        _lock(arrival.subject)
        if Event.objects.filter(pk=arrival.id).exists():
            return Outcome(ALREADY, arrival.id)
        try:
            event = _stored(arrival)
        except Unfit as unfit:
            refusal = Outcome(KEPT, arrival.id, str(unfit.reason), unfit.code)
        else:
            _fold(event.subject, event.key)
            _handlers[kind].arrived(event)
    if refusal is None:
        KeptEvent.objects.filter(pk=arrival.id).delete()
        return Outcome(APPLIED, arrival.id)
    if keep:
        _keep(arrival, refusal)
    return refusal


def _stored(arrival):
    handler = _handlers.get(arrival.kind)
    if handler is None:
        raise Unfit(_("Este sitio aún no conoce este tipo de anotación."), "unknown_kind")
    payload = handler.clean(arrival.payload)
    decision = handler.may(arrival)
    if not decision:
        raise Unfit(decision.reason, decision.code)
    try:
        with transaction.atomic():
            event = Event.objects.create(
                id=arrival.id,
                kind=arrival.kind,
                subject=arrival.subject,
                key=handler.key(payload),
                by=arrival.by,
                device=arrival.device,
                happened_at=arrival.happened_at,
                received_at=arrival.received_at,
                clock_ahead=arrival.clock_ahead,
                content_version=arrival.content_version,
                payload=payload,
            )
    except IntegrityError:
        # The same id for two subjects at once: ids are ours to make, so one of the two is a forgery.
        raise Unfit(_("Ese número de anotación ya se usó."), "id_taken") from None
    Ledger.objects.filter(subject=arrival.subject).update(events=F("events") + 1)
    return event


def _keep(arrival, refusal):
    KeptEvent.objects.update_or_create(
        pk=arrival.id,
        defaults={
            "subject": arrival.subject,
            "by": arrival.by,
            "kind": arrival.kind[:80],
            "envelope": {
                "id": str(arrival.id),
                "kind": arrival.kind,
                "subject": str(arrival.subject),
                "by": str(arrival.by) if arrival.by else None,
                "device": arrival.device,
                "happened_at": arrival.happened_at.isoformat(),
                "content_version": arrival.content_version,
                "payload": arrival.payload,
            },
            "code": refusal.code,
            "reason": refusal.reason,
        },
    )


def _lock(subject):
    Ledger.objects.get_or_create(subject=subject)
    Ledger.objects.select_for_update().get(subject=subject)


def _fold(subject, key):
    stream, _colon, identifier = key.partition(":")
    events = list(Event.objects.filter(subject=subject, key=key).order_by("happened_at", "id"))
    _projectors[stream](subject, identifier, events)


@contextmanager
def holding(subject):
    """One transaction in which nobody else writes about ``subject``: to look first and record then."""
    with transaction.atomic():
        _lock(getattr(subject, "pk", subject))
        yield


def rebuild(*, subject=None, progress=None):
    """Fold every heap again, or one woman's. Returns how many heaps; ``progress(done, total)`` is called as it goes.

    Safe while people are writing: each heap is folded under its subject's lock.
    """
    heaps = Event.objects.values_list("subject", "key").distinct().order_by("subject", "key")
    if subject is not None:
        heaps = heaps.filter(subject=getattr(subject, "pk", subject))
    total = heaps.count()
    for done, (whose, key) in enumerate(heaps.iterator(), start=1):
        with transaction.atomic():
            _lock(whose)
            _fold(whose, key)
        if progress:
            progress(done, total)
    return total
