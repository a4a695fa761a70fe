"""An event as a device writes it, read strictly. Pure: no queries, and no kind of event is known here."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

#: An envelope nested deeper is not given to any handler.
DEPTH = 20
#: Where clocks without a battery begin. Earlier is no time at all.
FIRST_YEAR = 1970


class Malformed(ValueError):  # noqa: N818 - it is a state of what arrived, not a programming error
    """The envelope cannot be read; the message is for the person."""

    def __init__(self, reason, code):
        super().__init__(str(reason))
        self.reason, self.code = reason, code


@dataclass(frozen=True)
class Envelope:
    """``happened_at`` is what the device's clock said, in UTC; ``by`` and ``device`` are not the envelope's to say."""

    id: uuid.UUID
    kind: str
    subject: uuid.UUID
    happened_at: datetime
    content_version: str
    payload: dict[str, Any]


def id_in(raw, name="id"):
    """The UUID that ``raw`` has under ``name``, or None. Only text counts: a number is no id."""
    text = raw.get(name) if isinstance(raw, dict) else None
    if not isinstance(text, str) or len(text) > 45:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def read(raw):
    """``raw``, a dictionary with a usable id, as an Envelope. Raises Malformed with a sentence and a code."""
    if too_deep(raw):
        raise Malformed(_("Esta anotación llegó dañada o es demasiado grande."), "too_deep")
    subject = id_in(raw, "subject")
    version = raw.get("content_version") or ""
    texts = isinstance(raw.get("kind"), str) and isinstance(version, str)
    if id_in(raw) is None or subject is None or not texts or not isinstance(raw.get("payload"), dict):
        raise Malformed(_("Esta anotación llegó incompleta."), "malformed")
    return Envelope(
        id=id_in(raw),
        kind=raw["kind"],
        subject=subject,
        happened_at=_moment(raw.get("happened_at")),
        content_version=version,
        payload=raw["payload"],
    )


def _moment(text):
    """ISO 8601 with its zone. A time without one could be five hours off, and nobody would see it."""
    moment = None
    if isinstance(text, str) and len(text) <= 40:
        try:
            moment = datetime.fromisoformat(text)
            moment = moment.astimezone(UTC) if moment.tzinfo else None
        except (ValueError, OverflowError):
            moment = None
    if moment is None or moment.year < FIRST_YEAR:
        raise Malformed(_("Esta anotación no dice bien cuándo pasó."), "bad_time")
    return moment


def too_deep(value, most=DEPTH):
    """Is ``value`` nested deeper than ``most``? Without recursion: that is what it guards against."""
    level = [value]
    for _step in range(most + 1):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return False
    return True
