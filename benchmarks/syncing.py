"""Phones that send what they did while they had no signal."""

import json
import os
import subprocess
import sys
import tempfile
import time
import uuid

from . import load
from .postgres import private_postgres, programs
from .reading import Figure, percentile
from .server import HOST

BATCH = 50
BATCHES = 40


def sync(site):
    """Practice answers in batches of fifty, from eight phones at once. All must be in the record, each once."""
    from academy.core.models import Event

    members = site.members()
    browsers = [site.browser(cookies) for _member, cookies in members]
    asked = _questions()
    device = f"bench-{uuid.uuid4().hex[:8]}"
    sent = []

    def act(thread, turn):
        member, _cookies = members[thread]
        events = [_answered(member, asked[(turn + n) % len(asked)]) for n in range(BATCH)]
        sent.extend(event["id"] for event in events)
        states = set(_send(site, browsers[thread], device, events).values())
        if states != {"applied"}:
            raise RuntimeError(f"/sync/ answered {states}")

    result = load.run(act, BATCHES)
    stored = Event.objects.filter(kind="courses.answered", device=device).count()
    if stored != len(sent):
        raise RuntimeError(f"{len(sent)} events were taken, {stored} are in the record")
    yield Figure("sync_events_per_second", BATCH * result.rate, "events/s")


PHONES, EVENTS_EACH, IN_ONE_BATCH = 30, 200, 50


def phones(site):
    """Thirty phones come home at six: 200 events each, all at once, in batches of fifty.

    Every event must be acknowledged and be in the record once. A phone whose batch was partly not taken (a busy
    database) sends that part again, as a real one does; how often that happened is told.
    """
    from django.test import Client

    from academy.core.models import Event
    from academy.members.models import Member

    asked = _questions()
    people = []
    for number in range(PHONES):
        member = Member.objects.create(username=f"phone-{number}", display_name=f"Phone {number}")
        client = Client()
        client.force_login(member)
        cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        people.append((member, site.browser(cookies)))
    waiting = [[_answered(member, asked[n % len(asked)]) for n in range(EVENTS_EACH)] for member, _browser in people]
    device = f"six-{uuid.uuid4().hex[:8]}"
    home, again = [], []

    def act(phone, _turn):
        _member, browser = people[phone]
        began = time.monotonic()
        while waiting[phone]:
            batch = waiting[phone][:IN_ONE_BATCH]
            states = _send(site, browser, device, batch)
            done = {id for id, state in states.items() if state in ("applied", "already")}
            if done < {event["id"] for event in batch}:
                again.append(phone)
            waiting[phone] = [event for event in waiting[phone] if event["id"] not in done]
        home.append(time.monotonic() - began)

    result = load.run(act, PHONES, threads=PHONES, seconds=600)
    stored = Event.objects.filter(device=device).count()
    if any(waiting) or stored != PHONES * EVENTS_EACH:
        raise RuntimeError(f"{PHONES * EVENTS_EACH} events came home, {stored} are in the record")
    yield Figure("phones_at_six_events", stored, "events")
    yield Figure("phones_at_six_sent_again", len(again), "batches")
    yield Figure("phones_at_six_all_home", result.seconds, "s")
    yield Figure("phones_at_six_p95", percentile(home, 0.95), "s")


def _send(site, browser, device, events):
    """``{id: state}`` of what ``/sync/`` answered."""
    reply = browser.request(
        "POST",
        "/sync/",
        json.dumps({"device": device, "events": events}),
        {
            "Content-Type": "application/json",
            "X-Relevo": "sync",
            "Origin": f"http://{HOST}:{site.server.port}",
        },
    )
    if reply.status != 200:
        raise RuntimeError(f"/sync/ answered {reply.status}: {reply.text[:200]}")
    return {event["id"]: event["state"] for event in json.loads(reply.text)["events"]}


def upload(site):
    """Bytes that a finished lesson sends up: read, and each practice question answered once. The budget is 2 KB.

    Without the request's own headers, some 500 bytes for each batch.
    """
    from django.utils import timezone

    from academy.core.ids import uuid7
    from courses.models import CourseOutline, QuestionVersion

    member, _cookies = site.members()[0]
    sizes = []
    for outline in CourseOutline.objects.all():
        for lesson in outline.lessons:
            questions = QuestionVersion.objects.filter(page=lesson["key"])
            newest = {version.question: version for version in questions.order_by("pk")}
            events = [_answered(member, (str(outline.key), version)) for version in newest.values()]
            read = {"course": str(outline.key), "lesson": lesson["key"]}
            events.append(
                {
                    "id": str(uuid7()),
                    "kind": "courses.lesson_read",
                    "subject": str(member.pk),
                    "happened_at": timezone.now().isoformat(timespec="milliseconds"),
                    "payload": read,
                }
            )
            body = json.dumps({"device": "a-phone-of-hers", "events": events}, separators=(",", ":"))
            sizes.append(len(body.encode()))
    yield Figure("upload_lesson_largest", max(sizes), "bytes")
    yield Figure("upload_lesson_median", sorted(sizes)[len(sizes) // 2], "bytes")


def on_postgres(_site):
    """The same two, on a PostgreSQL of the bench's own, in a process of its own."""
    bin = programs()
    if bin is None:
        print("PostgreSQL is not installed here: not measured on it.", file=sys.stderr, flush=True)
        return
    with private_postgres(bin) as url, tempfile.TemporaryDirectory(prefix="relevo-bench-pg-") as folder:
        environ = {**os.environ, "VAR_DIR": folder, "BENCH_DATABASE_URL": url}
        command = [sys.executable, "-m", "benchmarks", "sync", "phones"]
        told = subprocess.run(command, env=environ, check=True, stdout=subprocess.PIPE, text=True).stdout
    for line in told.splitlines():
        _bench, name, value, unit = line.split()
        yield Figure(f"{name}_postgresql", float(value) if "." in value else int(value), unit)


def _questions():
    """``(course, version)`` of practice questions with one choice."""
    from courses.models import CourseOutline, QuestionVersion

    course_of = {
        lesson["key"]: str(outline.key) for outline in CourseOutline.objects.all() for lesson in outline.lessons
    }
    versions = QuestionVersion.objects.filter(kind="choice", page__in=course_of)[:20]
    return [(course_of[str(version.page)], version) for version in versions]


def _answered(member, question):
    from django.utils import timezone

    from academy.core.ids import uuid7

    course, version = question
    return {
        "id": str(uuid7()),
        "kind": "courses.answered",
        "subject": str(member.pk),
        "happened_at": timezone.now().isoformat(),
        "content_version": "",
        "payload": {
            "course": course,
            "lesson": str(version.page),
            "question": str(version.question),
            "version": version.digest,
            "response": _response(version),
        },
    }


def _response(version):
    """An answer of her kind and of a usual length."""
    value = version.data["value"]
    keys = {name: [item["id"] for item in value.get(name, [])] for name in ("options", "items", "pairs")}
    return {
        "choice": lambda: {"option": keys["options"][0]},
        "choices": lambda: {"options": keys["options"][:2]},
        "true_false": lambda: {"value": True},
        "number": lambda: {"text": "1,84"},
        "order": lambda: {"items": keys["items"]},
        "match": lambda: {"pairs": dict(zip(keys["pairs"], keys["pairs"], strict=True))},
        "short": lambda: {"text": "asamblea"},
        "essay": lambda: {"text": "Porque la ley lo dice y lo firmamos en asamblea. " * 4},
    }[version.kind]()
