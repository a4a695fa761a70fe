"""Summaries: each is folded from all events of its heap, in one order, under its subject's lock."""

from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter, itemgetter

from django.db import transaction

from ..models import Event, Ledger
from . import registry

#: Heaps folded in one transaction: her ledger is held for some 200 ms at most, so that she can go on writing.
HEAPS_AT_ONCE = 40


def lock(subject):
    """From here to the end of the transaction nobody else writes about ``subject`` (an id)."""
    Ledger.objects.get_or_create(subject=subject)
    Ledger.objects.select_for_update().get(subject=subject)


@contextmanager
def holding(subject):
    """One transaction in which nobody else writes about ``subject``: to look first and record then."""
    with transaction.atomic():
        lock(getattr(subject, "pk", subject))
        yield


def fold(subject, key):
    """Write the summary rows of one heap again. The caller holds ``subject``."""
    stream = key.partition(":")[0]
    if stream in registry.projectors:
        fold_heap(subject, key)


def fold_heap(subject, key):
    """Write the summary rows of one heap from all its events. The caller holds ``subject``."""
    stream, _colon, identifier = key.partition(":")
    events = list(Event.objects.filter(subject=subject, key=key).order_by("happened_at", "id"))
    registry.projectors[stream](subject, identifier, events)


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
            fold_heap(getattr(subject, "pk", subject), key)
    return len(found)


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
                lock(whose)
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
        registry.projectors[stream](subject, identifier, found.get(key, []))
