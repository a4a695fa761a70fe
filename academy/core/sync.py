"""Taking in what a device did while it had no signal: a batch of events, each on its own.

Every event is answered by itself. ``applied``, ``already`` and ``kept`` mean that it is safe here and the device
may forget it. ``later`` and ``unreadable`` mean that it was not taken: the device keeps it. An answer that is no
200 acknowledges nothing. The rules are in docs/decisions/0023, the fields in docs/events.md.
"""

import json
import logging
import math
import traceback
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import envelopes, record, shelf
from .ids import spoken_code
from .models import SyncReceipt
from .plain_json import plain
from .record import ALREADY, APPLIED, KEPT

logger = logging.getLogger("relevo.sync")

MOST_EVENTS = 500
MOST_BYTES = 512 * 1024
#: Not taken: the database is busy, or it is for another woman's session. The device sends it again.
LATER = "later"
#: Not taken: no event, or one without a usable id, under which it could neither be answered nor laid aside.
UNREADABLE = "unreadable"
#: After so many in a row that found the database busy the rest is not tried: each try may wait twenty seconds.
MOST_BUSY = 2
BUSY = (OperationalError, InterfaceError)
#: What stands for the device where it does not name itself: an empty one would make its work a form's.
NAMELESS = "-"
#: Four symbols of thirty-two, unique among her own.
CODE_LENGTH = 4
RECEIPTS_KEPT = timedelta(days=365)
_LONGEST_WHOLE = 18


class Refused(ValueError):  # noqa: N818 - it is a state of the batch, not a programming error
    """The whole batch was not taken. ``status`` is that of HTTP, ``code`` for programs, ``reason`` for her."""

    def __init__(self, status, code, reason):
        super().__init__(str(reason))
        self.status, self.code, self.reason = status, code, reason


@dataclass(frozen=True)
class Batch:
    device: str
    events: list


@dataclass(frozen=True)
class Answer:
    """What became of one event. ``id`` as it was sent; empty for ``unreadable``, which is told by its ``index``."""

    index: int
    state: str
    id: str = ""
    code: str = ""
    reason: str = ""

    def as_json(self):
        told = {"id": self.id, "state": self.state, "code": self.code, "reason": self.reason}
        return told if self.id else {**told, "index": self.index}


@dataclass(frozen=True)
class Report:
    answers: list = field(default_factory=list)
    receipt: SyncReceipt | None = None

    def as_json(self):
        told = None
        if self.receipt is not None:
            told = {
                "code": self.receipt.code,
                "received": self.receipt.received,
                "of": self.receipt.total,
                "kept": self.receipt.kept,
                "words": words_of(self.receipt),
            }
        return {"receipt": told, "events": [answer.as_json() for answer in self.answers]}


def words_of(receipt):
    """What she reads to her facilitator."""
    return _("Recibido %(received)s de %(total)s · %(code)s") % {
        "received": receipt.received,
        "total": receipt.total,
        "code": receipt.code,
    }


# --- Reading a batch -------------------------------------------------------------------------------


def too_large():
    return Refused(413, "too_large", _("Es mucho de una vez. Se enviará en partes."))


def read_batch(body):
    """The bytes of a request as a Batch. Raises Refused; nothing of a refused batch was looked at."""
    if len(body) > MOST_BYTES:
        raise too_large()
    try:
        sent = json.loads(body.decode(), parse_int=_whole, parse_float=_broken, parse_constant=str)
    except (ValueError, RecursionError):
        raise _no_batch() from None
    if not isinstance(sent, dict) or not isinstance(sent.get("events"), list):
        raise _no_batch()
    if len(sent["events"]) > MOST_EVENTS:
        raise too_large()
    device = sent.get("device")
    device = plain(device).strip()[:64] if isinstance(device, str) else ""
    return Batch(device=device or NAMELESS, events=sent["events"])


def _no_batch():
    return Refused(400, "unreadable", _("No se pudo leer lo que envió este teléfono."))


def _whole(digits):
    """A number no database keeps stays text, so that it spoils its own event and not the batch."""
    return int(digits) if len(digits) <= _LONGEST_WHOLE else digits


def _broken(digits):
    number = float(digits)
    return number if math.isfinite(number) else digits


