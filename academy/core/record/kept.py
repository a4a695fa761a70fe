"""What could not be applied lies on the shelf (``academy.core.shelf``), and is tried again from there."""

import logging
import traceback
from collections import Counter

from django.db import InterfaceError, OperationalError

from .. import envelopes, sealing, shelf
from ..models import Event, KeptEvent
from ..plain_json import plain
from .entering import arrival_of, enter, repeats
from .registry import KEPT, Outcome

logger = logging.getLogger("relevo.record")

#: What no change of the site mends: two contents for one id. Tried again only when a person asks for it.
NEVER_BY_ITSELF = ("id_taken",)


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
    if known is not None and not repeats(known, envelope, strictly=True):
        if not by_hand:
            return KEPT
        place = shelf.other_id(place, stored, kept.by)
    arrival, said = arrival_of(
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
    outcome = enter(arrival, said, strictly=place == envelope.id)
    if outcome:
        KeptEvent.objects.filter(pk=kept.pk).delete()
    else:
        shelf.say_why(kept, outcome.code, outcome.reason)
    return outcome.state
