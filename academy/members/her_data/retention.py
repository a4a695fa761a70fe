"""What is not kept for ever: each kind of thing with its time, swept once a day (``manage.py retention``)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone


@dataclass(frozen=True)
class Rule:
    """``sweep(at=…)`` forgets what is due and answers how many; idempotent. ``keeps``: for how long, in words."""

    code: str
    what: str
    keeps: str
    sweep: Callable


_rules: dict[str, Rule] = {}


def forgets(code, *, what, keeps, sweep):
    """Called by an app at start, e.g. ``forgets("exchange.attendance", what=…, keeps=…, sweep=names_to_counts)``.

    Files must be deleted with ``transaction.on_commit``: a dry run does all of it and takes it back.
    """
    rule = Rule(code, what, keeps, sweep)
    if _rules.setdefault(code, rule) != rule:
        raise RuntimeError(f"two keeping times called {code}")


def rules():
    return [_rules[code] for code in sorted(_rules)]


class _OnlyLooking(Exception):  # noqa: N818 - it carries nothing but the way back
    pass


def sweep(*, at=None, dry_run=False, only=()):
    """Run every rule, each in its own transaction; yields ``(rule, count, error)``. One that breaks stops no other.

    With ``dry_run`` each does its work and takes it back, so that the counts are true.
    """
    at = at or timezone.now()
    for rule in rules():
        if only and rule.code not in only:
            continue
        count, error = 0, None
        try:
            with transaction.atomic():
                count = rule.sweep(at=at)
                if dry_run:
                    raise _OnlyLooking
        except _OnlyLooking:
            pass
        except Exception as broken:
            count, error = 0, broken
        yield rule, count, error
