"""One event enters: compared, asked about, stored, folded, in one transaction."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import sealing, shelf
from ..ids import uuid7
from ..models import Event, Ledger
from ..plain_json import plain, storable, to_be_looked_at
from . import registry
from .folding import fold_heap, lock
from .registry import ALREADY, APPLIED, KEPT, Arrival, Outcome, Unfit


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
    arrival, said = arrival_of(
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
    outcome = enter(arrival, said, strictly=keep)
    if keep and outcome.state == KEPT:
        _keep(arrival, said, outcome)
    return outcome


def arrival_of(*, happened_at, device, content_version, at, **fields):
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


def enter(arrival, said, *, strictly):
    """Store and fold one arrival; the Outcome. ``strictly``: a known id must say the same thing to be a repetition."""
    refusal = None
    with transaction.atomic():
        lock(arrival.subject)
        known = Event.objects.filter(pk=arrival.id).first()
        if known and repeats(known, arrival, strictly=strictly):
            return Outcome(ALREADY, arrival.id)
        try:
            if known:
                raise _id_taken()
            event = _stored(arrival)
        except Unfit as unfit:
            refusal = Outcome(KEPT, arrival.id, str(unfit.reason), unfit.code)
        else:
            fold_heap(event.subject, event.key)
            registry.handlers[arrival.kind].arrived(event)
    if refusal is None:
        shelf.cleared(arrival.id, arrival.subject, said if strictly else None, id_taken=_id_taken().reason)
        return Outcome(APPLIED, arrival.id)
    if strictly and known and Event.objects.filter(pk=shelf.other_id(arrival.id, said, arrival.by)).exists():
        # It was kept as the second content of its id, and she asked for it since.
        return Outcome(ALREADY, arrival.id)
    return refusal


def repeats(known, arrival, *, strictly):
    """Is ``arrival`` the event ``known`` once more?"""
    if (str(known.subject), known.kind) != (str(arrival.subject), arrival.kind):
        return False
    if not strictly or not known.payload or arrival.kind not in registry.handlers:
        return True
    try:
        return sealing.same(known.payload, _fit_to_store(registry.handlers[arrival.kind].clean(arrival.payload)))
    except Unfit:
        return False


def _stored(arrival):
    handler = registry.handlers.get(arrival.kind)
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
