"""What a woman says of her path, as an event of the record."""

from django.utils import timezone

from academy.core import record
from academy.core.ids import event_id


def said(kind, *, subject, by, payload, nonce, at=None):
    """Enter one event; the record's Outcome. ``subject``: a woman or her id; ``by``: who says it, mostly herself.

    The id is the one that a phone makes of the same form (``static/js/box.js``): sent both ways it is one event.
    """
    at = at or timezone.now()
    about = {"subject": str(getattr(subject, "pk", subject)), "kind": kind.rpartition(".")[2], **payload}
    return record.record(
        kind=kind, subject=subject, by=by, payload=payload, id=event_id(nonce, about), happened_at=at, at=at
    )
