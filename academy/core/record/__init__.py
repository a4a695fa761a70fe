"""One way in for everything that happens to a person.

An app registers a handler for each kind of event and a projector for each stream. ``record`` enters one
event; ``rebuild`` folds all of them again. A projector gets every event of one heap in a canonical order,
so arrival order, repetition and batching cannot change what it writes.
"""

from ..plain_json import PAYLOAD_LIMIT, UNREADABLE_LIMIT
from .entering import record
from .folding import blank, fold, holding, rebuild
from .kept import NEVER_BY_ITSELF, keep_unread, retry_kept
from .registry import (
    ALREADY,
    APPLIED,
    KEPT,
    Arrival,
    Handler,
    Outcome,
    Unfit,
    handles,
    kinds_of_hers_alone,
    label_of,
    projects,
    without_her,
)

__all__ = [
    "ALREADY",
    "APPLIED",
    "KEPT",
    "NEVER_BY_ITSELF",
    "PAYLOAD_LIMIT",
    "UNREADABLE_LIMIT",
    "Arrival",
    "Handler",
    "Outcome",
    "Unfit",
    "blank",
    "fold",
    "handles",
    "holding",
    "keep_unread",
    "kinds_of_hers_alone",
    "label_of",
    "projects",
    "rebuild",
    "record",
    "retry_kept",
    "without_her",
]
