"""What other programmes may ask of courses (``academy.members.facts``): plain values, no rows."""

from django.urls import reverse

from academy.core.languages import DEFAULT
from academy.members.facts import answers
from academy.members.models import Member

from .models import CourseOutline, RealTask
from .paths import done_in
from .rules import what_is_left
from .task_words import words_for


@answers("courses.studied")
def studied(*, member, code):
    """Did she read what the course's rule asks for and pass its test? None: no such course here. Six queries.

    Its real tasks are not asked for: they need somebody to practise with, who may come after it.
    """
    outline = CourseOutline.objects.filter(code=code, removed_at=None).first()
    if outline is None:
        return None
    done = done_in(member, outline.key)
    left = what_is_left(outline.data, done)
    return done.certificate or not (left.lessons_needed or left.test_needed)


@answers("courses.address")
def address(*, code, language):
    """``(title, address)`` of a course, or None where it is not here. One query."""
    outline = CourseOutline.objects.filter(code=code, removed_at=None).first()
    return (outline.title_in(language), _path(outline, language)) if outline else None


@answers("courses.lessons")
def lessons(*, wanted, language):
    """``{(course code, lesson slug): (title, address)}`` of those of ``wanted`` that are here. One query."""
    codes = {code for code, _slug in wanted}
    found = {}
    for outline in CourseOutline.objects.filter(code__in=codes, removed_at=None):
        for lesson in outline.lessons:
            if (outline.code, lesson["slug"]) in wanted:
                title = lesson["titles"].get(language) or lesson["titles"].get(DEFAULT, "")
                found[outline.code, lesson["slug"]] = (title, f"{_path(outline, language)}{lesson['slug']}/")
    return found


def _path(outline, language):
    paths = outline.data.get("paths", {})
    return paths.get(language) or paths.get(DEFAULT, "")


@answers("courses.tasks_to_confirm")
def tasks_to_confirm(*, by, of):
    """``(title, address)`` of real tasks of ``of`` that ``by`` may confirm, the longest waiting first; at most ten."""
    her = Member.objects.filter(pk=getattr(of, "pk", of)).first()
    if her is None:
        return []
    tasks = list(RealTask.objects.confirmable_by(by).filter(member=her).order_by("done_at", "pk")[:10])
    words = words_for(tasks)
    return [(words[task.pk].title, reverse("courses:confirm_task", args=[task.pk])) for task in tasks]