# --- Taking it in ----------------------------------------------------------------------------------


def take(batch, *, by, at=None):
    """Enter the events of ``batch``, recorded by ``by`` (a member or her id), in their order. Returns a Report.

    One transaction for each event. All of them arrive at one moment ``at``, so that those of a clock that is
    ahead, which are set to it, keep the order of their ids. Some 5 ms for each event.
    """
    by, at = getattr(by, "pk", by), at or timezone.now()
    answers, busy = [], 0
    for index, raw in enumerate(batch.events):
        if busy >= MOST_BUSY:
            answers.append(_busy(index, raw))
            continue
        answers.append(_take_one(index, raw, by=by, device=batch.device, at=at))
        busy = busy + 1 if answers[-1].code == "busy" else 0
    return Report(answers, _receipt(answers, by=by, device=batch.device, at=at) if answers else None)


def _take_one(index, raw, *, by, device, at):
    id = envelopes.id_in(raw)
    if id is None:
        return Answer(index, UNREADABLE, code="no_id", reason=_("A esta anotación le falta su número."))
    try:
        if _of_another_session(raw, by):
            reason = _("Esto lo anotó otra persona en este teléfono. Se enviará cuando ella entre.")
            return Answer(index, LATER, raw["id"], "other_session", reason)
        outcome = _enter(raw, by=by, device=device, at=at)
    except shelf.Unkeepable:
        return Answer(index, UNREADABLE, code="too_deep", reason=_("Esta anotación llegó dañada."))
    except BUSY:
        logger.warning("%s was not taken: the database is busy or away", id)
        return _busy(index, raw)
    return Answer(index, outcome.state, raw["id"], outcome.code, outcome.reason)


def _of_another_session(raw, by):
    """Does the event say that somebody else recorded it? Who sends is never who it says, so it has to wait.

    On a shared phone the work of one must not arrive in the name of whoever happens to be signed in.
    """
    said = envelopes.id_in(raw, "by")
    return said is not None and said != by


def _enter(raw, *, by, device, at):
    try:
        envelope = envelopes.read(raw)
        return record.record(
            id=envelope.id,
            kind=envelope.kind,
            subject=envelope.subject,
            by=by,
            payload=envelope.payload,
            happened_at=envelope.happened_at,
            device=device,
            content_version=envelope.content_version,
            at=at,
            keep=True,
        )
    except envelopes.Malformed as malformed:
        why = {"code": malformed.code, "reason": malformed.reason}
        return record.keep_unread(raw=raw, by=by, device=device, at=at, **why)
    except (*BUSY, shelf.Unkeepable):
        raise
    except Exception as error:
        # Our mistake is not her loss: it lies on the shelf until the mistake is mended. Where it happened is
        # logged, not what the error says: a database repeats her words in it.
        place = "".join(traceback.format_tb(error.__traceback__))
        logger.error("%s broke: %s\n%s", envelopes.id_in(raw), type(error).__name__, place)
        reason = _("El sitio tuvo un problema con esto. Lo guardamos y lo probaremos otra vez.")
        return record.keep_unread(raw=raw, by=by, device=device, at=at, code="site_error", reason=reason)


def _busy(index, raw):
    id = raw["id"] if envelopes.id_in(raw) else ""
    reason = _("El sitio está muy ocupado. Se enviará otra vez.")
    return Answer(index, LATER if id else UNREADABLE, id, "busy", reason)


# --- The receipt -----------------------------------------------------------------------------------


def _receipt(answers, *, by, device, at):
    """One row with a code that she can say aloud, or None where it could not be written: the events stand anyway."""
    states = Counter(answer.state for answer in answers)
    counts = {"applied": states[APPLIED], "already": states[ALREADY], "kept": states[KEPT]}
    try:
        SyncReceipt.objects.filter(by=by, at__lt=at - RECEIPTS_KEPT).delete()
        for _try in range(8):
            try:
                with transaction.atomic():
                    return SyncReceipt.objects.create(
                        code=spoken_code(CODE_LENGTH), by=by, device=device, at=at, total=len(answers), **counts
                    )
            except IntegrityError:
                continue
    except DatabaseError:
        logger.exception("no receipt")
    return None
