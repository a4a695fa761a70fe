"""Counting wrong tries, so that guessing a PIN takes years and a village is never locked out.

A try is written down *before* the PIN is looked at and wiped when it was right: a hundred tries sent at
once cannot all slip through the gap between looking and counting. Keys are digests of what was tried.
"""

import hashlib

from django.db import transaction
from django.utils import timezone

from .. import rules
from ..models import Guard


def key_for(*parts):
    """The key of what was tried; ``parts`` never come back from it."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()


def begin_try(*keys, at=None):
    """Count one try against each key, unless one of them rests. Returns the Decision. Two queries per key."""
    at = at or timezone.now()
    with transaction.atomic():
        guards = _locked(keys)
        for guard in guards:
            decision = rules.may_try(locked_until=guard.locked_until, at=at)
            if not decision:
                return decision
        for guard in guards:
            recent = guard.last_failure_at and at - guard.last_failure_at < rules.FORGET_AFTER
            guard.failures = guard.failures + 1 if recent else 1
            guard.last_failure_at = at
            rest = rules.rest_after(guard.failures)
            guard.locked_until = at + rest if rest else None
            guard.save()
    return rules.may_try(locked_until=None, at=at)


def forgive(*keys):
    """The try was right: the count of these keys starts anew."""
    Guard.objects.filter(pk__in=keys).delete()


def take_back(*keys):
    """The try just counted was another woman's, and right: it is no wrong one at these. Their earlier ones stay."""
    with transaction.atomic():
        for guard in _locked(keys):
            # It did not rest a moment ago, else there had been no try.
            guard.failures, guard.locked_until = max(guard.failures - 1, 0), None
            guard.save(update_fields=["failures", "locked_until"])


def count_unknown_code(address, *, at=None):
    """One more unknown code from this address. Returns False once it has tried more than the generous limit."""
    at = at or timezone.now()
    with transaction.atomic():
        (guard,) = _locked([key_for("unknown-code", address)])
        recent = guard.last_failure_at and at - guard.last_failure_at < rules.UNKNOWN_CODES_PER
        guard.failures = guard.failures + 1 if recent else 1
        # The hour is counted from its first wrong code, so that a steady trickle is not summed up for ever.
        guard.last_failure_at = guard.last_failure_at if recent else at
        guard.save()
    return guard.failures <= rules.UNKNOWN_CODES


def tried_too_many_codes(address, *, at=None):
    at = at or timezone.now()
    guard = Guard.objects.filter(pk=key_for("unknown-code", address)).first()
    if guard is None or guard.last_failure_at is None:
        return False
    return guard.failures >= rules.UNKNOWN_CODES and at - guard.last_failure_at < rules.UNKNOWN_CODES_PER


def _locked(keys):
    """Rows for these keys, locked, in one order for everybody (no deadlock)."""
    keys = sorted(set(keys))
    Guard.objects.bulk_create([Guard(key=key) for key in keys], ignore_conflicts=True)
    return list(Guard.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
