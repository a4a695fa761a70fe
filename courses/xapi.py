"""Events of learning as xAPI 1.0.3 statements. Pure: an event goes in, plain JSON comes out. See docs/xapi.md.

A statement is made from the event alone, which never changes: sent twice it is word for word the same, and a
learning record store knows it by its id. So it holds no result that later events may change, and no titles.
What she wrote is left out: an export says that she did something, never her words.
"""

from dataclasses import dataclass

from django.utils.crypto import salted_hmac

VERSION = "1.0.3"
ADL = "http://adlnet.gov/expapi"
W3ID = "https://w3id.org/xapi/adl/verbs"
STREAMS = "http://activitystrea.ms/schema/1.0"


@dataclass(frozen=True)
class Said:
    """How a kind is said: the verb, what it is done to, and which field of the payload names that."""

    verb: str
    words: tuple[str, str]
    activity: str
    named_by: str
    parent: tuple[str, str] | None = None


#: activity → its type.
TYPES = {
    "course": f"{ADL}/activities/course",
    "lesson": f"{ADL}/activities/lesson",
    "question": f"{ADL}/activities/question",
    "test": f"{ADL}/activities/assessment",
    "attempt": f"{ADL}/activities/attempt",
    "task": f"{STREAMS}/task",
    "reflection": f"{STREAMS}/note",
    "sheet": f"{STREAMS}/file",
    "meeting": f"{ADL}/activities/meeting",
}
_LESSON = ("lesson", "lesson")
_ATTEMPT = ("attempt", "attempt")
#: kind → how it is said. What is not here is not exported.
KINDS = {
    "courses.enrolled": Said(f"{ADL}/verbs/registered", ("empezó", "registered"), "course", "course"),
    "courses.lesson_read": Said(f"{ADL}/verbs/completed", ("terminó", "completed"), "lesson", "lesson"),
    "courses.answered": Said(f"{ADL}/verbs/answered", ("respondió", "answered"), "question", "question", _LESSON),
    "courses.reflected": Said(
        f"{ADL}/verbs/responded", ("escribió para ella", "responded"), "reflection", "block", _LESSON
    ),
    "courses.test_started": Said(f"{ADL}/verbs/attempted", ("empezó", "attempted"), "test", "test"),
    "courses.test_answered": Said(f"{ADL}/verbs/answered", ("respondió", "answered"), "question", "question", _ATTEMPT),
    "courses.test_finished": Said(f"{ADL}/verbs/completed", ("terminó", "completed"), "attempt", "attempt"),
    "courses.marked": Said("", ("", ""), "question", "question", None),
    "courses.task_done": Said(f"{ADL}/verbs/completed", ("terminó", "completed"), "task", "task", _LESSON),
    "courses.task_confirmed": Said(f"{W3ID}/satisfied", ("cumplió", "satisfied"), "task", "task", _LESSON),
    "courses.attended": Said(f"{ADL}/verbs/attended", ("asistió", "attended"), "meeting", "meeting", _LESSON),
    "courses.sheet_saved": Said(f"{STREAMS}/save", ("guardó", "saved"), "sheet", "id"),
}
#: A reader's word on her text: what she did with it is to pass or not to pass.
MARKED = {
    True: (f"{ADL}/verbs/passed", ("aprobó", "passed")),
    False: (f"{ADL}/verbs/failed", ("no aprobó", "failed")),
}
#: What was noted of her and is not hers (``corrections``): the store is told to count that statement no more.
DISPUTED = "courses.disputed"
VOIDED = ("http://adlnet.gov/expapi/verbs/voided", ("anuló", "voided"))
DONE = ("courses.lesson_read", "courses.test_finished", "courses.task_done", "courses.task_confirmed")


def actor_name(member):
    """An opaque name for a member: the same for ever on this site, and of no use anywhere else."""
    return salted_hmac("relevo.xapi.actor", str(member), algorithm="sha256").hexdigest()[:32]


def activity_id(home, kind, key):
    return f"{home}/xapi/activities/{kind}/{key}"


def statement(event, *, home, right=None):
    """The event as a statement; None for a kind that is not exported or whose contents were erased.

    ``event``: anything with the fields of ``core.models.Event``. ``home``: SITE_URL. ``right``: was a practice
    answer right against the version she saw? None where that cannot be said.
    """
    home = home.rstrip("/")
    if event.kind == DISPUTED:
        return _voiding(event, home)
    said = KINDS.get(event.kind)
    if said is None or said.named_by not in event.payload:
        return None
    verb, words = said.verb, said.words
    if event.kind == "courses.marked":
        verb, words = MARKED[event.payload["right"]]
    made = {
        "id": str(event.id),
        "actor": _agent(home, event.subject),
        "verb": {"id": verb, "display": {"es": words[0], "en": words[1]}},
        "object": _activity(home, said.activity, event.payload[said.named_by]),
        "context": _context(event, said, home),
        "timestamp": event.happened_at.isoformat(timespec="milliseconds"),
    }
    result = _result(event, right)
    return {**made, "result": result} if result else made


def _voiding(event, home):
    """The statement that takes another one back; None where the event says that it is hers after all.

    xAPI knows no way back from there (1.0.3, part 2, section 2.3.2): in the store it stays voided.
    """
    if event.payload.get("mine", True) or "event" not in event.payload:
        return None
    verb, words = VOIDED
    return {
        "id": str(event.id),
        "actor": _agent(home, event.by or event.subject),
        "verb": {"id": verb, "display": {"es": words[0], "en": words[1]}},
        "object": {"objectType": "StatementRef", "id": event.payload["event"]},
        "timestamp": event.happened_at.isoformat(timespec="milliseconds"),
    }


def _agent(home, member):
    return {"objectType": "Agent", "account": {"homePage": home, "name": actor_name(member)}}


def _activity(home, kind, key):
    return {
        "objectType": "Activity",
        "id": activity_id(home, kind, key),
        "definition": {"type": TYPES[kind]},
    }


def _result(event, right):
    if event.kind == "courses.marked":
        return {"success": event.payload["right"]}
    found = {"completion": True} if event.kind in DONE else {}
    return {**found, "success": right} if right is not None else found


def _context(event, said, home):
    payload, around = event.payload, {}
    if said.parent and said.parent[1] in payload:
        around["parent"] = [_activity(home, said.parent[0], payload[said.parent[1]])]
    if payload.get("course") and said.activity != "course":
        around["grouping"] = [_activity(home, "course", payload["course"])]
    extensions = {f"{home}/xapi/extensions/recorded": "device" if event.device else "page"}
    if event.clock_ahead:
        extensions[f"{home}/xapi/extensions/clock-ahead"] = True
    if payload.get("version"):
        extensions[f"{home}/xapi/extensions/question-version"] = payload["version"]
    found = {"platform": "Relevo", "extensions": extensions}
    if around:
        found["contextActivities"] = around
    if payload.get("attempt"):
        found["registration"] = payload["attempt"]
    if event.by and event.by != event.subject:
        found["instructor"] = _agent(home, event.by)
    return found
