"""Reading the payload of an event strictly. Every function raises Unfit with a sentence and a code.

What names a course, lesson, task or version that this site never published is refused with a code of its
own (``unknown_course``, ``unknown_lesson``, ``unknown_task``, ``unknown_version``).
"""

import json
import re

from django.utils.translation import gettext as _

from academy.core.record import Unfit
from academy.core.record.reading import bad, clean_text, id_of

from .models import CourseOutline, LessonPage, QuestionVersion, RealTask, TestPage

SHEET_LIMIT = 16_000
DIGEST = re.compile(r"[0-9a-f]{16}")


def outline_of(course):
    outline = CourseOutline.objects.filter(pk=course).first()
    if outline is None:
        raise Unfit(_("Este sitio no conoce este curso."), "unknown_course")
    return outline


def lesson_of(payload, outline):
    """The lesson's key: of the course now, or one that was here before."""
    lesson = id_of(payload, "lesson")
    known = (
        any(known["key"] == lesson for known in outline.lessons)
        or QuestionVersion.objects.filter(page=lesson).exists()
        or LessonPage.objects.filter(translation_key=lesson).exists()
    )
    if not known:
        raise Unfit(_("Este sitio no conoce esta lección."), "unknown_lesson")
    return lesson


def version_of(payload, question):
    named = str(payload.get("version") or "")
    version = None
    if DIGEST.fullmatch(named):
        version = QuestionVersion.objects.filter(question=question, digest=named).first()
    if version is None:
        raise Unfit(_("Este sitio no conoce esta versión de la pregunta."), "unknown_version")
    return version


def task_of(payload, outline):
    task = id_of(payload, "task")
    known = {known["id"] for lesson in outline.lessons for known in lesson.get("tasks", [])}
    if task not in known and not RealTask.objects.filter(task=task).exists():
        raise Unfit(_("Este sitio no conoce esta tarea."), "unknown_task")
    return task


def is_test(*keys):
    """Is any of these pages a test, now or in the outline of a course that is gone?"""
    keys = [str(key) for key in keys]
    known = CourseOutline.objects.filter(data__test__key__in=keys).exists()
    return known or TestPage.objects.filter(translation_key__in=keys).exists()


def figures_of(payload):
    """Sums as plain JSON of bounded size, texts cleaned."""
    figures = payload.get("figures")
    if not isinstance(figures, dict):
        raise bad()
    try:
        # What a hostile phone may send as well: NaN, endless nesting, what is no JSON at all.
        written = json.dumps(figures, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise bad() from None
    if len(written) > SHEET_LIMIT:
        raise Unfit(_("Esta cuenta es demasiado grande para guardarla."), "too_long")
    return _sound(figures)


def _sound(value):
    """Plain JSON with its texts cleaned."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean_text(str(key)): _sound(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_sound(inner) for inner in value]
    return value
