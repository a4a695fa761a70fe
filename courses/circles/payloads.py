"""Reading what circles send, strictly. See ``courses.payloads``."""

from datetime import date

from django.utils.translation import gettext as _

from academy.core.record import Unfit
from academy.core.record.reading import bad, id_of

from .. import grading
from ..models import Circle, QuestionVersion
from ..payloads import DIGEST, is_test, lesson_of, outline_of, task_of
from .rules import meeting_id

MOST_WOMEN, MOST_QUESTIONS, MOST_TASKS, MOST_ROUNDS = 500, 60, 20, 999


def meeting_of(payload):
    """What names a meeting: course, lesson, circle, day, and the id that follows from them."""
    if not isinstance(payload, dict):
        raise bad()
    course = id_of(payload, "course")
    lesson = lesson_of(payload, outline_of(course))
    circle = id_of(payload, "circle")
    if not Circle.objects.filter(pk=circle).exists():
        raise Unfit(_("Este sitio no conoce este círculo."), "unknown_circle")
    day = day_of(payload)
    return {
        "course": course,
        "lesson": lesson,
        "circle": circle,
        "meeting": str(meeting_id(circle, lesson, day)),
        "day": day.isoformat(),
        "round": whole_of(payload, "round", 1, MOST_ROUNDS),
        "answers": answers_of(payload, lesson),
        "tasks": tasks_of(payload, outline_of(course)),
    }


def day_of(payload):
    try:
        return date.fromisoformat(str(payload.get("day")))
    except ValueError:
        raise bad() from None


def whole_of(payload, name, least, most):
    number = payload.get(name)
    if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
        raise bad()
    return number


def answers_of(payload, lesson):
    """What the group said: each question once, in the order of their ids."""
    said = payload.get("answers")
    if not isinstance(said, list) or len(said) > MOST_QUESTIONS:
        raise bad()
    if not said:
        return []
    if not all(isinstance(each, dict) for each in said):
        raise bad()
    named = {(id_of(each, "question"), str(each.get("version") or "")) for each in said}
    if len({question for question, _digest in named}) != len(said):
        raise bad()
    if not all(DIGEST.fullmatch(digest) for _question, digest in named):
        raise Unfit(_("Este sitio no conoce esta versión de la pregunta."), "unknown_version")
    rows = QuestionVersion.objects.filter(question__in={q for q, _d in named}, digest__in={d for _q, d in named})
    versions = {(str(row.question), row.digest): row for row in rows}
    if is_test(lesson, *{row.page for row in versions.values()}):
        raise Unfit(_("Esa pregunta no es de esta lección."), "not_in_lesson")
    found = []
    for each in said:
        version = versions.get((id_of(each, "question"), each["version"]))
        if version is None:
            raise Unfit(_("Este sitio no conoce esta versión de la pregunta."), "unknown_version")
        response = grading.fit_response(version.kind, version.data, each.get("response"))
        found.append({"question": str(version.question), "version": version.digest, "response": response})
    return sorted(found, key=lambda each: each["question"])


def tasks_of(payload, outline):
    """The tasks that the group agreed to do; None where nothing was said about tasks."""
    tasks = payload.get("tasks")
    if tasks is None:
        return None
    if not isinstance(tasks, list) or len(tasks) > MOST_TASKS:
        raise bad()
    return sorted({task_of({"task": task}, outline) for task in tasks})
