"""Her path: what she did, put beside what courses consist of. A fixed number of queries, however many courses."""

from collections import defaultdict
from dataclasses import dataclass, field

from academy.core.languages import DEFAULT

from .models import Attempt, Certificate, CourseOutline, Enrolment, LessonCompletion, RealTask
from .rules import Done, Left, Step, next_step, what_is_left

DONE_NOTHING = Done()


@dataclass
class Stop:
    """One lesson (or the test) on a path."""

    key: str
    title: str
    url: str
    minutes: int = 0
    bytes: int = 0
    done: bool = False
    here: bool = False
    read_at: object = None
    tasks: list = field(default_factory=list)
    is_test: bool = False


@dataclass
class CoursePath:
    """A course as one woman walks it."""

    outline: CourseOutline
    title: str
    url: str
    stops: list[Stop]
    left: Left
    step: Step
    next_stop: Stop | None = None
    started_at: object = None
    certificate: object = None
    #: Lessons she read that left the course since.
    also_read: int = 0

    @property
    def removed(self):
        return self.outline.removed_at is not None

    @property
    def steps_done(self):
        return sum(stop.done for stop in self.stops)

    @property
    def finished(self):
        """She who has the paper has finished, even if the course asks for more since."""
        return self.left.complete or self.certificate is not None


def done_by_course(member):
    """Done of every course she began, keyed by course. Four queries."""
    read, done, confirmed = defaultdict(dict), defaultdict(set), defaultdict(set)
    for row in LessonCompletion.objects.of(member).only("course", "lesson", "first_at"):
        read[row.course][str(row.lesson)] = row.first_at
    for row in RealTask.objects.of(member).only("course", "task", "done_at", "confirmed_at"):
        (confirmed if row.confirmed_at else done)[row.course].add(str(row.task))
    passed, waits = set(), set()
    for row in Attempt.objects.of(member).filter(finished_at__isnull=False).only("course", "passed"):
        if row.passed:
            passed.add(row.course)
        elif row.passed is None:
            waits.add(row.course)
    papers = {row.course: row for row in Certificate.objects.standing().filter(member=member).order_by("issued_at")}
    courses = {*read, *done, *confirmed, *passed, *waits, *papers}
    return {
        course: (
            Done(
                read=frozenset(read[course]),
                done=frozenset(done[course] | confirmed[course]),
                confirmed=frozenset(confirmed[course]),
                passed=course in passed,
                test_waits=course in waits,
                certificate=course in papers,
            ),
            read[course],
            papers.get(course),
        )
        for course in courses
    }


def done_in(member, course):
    """Done of one course; nothing for a guest."""
    if member is None:
        return DONE_NOTHING
    return done_by_course(member).get(course, (DONE_NOTHING, {}, None))[0]


def path_of(outline, *, done, language, read_at=None, started_at=None, certificate=None, weights=None):
    """The course of ``outline`` as whoever did ``done`` walks it. No queries.

    ``weights``: bytes of each lesson by its key as text, where they are to be shown.
    """
    base = outline.data.get("paths", {}).get(language) or outline.data.get("paths", {}).get(DEFAULT, "")
    step = next_step(outline.data, done)
    stops = []
    for lesson in outline.lessons:
        tasks = [
            {
                "id": task["id"],
                "title": _in(task.get("titles", {}), language),
                "done": task["id"] in done.done,
                "confirmed": task["id"] in done.confirmed,
            }
            for task in lesson.get("tasks", [])
        ]
        stops.append(
            Stop(
                key=lesson["key"],
                title=_in(lesson["titles"], language),
                url=f"{base}{lesson['slug']}/",
                minutes=lesson["minutes"],
                bytes=(weights or {}).get(lesson["key"], 0),
                done=lesson["key"] in done.read,
                here=step.lesson == lesson["key"],
                read_at=(read_at or {}).get(lesson["key"]),
                tasks=tasks,
            )
        )
    test = outline.data.get("test")
    if test:
        here = step.kind in ("test", "test_waiting")
        stops.append(
            Stop(
                key=test["key"],
                title=_in(test["titles"], language),
                url=f"{base}{test['slug']}/",
                done=done.passed,
                here=here,
                is_test=True,
            )
        )
    return CoursePath(
        outline=outline,
        title=outline.title_in(language),
        url=base,
        stops=stops,
        left=what_is_left(outline.data, done),
        step=step,
        next_stop=next((stop for stop in stops if stop.here), None),
        started_at=started_at,
        certificate=certificate,
        also_read=len(done.read - {lesson["key"] for lesson in outline.lessons}),
    )


def paths_of(member, language):
    """Every course she began, most recently begun first. Six queries."""
    begun = {row.course: row.started_at for row in Enrolment.objects.of(member)}
    did = done_by_course(member)
    outlines = CourseOutline.objects.filter(pk__in={*begun, *did})
    found = []
    for outline in outlines:
        done, read_at, certificate = did.get(outline.key, (DONE_NOTHING, {}, None))
        found.append(
            path_of(
                outline,
                done=done,
                language=language,
                read_at=read_at,
                started_at=begun.get(outline.key),
                certificate=certificate,
            )
        )
    # Equal or missing dates fall back to the code, so that two reloads never show two orders.
    found.sort(key=lambda path: path.outline.code)
    found.sort(key=lambda path: str(path.started_at or ""), reverse=True)
    return found


def _in(titles, language):
    return titles.get(language) or titles.get(DEFAULT, "")
