"""Phones that send what they did while they had no signal."""

import json
import uuid

from . import load
from .reading import Figure
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
        reply = browsers[thread].request(
            "POST",
            "/sync/",
            json.dumps({"device": device, "events": events}),
            {
                "Content-Type": "application/json",
                "X-Relevo": "sync",
                "Origin": f"http://{HOST}:{site.server.port}",
            },
        )
        states = {event["state"] for event in json.loads(reply.text)["events"]} if reply.status == 200 else set()
        if states != {"applied"}:
            raise RuntimeError(f"/sync/ answered {reply.status} {states}: {reply.text[:200]}")

    result = load.run(act, BATCHES)
    stored = Event.objects.filter(kind="courses.answered", device=device).count()
    if stored != len(sent):
        raise RuntimeError(f"{len(sent)} events were taken, {stored} are in the record")
    yield Figure("sync_events_per_second", BATCH * result.rate, "events/s")


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
            "response": {"option": version.data["value"]["options"][0]["id"]},
        },
    }
