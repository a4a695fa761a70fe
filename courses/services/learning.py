"""The verbs of learning. Each enters one event into the record and answers with its Outcome.

An Outcome is false where the event was refused; then ``reason`` is the sentence for her and nothing was
written. ``nonce`` is the number her form was printed with: the same form sent twice is one event, and the
same page sent by the next woman on the same phone is hers. Courses,
lessons, tests and questions are named by their keys (UUID or text) or by anything that has one
(``translation_key`` or ``key``). ``by`` is who records it, left out where she does so herself.
"""

import json
from dataclasses import dataclass

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from academy.core import record
from academy.core.ids import event_id
from academy.core.record import KEPT, Outcome, Unfit

from .. import grading, rules
from ..models import Answer, Attempt, CourseOutline, LessonCompletion, QuestionVersion
from . import photos


def key_of(thing):
    """The key of a page or outline, or the key itself, as text; empty for None."""
    for name in ("translation_key", "key"):
        thing = getattr(thing, name, thing)
    return "" if thing is None else str(thing)


def _enter(kind, *, subject, by, nonce, payload, at, id=None):
    return record.record(
        kind=f"courses.{kind}",
        subject=subject,
        by=by or subject,
        payload=payload,
        id=id or _number(nonce, subject, kind=kind, **payload),
        happened_at=at,
        at=timezone.now() if at is None else max(at, timezone.now()),
    )


def _number(nonce, subject, **said):
    """The id of what this form says of this woman: a page that stayed open on a shared phone has one nonce."""
    return event_id(nonce, {"subject": str(getattr(subject, "pk", subject)), **said})


# --- Lessons -----------------------------------------------------------------------------------


def enrol(*, member, course, nonce, by=None, at=None):
    """She begins a course. Reading, answering or doing anything in it enrols her as well."""
    payload = {"course": key_of(course)}
    return _enter("enrolled", subject=member, by=by, nonce=nonce, payload=payload, at=at)


def read_lesson(*, member, course, lesson, nonce, by=None, at=None):
    payload = {"course": key_of(course), "lesson": key_of(lesson)}
    return _enter("lesson_read", subject=member, by=by, nonce=nonce, payload=payload, at=at)


def answer_practice(*, member, course, lesson, question, version, response, nonce, shown=None, by=None, at=None):
    """``version``: the digest she saw, or the QuestionVersion; ``response``: from ``grading.read_response``.

    ``shown``: the response as the page names its parts (``grading.as_shown``), where that differs: the event's id
    is made of it, because a phone that lost the site makes the same id and knows no other names.

    ``course`` None: the lesson is gone from the site; its course is looked for in outlines and her record.
    """
    payload = {
        "course": key_of(course) or course_of(lesson, member=member),
        "lesson": key_of(lesson),
        "question": key_of(question),
        "version": getattr(version, "digest", version),
        "response": response,
    }
    id = _number(nonce, member, kind="answered", **{**payload, "response": shown or response})
    return _enter("answered", subject=member, by=by, nonce=nonce, payload=payload, at=at, id=id)


def course_of(lesson, *, member=None):
    """The course that a lesson stands or stood in, as text; empty where nobody knows. Reads all outlines."""
    lesson = key_of(lesson)
    for key, data in CourseOutline.objects.values_list("key", "data"):
        if lesson in data.get("former", []) or any(known["key"] == lesson for known in data.get("lessons", [])):
            return str(key)
    if member is not None:
        hers = LessonCompletion.objects.of(member).filter(lesson=lesson).first()
        hers = hers or Answer.objects.of(member).filter(page=lesson).first()
        return str(hers.course) if hers else ""
    return ""


def reflect(*, member, course, lesson, block, text, nonce, at=None):
    """Words for herself; empty text takes them back."""
    payload = {"course": key_of(course), "lesson": key_of(lesson), "block": key_of(block), "text": text}
    return _enter("reflected", subject=member, by=None, nonce=nonce, payload=payload, at=at)


# --- Tests -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Started:
    """A try to go on with, false where there is none; ``reason`` then says why."""

    attempt: Attempt | None
    resumed: bool = False
    reason: str = ""
    code: str = ""

    def __bool__(self):
        return self.attempt is not None


def start_test(*, member, course, test_page, nonce, at=None):
    """Draw the questions of a new try, or go on with the open one.

    Looks and writes under her ledger's lock: a double tap, or two phones at once, open one try. The
    questions are those of ``test_page`` as published, in its language.
    """
    test = key_of(test_page)
    attempt_id = _number(nonce, member, kind="test_started", course=key_of(course), test=test)
    with record.holding(member):
        tries = Attempt.objects.of(member).filter(test=test)
        standing = tries.filter(pk=attempt_id).first() or tries.filter(finished_at=None).first()
        if standing is not None:
            return Started(standing, resumed=True)
        made = tries.filter(finished_at__isnull=False).count()
        decision = rules.may_start_test(test_page.tries, made, open_attempt=False)
        if not decision:
            return Started(None, reason=str(decision.reason), code=decision.code)
        payload = {
            "course": key_of(course),
            "test": test,
            "attempt": str(attempt_id),
            "questions": drawn_for(test_page, attempt_id),
            "pass_mark": test_page.pass_mark,
            "answers": test_page.answers,
        }
        outcome = _enter("test_started", subject=member, by=None, nonce=nonce, payload=payload, at=at, id=attempt_id)
        if not outcome:
            return Started(None, reason=outcome.reason, code=outcome.code)
        return Started(tries.get(pk=attempt_id))


