"""What it costs to fold the whole record again."""

import random
import resource
import sys
import time
from datetime import timedelta

from .reading import Figure

MEMBERS, EACH = 10_000, 100
#: A repeatable history: the same numbers on every machine.
SEED = 20260501


def rebuild(_site, *, members=MEMBERS, each=EACH):
    """``members`` women with ``each`` events: lessons read and practice answers, some given several times."""
    from academy.core import record

    events = _history(members, each)
    began = time.monotonic()
    told = [0]

    def progress(done, total):
        share = done * 10 // total
        if share > told[0]:
            told[0] = share
            print(f"rebuild: {done} of {total} summaries", file=sys.stderr, flush=True)

    heaps = record.rebuild(progress=progress)
    seconds = time.monotonic() - began
    yield Figure("rebuild_events", events, "events")
    yield Figure("rebuild_summaries", heaps, "summaries")
    yield Figure("rebuild_seconds", seconds, "s")
    yield Figure("rebuild_events_per_second", events / seconds, "events/s")
    # Kilobytes on Linux, bytes on macOS.
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    yield Figure("rebuild_memory", round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit), "MB")


def _history(members, each):
    """Rows of the record as months of learning leave them; how many. Summaries are not written: that is measured."""
    from django.utils import timezone

    from academy.core.ids import uuid7
    from academy.core.models import Event
    from academy.members.models import Member
    from courses.models import CourseOutline

    from .syncing import _questions

    chance, start = random.Random(SEED), timezone.now() - timedelta(days=400)
    lessons = [(str(o.key), entry["key"]) for o in CourseOutline.objects.all() for entry in o.lessons]
    asked = _questions()
    women = Member.objects.bulk_create(
        [Member(username=f"rebuild-{n}", display_name=f"Rebuild {n}") for n in range(members)], batch_size=500
    )
    rows = []
    for number, woman in enumerate(women):
        for turn in range(each):
            at = start + timedelta(minutes=5 * turn, seconds=number % 60)
            if chance.random() < 0.3:
                course, lesson = chance.choice(lessons)
                kind, key = "courses.lesson_read", f"lesson:{lesson}"
                payload = {"course": course, "lesson": lesson}
            else:
                course, version = chance.choice(asked)
                kind, key = "courses.answered", f"question:{version.question}"
                option = chance.choice(version.data["value"]["options"])["id"]
                payload = {
                    "course": course,
                    "lesson": str(version.page),
                    "question": str(version.question),
                    "version": version.digest,
                    "response": {"option": option},
                }
            rows.append(
                Event(
                    id=uuid7(int(at.timestamp() * 1000)),
                    kind=kind,
                    subject=woman.pk,
                    by=woman.pk,
                    key=key,
                    device="bench",
                    happened_at=at,
                    received_at=at,
                    payload=payload,
                )
            )
        if len(rows) >= 5000:
            Event.objects.bulk_create(rows, batch_size=1000)
            rows.clear()
    Event.objects.bulk_create(rows, batch_size=1000)
    return members * each
