"""From the record to the summaries of ``models.learning``: one projector for each stream.

Each writes the rows of one heap from all its events, in the order of their happening (their ids decide
between equal times), and so gives the same rows whatever the order of arrival. A subject who is no member
(any more) has no rows. What was noted of her and taken back (``corrections``) counts nowhere.

- practice: her last answer stands; ``first_right`` is of the first, ``times`` counts them.
- try: answers up to the finish count, later ones stay in the record only. Of several to one question the
  last counts, or the first where the test explains after each question. Only the first finish finishes.
- mark of a free text: the latest one that is not older than the answer. New words wait for a reader again.
- task: done with the earliest; note and companion of the latest, photo of the latest that brought one; the
  earliest confirmation. What a companion confirmed before it was noted was done by then.
"""

from decimal import Decimal
from uuid import UUID

from academy.core.record import projects
from academy.members.models import Member

from . import grading
from .corrections import standing
from .models import (
    Answer,
    Attempt,
    Enrolment,
    LessonCompletion,
    QuestionVersion,
    RealTask,
    Reflection,
    SavedSheet,
)
from .rules import Marked, score_attempt

MOST = 32_767


def _of_kind(events, kind):
    return [event for event in events if event.kind == f"courses.{kind}"]


def known_members(*people):
    """Which of these ids are members still: a foreign key can point at nobody else."""
    wanted = {str(person) for person in people if person}
    if not wanted:
        return set()
    return {str(pk) for pk in Member.objects.filter(pk__in=wanted).values_list("pk", flat=True)}


def write_row(model, key, values):
    """The one row that ``key`` names, or none where ``values`` is None. Untouched where nothing changed.

    Safe without a lock of its own: the subject's ledger is locked while her summaries are folded.
    """
    row = model.objects.filter(**key).first()
    if values is None:
        if row is not None:
            row.delete()
        return
    if row is None:
        model.objects.create(**key, **values)
    elif changed := [name for name, value in values.items() if getattr(row, name) != value]:
        for name in changed:
            setattr(row, name, values[name])
        row.save(update_fields=changed)


def id_from(text):
    return UUID(str(text))


@projects("course")
def course(subject, identifier, events):
    values = None
    events = standing(events)
    if events and known_members(subject):
        values = {"started_at": events[0].happened_at}
    write_row(Enrolment, {"member_id": subject, "course": identifier}, values)


@projects("lesson")
def lesson(subject, identifier, events):
    values = None
    events = standing(events)
    if events and known_members(subject):
        values = {
            "course": id_from(events[-1].payload["course"]),
            "first_at": events[0].happened_at,
            "last_at": events[-1].happened_at,
        }
    write_row(LessonCompletion, {"member_id": subject, "lesson": identifier}, values)


@projects("reflection")
def reflection(subject, identifier, events):
    values = None
    if events and events[-1].payload["text"] and known_members(subject):
        last = events[-1]
        values = {
            "course": id_from(last.payload["course"]),
            "lesson": id_from(last.payload["lesson"]),
            "text": last.payload["text"],
            "written_at": last.happened_at,
        }
    write_row(Reflection, {"member_id": subject, "block": identifier}, values)


@projects("sheet")
def sheet(subject, identifier, events):
    if SavedSheet.objects.filter(pk=identifier).exclude(member_id=subject).exists():
        return
    values = None
    if events and events[-1].payload["figures"] and known_members(subject):
        last = events[-1]
        values = {
            "name": last.payload["name"],
            "figures": last.payload["figures"],
            "saved_at": last.happened_at,
        }
    write_row(SavedSheet, {"id": identifier, "member_id": subject}, values)


@projects("task")
def task(subject, identifier, events):
    events = standing(events)
    done, confirmed = _of_kind(events, "task_done"), _of_kind(events, "task_confirmed")
    key = {"member_id": subject, "task": identifier}
    people = known_members(
        subject, *(event.by for event in confirmed[:1]), *(event.payload.get("asked") for event in done[-1:])
    )
    if not events or str(subject) not in people:
        return write_row(RealTask, key, None)
    last = done[-1] if done else None
    asked = last.payload.get("asked") if last else None
    first = confirmed[0] if confirmed else None
    values = {
        "course": id_from(events[-1].payload["course"]),
        "lesson": id_from(events[-1].payload["lesson"]),
        "note": last.payload["note"] if last else "",
        "photo": next((event.payload["photo"] for event in reversed(done) if event.payload["photo"]), ""),
        "done_at": events[0].happened_at,
        "asked_id": id_from(asked) if asked in people else None,
        "confirmed_at": first.happened_at if first else None,
        "confirmed_by_id": first.by if first and str(first.by) in people else None,
        "by_slip": bool(first and first.payload["slip"]),
    }
    return write_row(RealTask, key, values)


# --- Questions ---------------------------------------------------------------------------------