def drawn_for(test_page, seed):
    """The questions of a try, ``[{"id", "version"}]`` in the order she sees them: the same for the same seed."""
    pool = grading.question_blocks_of(test_page.questions)
    drawn = grading.questions_for_attempt(pool, test_page.draw, seed, test_page.random_order)
    return [{"id": str(block["id"]), "version": grading.digest(block)} for block in drawn]


def answer_test(*, member, attempt, question, response, nonce, at=None):
    """``attempt``: her Attempt. She answers the version that was drawn. After the end it no longer counts."""
    question = key_of(question)
    version = next((drawn["version"] for drawn in attempt.questions if drawn["id"] == question), "")
    payload = {
        "course": str(attempt.course),
        "attempt": str(attempt.pk),
        "question": question,
        "version": version,
        "response": response,
    }
    return _enter("test_answered", subject=member, by=None, nonce=nonce, payload=payload, at=at)


def finish_test(*, member, attempt, nonce, at=None):
    """The end of a try; what she left out counts nothing. ``attempt`` is read again, with its result."""
    payload = {"course": str(attempt.course), "attempt": str(attempt.pk)}
    outcome = _enter("test_finished", subject=member, by=None, nonce=nonce, payload=payload, at=at)
    if outcome:
        attempt.refresh_from_db()
    return outcome


def versions_of(attempt):
    """The QuestionVersions of a try in the order she sees them; one that is lost is left out. One query."""
    drawn = [(question["id"], question["version"]) for question in attempt.questions]
    found = {
        (str(version.question), version.digest): version
        for version in QuestionVersion.objects.filter(question__in=[question for question, _v in drawn])
    }
    return [found[named] for named in drawn if named in found]


def mark_answer(*, reader, answer, right, note, nonce, at=None):
    """A reader's word on a free text. The writer is told once."""
    payload = {
        "course": str(answer.course),
        "question": str(answer.question),
        "right": right,
        "note": note,
    }
    if answer.attempt_id:
        payload["attempt"] = str(answer.attempt_id)
    return _enter("marked", subject=answer.member_id, by=reader, nonce=nonce, payload=payload, at=at)


# --- Real tasks --------------------------------------------------------------------------------


def task_done(*, member, course, lesson, task, note="", photo=None, asked=None, nonce, by=None, at=None):
    """``photo``: an upload, or the name that ``photos.store_photo`` gave; ``asked``: a companion, or None."""
    if photo is not None and hasattr(photo, "read"):
        try:
            photo = photos.store_photo(photo, owner=member)
        except Unfit as unfit:
            return Outcome(KEPT, event_id(nonce, {}), str(unfit.reason), unfit.code)
    payload = {
        "course": key_of(course),
        "lesson": key_of(lesson),
        "task": key_of(task),
        "note": note,
        "photo": photo or "",
    }
    if asked:
        payload["asked"] = str(getattr(asked, "pk", asked))
    return _enter("task_done", subject=member, by=by, nonce=nonce, payload=payload, at=at)


def confirm_task(*, task, by, slip=False, nonce, at=None):
    """``by`` confirms the RealTask ``task``. The doer is told once."""
    return confirm_on_paper(
        member=task.member_id,
        course=task.course,
        lesson=task.lesson,
        task=task.task,
        by=by,
        slip=slip,
        nonce=nonce,
        at=at,
    )


def confirm_on_paper(*, member, course, lesson, task, by, slip=True, nonce, at=None):
    """``by`` confirms a task that may not be noted as done yet: it was done on paper."""
    payload = {
        "course": key_of(course),
        "lesson": key_of(lesson),
        "task": key_of(task),
        "slip": bool(slip),
    }
    return _enter("task_confirmed", subject=member, by=by, nonce=nonce, payload=payload, at=at)


# --- Sums of her kitchen -----------------------------------------------------------------------


def save_sheet(*, member, figures, name="", nonce, sheet_id=None, at=None):
    """Keep a sheet of sums, or change the one named ``sheet_id``. Empty figures throw it away."""
    payload = {
        "id": str(sheet_id or _number(nonce, member, kind="sheet")),
        "name": name,
        "figures": json.loads(json.dumps(figures, cls=DjangoJSONEncoder)),
    }
    return _enter("sheet_saved", subject=member, by=None, nonce=nonce, payload=payload, at=at)
