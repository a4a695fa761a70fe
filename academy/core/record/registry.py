"""What the apps register: a handler for each kind of event, a projector for each stream of summaries."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ..decisions import Allowed, Denied
from ..plain_json import bare

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
        return bare(payload, self.words)


#: By kind of event, and by stream. Read through this module, so that a test can set others for a while.
handlers: dict[str, Handler] = {}
projectors: dict[str, Any] = {}


def handles(cls):
    """Class decorator: one instance answers for ``cls.kind``."""
    handler = cls()
    if handlers.setdefault(handler.kind, handler).__class__ is not cls:
        raise RuntimeError(f"two handlers for {handler.kind}")
    return cls


def projects(stream):
    """Function decorator: ``function(subject, identifier, events)`` writes the summary rows of one heap.

    ``events`` may be empty (all erased): then the rows go. It must write the same rows for the same events.
    """

    def register(function):
        if projectors.setdefault(stream, function) is not function:
            raise RuntimeError(f"two projectors for {stream}")
        return function

    return register


def label_of(kind):
    """What this kind of event is, in her words."""
    handler = handlers.get(kind)
    return str(handler.label) if handler and handler.label else _("una anotación")


def kinds_of_hers_alone():
    """Kinds of which nobody but she is told, not even as a count."""
    return [kind for kind, handler in handlers.items() if handler.hers_alone]


def without_her(event):
    """The payload that outlives her (``Handler.without_her``); None for a kind that this site no longer knows."""
    handler = handlers.get(event.kind)
    return handler.without_her(event.payload) if handler else None
