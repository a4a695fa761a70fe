"""The countings behind a page: the newest ones, how old they are, and a new one where they are too old."""

import operator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from django.core.cache import cache
from django.db.models import Max, Q
from django.utils import timezone

from academy.members.models import Organisation, Seat

from ..models import RegisterLine, Snapshot
from . import building, rules, tasks

#: The worker is asked once within so many seconds, however many look; what failed is tried again after as many.
ASKED_FOR = 120


@dataclass
class Counted:
    """``made_at``: of the oldest counting. ``changed``: a board changed since. ``waiting``: a newer one is being made.

    ``missing``: some tree was never counted yet.
    """

    snapshots: dict
    made_at: datetime | None = None
    changed: bool = False
    waiting: bool = False
    missing: bool = False

    @property
    def ids(self):
        return [snapshot.pk for snapshot in self.snapshots.values()]


def newest(roots):
    """``{path of the root: Snapshot}``, the newest whole one of each. One query."""
    found = {}
    rows = Snapshot.objects.filter(root__path__in=roots, state=Snapshot.State.READY).select_related("root")
    for snapshot in rows.order_by("-made_at"):
        found.setdefault(snapshot.root.path, snapshot)
    return found


def current(roots, *, at=None):
    """What is known of these trees. A small tree that is out of date is counted now, a large one by the worker.

    Two queries where nothing is to be counted.
    """
    now = at or timezone.now()
    snapshots = newest(roots)
    oldest = min((snapshot.made_at for snapshot in snapshots.values()), default=None)
    changes = _last_changes(roots, since=oldest) if oldest else {}
    waiting = changed = False
    for path in roots:
        snapshot = snapshots.get(path)
        made_at = snapshot.made_at if snapshot else None
        fresh = made_at is not None and changes.get(path) is not None and changes[path] > made_at
        seats = snapshot.data.get("seats", 0) if snapshot else _seats(path)
        when = rules.must_count(made_at=made_at, changed=fresh, seats=seats, at=now)
        if when == "now" and not cache.get(f"leadership.failed.{path}"):
            made = building.count(root=Organisation.objects.get(path=path), at=at)
            if made is not None and made.state == Snapshot.State.READY:
                snapshots[path], fresh = made, False
            elif made is not None:
                # Looked into by whoever reads the log; nobody waits for the same fault twice.
                cache.set(f"leadership.failed.{path}", 1, ASKED_FOR)
        elif when == "later":
            waiting = True
            soon(path)
        changed |= fresh
    ages = [snapshot.made_at for snapshot in snapshots.values()]
    return Counted(
        snapshots=snapshots,
        made_at=min(ages, default=None),
        changed=changed,
        waiting=waiting,
        missing=len(snapshots) < len(roots),
    )


def soon(path):
    """Ask the worker to count a tree: once, however many ask."""
    if cache.add(f"leadership.counting.{path}", 1, ASKED_FOR):
        root = Organisation.objects.get(path=path)
        tasks.count.enqueue(root=root.pk)


def _last_changes(roots, *, since):
    """``{root path: when its register was last written}``, of those written after ``since``. One query."""
    within = reduce(operator.or_, (Q(organisation__path__startswith=path) for path in roots))
    rows = (
        RegisterLine.objects.filter(within, at__gt=since)
        .values_list("organisation__path")
        .annotate(last=Max("at"))
        .order_by()
    )
    found = {}
    for path, last in rows:
        root = path[: Organisation.steplen]
        found[root] = max(last, found.get(root, last))
    return found


def _seats(path):
    return Seat.objects.standing().filter(organisation__path__startswith=path).count()
