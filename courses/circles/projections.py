"""From the record to the rows of ``models.circles``.

A meeting may be written down several times (on the page, again to correct it, from paper). Each writing has a
``round``; of each question the answer of the latest round counts, of the tasks the latest round that speaks of
them. Nothing is erased by a later writing that leaves it out: paper says less than the page.
"""

from datetime import date

from academy.core.record import projects
from academy.members.models import Member

from .. import grading
from ..corrections import standing
from ..models import CircleAttendance, CircleMeeting
from ..projections import id_from, known_members, versions_of_questions, write_row


def _in_rounds(events):
    return sorted(events, key=lambda event: (event.payload["round"], event.happened_at, str(event.id)))


def _said(events):
    """What the group said and agreed over all rounds: answers by question, and tasks."""
    answers, tasks = {}, []
    for event in events:
        answers |= {each["question"]: each for each in event.payload["answers"]}
        if event.payload["tasks"] is not None:
            tasks = event.payload["tasks"]
    return [answers[question] for question in sorted(answers)], tasks


def _meeting(event):
    payload = event.payload
    return {
        "circle": id_from(payload["circle"]),
        "course": id_from(payload["course"]),
        "lesson": id_from(payload["lesson"]),
        "held_on": date.fromisoformat(payload["day"]),
        "recorded_by_id": event.by if known_members(event.by) else None,
    }


@projects("circle_meeting")
def meeting(subject, identifier, events):
    values = None
    if events:
        rounds = _in_rounds(events)
        answers, tasks = _said(rounds)
        last = rounds[-1]
        values = {
            **_meeting(last),
            "present": last.payload["present"],
            "women": last.payload["women"],
            "answers": _graded(answers),
            "tasks": tasks,
        }
    write_row(CircleMeeting, {"id": id_from(identifier)}, values)


def _graded(answers):
    versions = versions_of_questions((each["question"], each["version"]) for each in answers)
    found = []
    for each in answers:
        version = versions.get((each["question"], each["version"]))
        right = grading.grade(version.kind, version.data, each["response"]).right if version else None
        found.append({**each, "right": right})
    return found


@projects("circle_attended")
def attended(subject, identifier, events):
    values = None
    events = standing(events)
    if events and Member.objects.filter(pk=subject).exists():
        rounds = _in_rounds(events)
        answers, tasks = _said(rounds)
        values = {
            **_meeting(rounds[-1]),
            "answers": answers,
            "tasks": tasks,
            "check_one": rounds[-1].payload["check"],
        }
    write_row(CircleAttendance, {"member_id": subject, "meeting": id_from(identifier)}, values)
