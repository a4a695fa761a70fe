"""One way in for everything that happens to a person.

An app registers a handler for each kind of event and a projector for each stream. ``record`` enters one
event; ``rebuild`` folds all of them again. A projector gets every event of one heap in a canonical order,
so arrival order, repetition and batching cannot change what it writes.
"""

import logging
import traceback
import uuid
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from . import envelopes, sealing, shelf
from .decisions import Allowed, Denied
from .ids import uuid7
from .models import Event, KeptEvent, Ledger
from .plain_json import (
    PAYLOAD_LIMIT,  # noqa: F401 - the limits of the record, for whoever asks it
    UNREADABLE_LIMIT,  # noqa: F401
    plain,
    storable,
    to_be_looked_at,
)

logger = logging.getLogger("relevo.record")

APPLIED, ALREADY, KEPT = "applied", "already", "kept"
#: What no change of the site mends: two contents for one id. Tried again only when a person asks for it.
NEVER_BY_ITSELF = ("id_taken",)


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
    #: What it is in her words, as "una respuesta". Lazy.
    label = ""
    #: Not even that there is one is told to whoever facilitates her.
    hers_alone = False

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

    #: Names in the payload under which she writes in her own words: emptied when she is erased, whatever they hold.
    words: tuple[str, ...] = ()

    def without_her(self, payload):
        """What stays of it when she is erased (``erasing``): what counts need and no word of hers. None: it goes."""
        from .erasing import bare

        return bare(payload, self.words)


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

    ``subject`` and ``by`` are people or their ids. A known id answers ``already`` and changes nothing; the id
    of another woman's event, or of another kind, is no repetition and is refused (``id_taken``). What cannot
    be applied is answered ``kept`` with the reason; it is stored aside only with ``keep=True``
    (offline work), because a form on the page can show the reason and her words at once.

    With ``keep`` a known id that says something else is no repetition either: its device would throw it away.
    A form makes its id from what it says, so there the question does not arise.
    """
    arrival, said = _arrival(
        kind=kind,
        subject=getattr(subject, "pk", subject),
        by=getattr(by, "pk", by),
        payload=payload,
        id=id or uuid7(),
        happened_at=happened_at,
        device=device,
        content_version=content_version,
        at=at,
    )
    outcome = _enter(arrival, said, strictly=keep)
    if keep and outcome.state == KEPT:
        _keep(arrival, said, outcome)
    return outcome


def _arrival(*, happened_at, device, content_version, at, **fields):
    """The Arrival, and its envelope: as it came, with the time that its own clock said."""
    received = at or timezone.now()
    happened = happened_at or received
    # Before anything is compared, kept or logged: no row of this site ever holds it in clear.
    fields["payload"] = sealing.sealed_payload(fields["payload"], fields["by"])
    arrival = Arrival(
        **fields,
        happened_at=min(happened, received),
        received_at=received,
        device=plain(device)[:64],
        content_version=plain(content_version)[:64],
        clock_ahead=happened > received,
    )
    said = {
        "id": str(arrival.id),
        "kind": arrival.kind,
        "subject": str(arrival.subject),
        "by": str(arrival.by) if arrival.by else None,
        "device": arrival.device,
        "happened_at": happened.isoformat(),
        "content_version": arrival.content_version,
        "payload": arrival.payload,
    }
    return arrival, said


def _enter(arrival, said, *, strictly):
    refusal = None
    with transaction.atomic():
        _lock(arrival.subject)
        known = Event.objects.filter(pk=arrival.id).first()
        if known and _repeats(known, arrival, strictly=strictly):
            return Outcome(ALREADY, arrival.id)
        try:
            if known:
                raise _id_taken()
            event = _stored(arrival)
        except Unfit as unfit:
            refusal = Outcome(KEPT, arrival.id, str(unfit.reason), unfit.code)
        else:
            _fold(event.subject, event.key)
            _handlers[arrival.kind].arrived(event)
    if refusal is None:
        shelf.cleared(arrival.id, arrival.subject, said if strictly else None, id_taken=_id_taken().reason)
        return Outcome(APPLIED, arrival.id)
    if strictly and known and Event.objects.filter(pk=shelf.other_id(arrival.id, said, arrival.by)).exists():
        # It was kept as the second content of its id, and she asked for it since.
        return Outcome(ALREADY, arrival.id)
    return refusal


def _repeats(known, arrival, *, strictly):
    if (str(known.subject), known.kind) != (str(arrival.subject), arrival.kind):
        return False
    if not strictly or not known.payload or arrival.kind not in _handlers:
        return True
    try:
        return sealing.same(known.payload, _fit_to_store(_handlers[arrival.kind].clean(arrival.payload)))
    except Unfit:
        return False


def _stored(arrival):
    handler = _handlers.get(arrival.kind)
    if handler is None:
        raise Unfit(_("Este sitio aún no conoce este tipo de anotación."), "unknown_kind")
    payload = _fit_to_store(handler.clean(arrival.payload))
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
        # The same id for two subjects at once.
        raise _id_taken() from None
    Ledger.objects.filter(subject=arrival.subject).update(events=F("events") + 1)
    return event


def _id_taken():
    """Ids are ours to make, so one of the two is a forgery, or a form that outlived who it was printed for."""
    return Unfit(_("Ese número de anotación ya se usó."), "id_taken")


def _fit_to_store(payload):
    """What a handler let through, as every database takes it: the last guard, whoever wrote the handler."""
    found = storable(payload)
    if found is None:
        raise Unfit(_("Esta anotación llegó dañada o es demasiado grande."), "unreadable")
    return found


def _keep(arrival, envelope, refusal):
    kind = plain(arrival.kind)
    shelf.put(
        id=arrival.id,
        by=arrival.by,
        subject=arrival.subject,
        kind=kind[:80],
        envelope=envelope,
        shown={**envelope, "kind": kind, "payload": to_be_looked_at(arrival.payload)},
        code=refusal.code,
        reason=refusal.reason,
        at=arrival.received_at,
    )


def keep_unread(*, raw, by, device, code, reason, at):
    """Lay aside what arrived with a usable id and cannot be read as an event. Returns its Outcome.

    Raises ``shelf.Unkeepable`` where it cannot even be written down.
    """
    id = envelopes.id_in(raw)
    envelope = sealing.sealed_payload({**raw, "by": str(by), "device": plain(device)[:64]}, by)
    shelf.written(envelope)
    kind = plain(raw["kind"])[:80] if isinstance(raw.get("kind"), str) else ""
    shown = {"id": str(id), "kind": kind, "by": str(by), "device": envelope["device"]}
    shelf.put(
        id=id,
        by=by,
        subject=envelopes.id_in(raw, "subject"),
        kind=kind,
        envelope=envelope,
        shown=shown,
        code=code,
        reason=str(reason),
        at=at,
    )
    return Outcome(KEPT, id, str(reason), code)


def label_of(kind):
    """What this kind of event is, in her words."""
    handler = _handlers.get(kind)
    return str(handler.label) if handler and handler.label else _("una anotación")


def kinds_of_hers_alone():
    """Kinds of which nobody but she is told, not even as a count."""
    return [kind for kind, handler in _handlers.items() if handler.hers_alone]


def retry_kept(*, subject=None, codes=None, only=None, by_hand=False, by=None):
    """Try again what was kept, oldest first; ``Counter`` of applied, already, kept. Idempotent.

    ``subject``: hers alone; ``codes``: kept for one of these reasons; ``only``: these ids of the shelf. What
    goes through leaves the shelf with the time when it arrived first. ``by_hand``: a person asked, so that the
    second content of one id may become an event of its own. ``by``: the person who says that it is hers, in
    the place of whoever sent it. One that breaks is logged and stays; it does not stop the others.
    """
    rows = KeptEvent.objects.order_by("received_at", "pk")
    if subject is not None:
        rows = rows.filter(subject=getattr(subject, "pk", subject))
    if codes is not None:
        rows = rows.filter(code__in=codes)
    if only is not None:
        rows = rows.filter(pk__in=only)
    if not by_hand:
        rows = rows.exclude(code__in=NEVER_BY_ITSELF)
    told = Counter()
    for pk in list(rows.values_list("pk", flat=True)):
        kept = KeptEvent.objects.filter(pk=pk).first()
        if kept is None:
            continue
        try:
            told[_retry(kept, by_hand=by_hand, by=getattr(by, "pk", by))] += 1
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            place = "".join(traceback.format_tb(error.__traceback__))
            logger.error("%s broke again: %s\n%s", pk, type(error).__name__, place)
            told[KEPT] += 1
    return told


def _retry(kept, *, by_hand, by):
    stored = shelf.unpacked(kept.envelope)
    if by and by != kept.by:
        shelf.replace(kept, sealing.handed_over(stored, by))
        stored = shelf.unpacked(kept.envelope)
    try:
        envelope = envelopes.read(stored)
    except envelopes.Malformed as malformed:
        shelf.say_why(kept, malformed.code, str(malformed.reason))
        return KEPT
    place = envelope.id
    known = Event.objects.filter(pk=place).first()
    if known is not None and not _repeats(known, envelope, strictly=True):
        if not by_hand:
            return KEPT
        place = shelf.other_id(place, stored, kept.by)
    arrival, said = _arrival(
        kind=envelope.kind,
        subject=envelope.subject,
        by=by or kept.by,
        payload=envelope.payload,
        id=place,
        happened_at=envelope.happened_at,
        device=stored.get("device") or "",
        content_version=envelope.content_version,
        at=kept.received_at,
    )
    outcome = _enter(arrival, said, strictly=place == envelope.id)
    if outcome:
        KeptEvent.objects.filter(pk=kept.pk).delete()
    else:
        shelf.say_why(kept, outcome.code, outcome.reason)
    return outcome.state


def _lock(subject):
    Ledger.objects.get_or_create(subject=subject)
    Ledger.objects.select_for_update().get(subject=subject)


def blank(*, subject, events, names):
    """Take the texts ``names`` out of ``events`` (a queryset of ``subject``'s), for good, and fold their heaps again.

    The one exception to "never edited": what may not be kept any longer. That it happened, and when, stays. Returns
    how many events held such a text. What still lies on the shelf is not touched.
    """
    with holding(subject):
        found = [event for event in events if any(event.payload.get(name) for name in names)]
        for event in found:
            event.payload = {**event.payload, **{name: "" for name in names if name in event.payload}}
        Event.objects.bulk_update(found, ["payload"])
        for key in sorted({event.key for event in found}):
            _fold(getattr(subject, "pk", subject), key)
    return len(found)


def without_her(event):
    """The payload that outlives her (``Handler.without_her``); None for a kind that this site no longer knows."""
    handler = _handlers.get(event.kind)
    return handler.without_her(event.payload) if handler else None


def fold(subject, key):
    """Write the summary rows of one heap again. The caller holds ``subject``."""
    stream = key.partition(":")[0]
    if stream in _projectors:
        _fold(subject, key)


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


#: Heaps folded in one transaction: her ledger is held for some 200 ms at most, so that she can go on writing.
HEAPS_AT_ONCE = 40


def rebuild(*, subject=None, progress=None):
    """Fold every heap again, or one woman's. Returns how many heaps; ``progress(done, total)`` is called as it goes.

    Safe while people are writing: heaps are folded under their subject's lock, ``HEAPS_AT_ONCE`` of hers in one
    transaction with one query for all their events. The list of heaps (200 bytes each) is read before the first is
    folded: an open query holds SQLite to the moment it began, and whoever wrote since then would make every fold
    fail with "database is locked".
    """
    heaps = Event.objects.values_list("subject", "key").distinct().order_by("subject", "key")
    if subject is not None:
        heaps = heaps.filter(subject=getattr(subject, "pk", subject))
    heaps = list(heaps)
    done = 0
    for whose, hers in groupby(heaps, key=itemgetter(0)):
        keys_of_hers = [key for _subject, key in hers]
        for start in range(0, len(keys_of_hers), HEAPS_AT_ONCE):
            keys = keys_of_hers[start : start + HEAPS_AT_ONCE]
            with transaction.atomic():
                _lock(whose)
                _fold_together(whose, keys)
            done += len(keys)
            if progress:
                progress(done, len(heaps))
    return len(heaps)


def _fold_together(subject, keys):
    events = Event.objects.filter(subject=subject, key__in=keys).order_by("key", "happened_at", "id")
    found = {key: list(group) for key, group in groupby(events, key=attrgetter("key"))}
    for key in keys:
        stream, _colon, identifier = key.partition(":")
        _projectors[stream](subject, identifier, found.get(key, []))
