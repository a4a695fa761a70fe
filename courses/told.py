"""What other programmes may ask of courses (``academy.members.facts``): plain values, no rows."""

from collections import Counter

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from academy.core.languages import DEFAULT
from academy.members import path
from academy.members.facts import answers
from academy.members.models import Member

from .models import Certificate, Circle, CircleAttendance, CircleMeeting, CourseOutline, RealTask
from .paths import done_in, paths_of
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


# --- Her path ------------------------------------------------------------------------------------


@path.tells("courses", gettext_lazy("Cursos"), order=10)
def courses_of_hers(member):
    """Each course that she began; one that she finished with its real task is evidence. Seven queries."""
    for mine in paths_of(member, get_language()):
        key, address = f"course:{mine.outline.key}", "" if mine.removed else mine.url
        if mine.finished:
            read = [stop.read_at for stop in mine.stops if stop.read_at]
            day = mine.certificate.issued_at if mine.certificate else max(read, default=mine.started_at)
            words = _("Terminaste «%(title)s» y lo pusiste en práctica.") % {"title": mine.title}
            yield path.Fact(key=key, words=words, on=_day(day), kind="course_done", url=address)
        else:
            words = _("Empezaste «%(title)s».") % {"title": mine.title}
            steps = {"done": mine.steps_done, "all": len(mine.stops)}
            detail = _("Llevas %(done)s de %(all)s pasos.") % steps
            yield path.Fact(key=key, words=words, on=_day(mine.started_at), detail=detail, url=address)


@path.tells("tasks", gettext_lazy("Tareas reales"), order=20)
def tasks_of_hers(member):
    """Real tasks that a companion confirmed. Four queries."""
    tasks = list(RealTask.objects.of(member).filter(confirmed_at__isnull=False))
    words = words_for(tasks)
    for task in tasks:
        yield path.Fact(
            key=f"task:{task.task}",
            words=words[task.pk].title,
            on=_day(task.done_at or task.confirmed_at),
            detail=words[task.pk].course,
            url=reverse("courses:noted"),
        )


@path.tells("certificates", gettext_lazy("Constancias"), order=60)
def certificates_of_hers(member):
    for paper in Certificate.objects.standing().filter(member=member):
        yield path.Fact(
            key=f"certificate:{paper.code}",
            words=paper.title,
            on=_day(paper.issued_at),
            detail=_("A nombre de %(name)s.") % {"name": paper.name},
            url=reverse("courses:certificates"),
        )


@path.tells("circles", gettext_lazy("Círculos"), order=30)
def circles_of_hers(member):
    """Circles where she learned and circles that she led. Four queries."""
    came, first = _by_circle(CircleAttendance.objects.of(member))
    led, began = _by_circle(CircleMeeting.objects.filter(recorded_by=member))
    names = dict(Circle.objects.filter(pk__in={*came, *led}).values_list("pk", "name"))
    for circle, times in led.items():
        words = ngettext(
            "Facilitaste el círculo «%(name)s»: %(n)s encuentro.",
            "Facilitaste el círculo «%(name)s»: %(n)s encuentros.",
            times,
        ) % {"name": names.get(circle, "…"), "n": times}
        yield path.Fact(key=f"led:{circle}", words=words, on=began[circle], kind="circle_led")
    for circle, times in came.items():
        words = ngettext(
            "Aprendiste en el círculo «%(name)s»: %(n)s encuentro.",
            "Aprendiste en el círculo «%(name)s»: %(n)s encuentros.",
            times,
        ) % {"name": names.get(circle, "…"), "n": times}
        yield path.Fact(key=f"came:{circle}", words=words, on=first[circle], url=reverse("courses:noted"))


def _by_circle(meetings):
    """``(meetings by circle, first day of each)``."""
    times, first = Counter(), {}
    for circle, day in meetings.order_by("held_on").values_list("circle", "held_on"):
        times[circle] += 1
        first.setdefault(circle, day)
    return times, first


def _day(moment):
    return timezone.localdate(moment) if moment else None