@projects("question")
def question(subject, identifier, events):
    events = standing(events)
    answers, marks = _of_kind(events, "answered"), _of_kind(events, "marked")
    values = None
    if answers and known_members(subject):
        versions = versions_of_questions((identifier, event.payload["version"]) for event in answers)
        values = {
            **_answer(answers, answers[-1], marks, versions),
            "course": id_from(answers[-1].payload["course"]),
            "page": id_from(answers[-1].payload["lesson"]),
        }
    write_row(Answer, {"member_id": subject, "attempt": None, "question": identifier}, values)


def versions_of_questions(named):
    """QuestionVersions by (question, digest) in one query."""
    named = set(named)
    if not named:
        return {}
    found = QuestionVersion.objects.filter(
        question__in={question for question, _digest in named}, digest__in={digest for _q, digest in named}
    )
    return {(str(version.question), version.digest): version for version in found}


def _graded(event, versions):
    """The version she saw and the grade against it. A version that is lost marks nothing: her words stay."""
    version = versions.get((event.payload["question"], event.payload["version"]))
    if version is None:
        return None, grading.Grade(None, grading.NOTHING)
    return version, grading.grade(version.kind, version.data, event.payload["response"])


def _answer(answers, counted, marks, versions):
    """The columns of an Answer: ``counted`` of her ``answers`` to one question, with the mark it got."""
    version, grade = _graded(counted, versions)
    _first_version, first = _graded(answers[0], versions)
    values = {
        "version": counted.payload["version"],
        "kind": version.kind if version else "",
        "category": grading.category_of(version.data) if version else "",
        "response": counted.payload["response"],
        "right": grade.right,
        "points": grade.points,
        "first_right": first.right,
        "times": min(len(answers), MOST),
        "answered_at": counted.happened_at,
        "waits_for_reader": grade.waits,
        "note": "",
        "marked_by_id": None,
        "marked_at": None,
    }
    read = [mark for mark in marks if mark.happened_at >= counted.happened_at]
    if grade.waits and read:
        mark = read[-1]
        right = mark.payload["right"]
        values |= {
            "right": right,
            "points": grading.FULL if right else grading.NOTHING,
            "waits_for_reader": False,
            "note": mark.payload["note"],
            "marked_by_id": mark.by if known_members(mark.by) else None,
            "marked_at": mark.happened_at,
        }
    return values


@projects("attempt")
def attempt(subject, identifier, events):
    started = _of_kind(events, "test_started")
    key = {"id": identifier, "member_id": subject}
    if not started or not known_members(subject):
        return write_row(Attempt, key, None)
    start = started[0]
    finish = next(iter(_of_kind(events, "test_finished")), None)
    answers = _counting(start, finish, events)
    write_row(Attempt, key, _attempt(start, finish, answers))
    standing = {str(row.question): row for row in Answer.objects.filter(attempt=identifier)}
    for question, values in answers.items():
        row = standing.pop(question, None)
        if row is None or any(getattr(row, name) != value for name, value in values.items()):
            write_row(Answer, {"member_id": subject, "attempt_id": identifier, "question": question}, values)
    Answer.objects.filter(pk__in=[row.pk for row in standing.values()]).delete()
    return None


def _counting(start, finish, events):
    """Columns of the answers that count, by question, in the order of the try."""
    by_question, marks = {q["id"]: [] for q in start.payload["questions"]}, {}
    for event in _of_kind(events, "test_answered"):
        in_time = finish is None or event.happened_at <= finish.happened_at
        if in_time and event.payload["question"] in by_question:
            by_question[event.payload["question"]].append(event)
    for event in _of_kind(events, "marked"):
        marks.setdefault(event.payload["question"], []).append(event)
    said_at_all = [event.payload for said in by_question.values() for event in said]
    versions = versions_of_questions((said["question"], said["version"]) for said in said_at_all)
    first_counts = start.payload["answers"] == "each"
    return {
        question: {
            **_answer(said, said[0] if first_counts else said[-1], marks.get(question, []), versions),
            "course": id_from(start.payload["course"]),
            "page": id_from(start.payload["test"]),
        }
        for question, said in by_question.items()
        if said
    }


def _attempt(start, finish, answers):
    payload = start.payload
    values = {
        "course": id_from(payload["course"]),
        "test": id_from(payload["test"]),
        "questions": payload["questions"],
        "pass_mark": payload["pass_mark"],
        "started_at": start.happened_at,
        "finished_at": None,
        "points": Decimal(0),
        "out_of": len(payload["questions"]),
        "percent": None,
        "passed": None,
        "by_category": {},
    }
    if finish is None:
        # Nothing of the result stands in the row before the end: what is not there cannot be shown too soon.
        return values
    drawn = versions_of_questions((q["id"], q["version"]) for q in payload["questions"])
    marked = []
    for q in payload["questions"]:
        version = drawn.get((q["id"], q["version"]))
        category = grading.category_of(version.data) if version else ""
        given = answers.get(q["id"])
        if given is None:
            marked.append(Marked(category=category))
        else:
            marked.append(Marked(given["points"], given["right"], given["waits_for_reader"], category))
    score = score_attempt(marked, len(payload["questions"]), payload["pass_mark"])
    return values | {
        "finished_at": finish.happened_at,
        "points": score.points,
        "percent": score.percent,
        "passed": score.passed,
        "by_category": score.by_category,
    }
