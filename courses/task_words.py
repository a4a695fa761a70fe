"""Real tasks in words: titles from the outlines, what to look for from the lessons. Three queries."""

from dataclasses import dataclass

from django.utils.translation import get_language

from academy.core.languages import DEFAULT

from .models import CourseOutline, LessonPage
from .reading import text_of_html


@dataclass(frozen=True)
class TaskWords:
    """``proof`` and ``text`` are empty where the lesson is gone; ``title`` never is."""

    title: str
    course: str
    lesson: str = ""
    text: str = ""
    proof: str = ""


def words_for(tasks, language=None):
    """``{RealTask.pk: TaskWords}`` in the language, or in Spanish where a lesson has none of it."""
    language = language or get_language() or DEFAULT
    outlines = {o.key: o for o in CourseOutline.objects.filter(pk__in={task.course for task in tasks})}
    blocks = _task_blocks({task.lesson for task in tasks}, language)
    return {task.pk: _words(task, outlines.get(task.course), blocks.get(str(task.task)), language) for task in tasks}


def _words(task, outline, block, language):
    title = lesson = course = ""
    if outline is not None:
        course = f"{outline.code} · {outline.title_in(language)}"
        for entry in outline.lessons:
            for known in entry.get("tasks", []):
                if known["id"] == str(task.task):
                    title = _said(known.get("titles"), language)
                    lesson = _said(entry.get("titles"), language)
    value = block or {}
    return TaskWords(
        title=value.get("title") or title or course or "…",
        course=course,
        lesson=lesson,
        text=" ".join(text_of_html(value.get("text", "")).split()),
        proof=value.get("proof", ""),
    )


def _task_blocks(lessons, language):
    """Values of the task blocks of these lessons by block id, the reader's language over Spanish."""
    pages = (
        LessonPage.objects.live()
        .filter(translation_key__in=lessons, locale__language_code__in={language, DEFAULT})
        .select_related("locale")
    )
    found = {}
    for page in sorted(pages, key=lambda page: page.locale.language_code == language):
        for raw in page.body.raw_data:
            if raw["type"] == "task":
                found[str(raw["id"])] = raw["value"]
    return found


def _said(titles, language):
    titles = titles or {}
    return titles.get(language) or titles.get(DEFAULT, "")
