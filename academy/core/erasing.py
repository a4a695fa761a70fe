"""Taking a person out of the record: her words go, what counts need stays, under a nameless id (docs/decisions/0042).

The one exception to "never edited" beside ``record.blank``. What stays is moved to ``successor``, an id that nothing
leads back from, and folded again: the summaries of ``successor`` count what hers counted.
"""

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast

from . import record
from .backup import gone
from .models import AuditEntry, Event, KeptEvent, Ledger, SyncReceipt
from .plain_json import bare


def erase(*, subject, successor):
    """Move the record of ``subject`` (an id) to ``successor``, bared. Returns how many events stay.

    In the caller's transaction, after every other row of hers was moved: projectors look for the people they name.
    What lay on the shelf for her goes; so do her receipts. Lines of the audit stay without her and without words.
    """
    gone.note(subject)
    with record.holding(subject), record.holding(successor):
        keys, stay = _moved(subject, successor)
        _named_elsewhere(subject, successor)
        KeptEvent.objects.filter(Q(subject=subject) | Q(subject=None, by=subject)).delete()
        SyncReceipt.objects.filter(by=subject).delete()
        _audit(subject, successor)
        Ledger.objects.filter(subject=successor).update(events=stay)
        for key in sorted(keys):
            record.fold(successor, key)
        Ledger.objects.filter(subject=subject).delete()
    return stay


def forget_heaps(*, subject, keys):
    """Take these heaps of hers out of the record for good: what may not be kept by name any longer.

    Their rows go with them; what was counted without names elsewhere stays. Returns how many heaps there were.
    """
    with record.holding(subject):
        there = set(Event.objects.filter(subject=subject, key__in=keys).values_list("key", flat=True))
        Event.objects.filter(subject=subject, key__in=there).delete()
        for key in sorted(keys):
            record.fold(subject, key)
    return len(there)


def _moved(subject, successor):
    keys, stay, gone = set(), [], []
    for event in Event.objects.filter(subject=subject).iterator():
        keys.add(event.key)
        left = record.without_her(event)
        if left is None:
            gone.append(event.pk)
            continue
        event.payload, event.subject, event.device = left, successor, ""
        event.by = successor if event.by == subject else event.by
        stay.append(event)
    Event.objects.filter(pk__in=gone).delete()
    Event.objects.bulk_update(stay, ["payload", "subject", "by", "device"], batch_size=200)
    return keys, len(stay)


def _named_elsewhere(subject, successor):
    """What others recorded and what she recorded of others: her id gives way, and those heaps are folded again."""
    Event.objects.filter(by=subject).update(by=successor)
    heaps = set()
    for event in _with(Event, "payload", subject):
        event.payload = instead(event.payload, str(subject), str(successor))
        event.save(update_fields=["payload"])
        heaps.add((event.subject, event.key))
    for whose, key in sorted(heaps, key=str):
        if whose != successor:
            with record.holding(whose):
                record.fold(whose, key)
    for kept in _with(KeptEvent, "envelope", subject):
        kept.envelope = instead(kept.envelope, str(subject), str(successor))
        kept.save(update_fields=["envelope"])
    KeptEvent.objects.filter(by=subject).update(by=successor)


def _with(model, field, subject):
    """Rows whose JSON names her. Reads the whole table: erasing is rare."""
    rows = model.objects.annotate(as_text=Cast(F(field), TextField()))
    return list(rows.filter(as_text__contains=str(subject)).exclude(**({"subject": subject})))


def instead(value, old, new):
    """``value`` (JSON) with one text put in the place of another, in names too."""
    if isinstance(value, dict):
        return {instead(name, old, new): instead(inner, old, new) for name, inner in value.items()}
    if isinstance(value, list):
        return [instead(inner, old, new) for inner in value]
    return value.replace(old, new) if isinstance(value, str) else value


def _audit(subject, successor):
    for entry in AuditEntry.objects.filter(about=subject).iterator():
        entry.about, entry.detail = successor, bare(entry.detail)
        entry.save(update_fields=["about", "detail"])
    AuditEntry.objects.filter(by=subject).update(by=successor)
    rows = AuditEntry.objects.annotate(as_text=Cast("detail", TextField()))
    for entry in rows.filter(as_text__contains=str(subject)):
        entry.detail = instead(entry.detail, str(subject), str(successor))
        entry.save(update_fields=["detail"])
