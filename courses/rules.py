"""Pure decisions about learning: what completes a course, what is left, what comes next, how a try went."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from academy.core.decisions import Allowed, Denied


@dataclass(frozen=True)
class Done:
    """What she has of one course. Keys and ids as strings. ``confirmed`` tasks count as done as well."""

    read: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    passed: bool = False
    #: A finished try waits for a reader.
    test_waits: bool = False
    certificate: bool = False


@dataclass(frozen=True)
class Left:
    """What stands between her and the end of a course. Lists are in the order of the course.

    ``lessons`` are the ones not read; ``lessons_needed`` how many of them the rule still asks for (0: the
    list is empty too). ``tasks`` are not done yet, ``tasks_waiting`` are done and wait for a companion;
    ``tasks_needed`` is how many confirmations are still missing.
    """

    lessons: list[str] = field(default_factory=list)
    lessons_needed: int = 0
    tasks: list[str] = field(default_factory=list)
    tasks_waiting: list[str] = field(default_factory=list)
    tasks_needed: int = 0
    test_needed: bool = False
    test_waits: bool = False

    @property
    def complete(self):
        return not (self.lessons_needed or self.tasks_needed or self.test_needed)


@dataclass(frozen=True)
class Step:
    """The one next thing.

    ``kind``: lesson, test, task (to do), task_waiting (a companion has to confirm), test_waiting (a reader
    has to read), certificate (to ask for), finished.
    """

    kind: str
    lesson: str = ""
    task: str = ""


def what_is_left(outline_data, done):
    """The course's rule told as what is missing.

    ``outline_data`` is ``CourseOutline.data``; its rule is ``{"lessons": n, "tasks": n, "test": bool}`` where
    null instead of n means all. A rule that asks for more than the course has asks for all. What she did in
    lessons that left the course since counts for nothing here, and stays in her record.
    """
    rule = outline_data.get("rule") or {}
    lessons = [lesson["key"] for lesson in outline_data.get("lessons", [])]
    tasks = [task["id"] for lesson in outline_data.get("lessons", []) for task in lesson.get("tasks", [])]
    unread = [key for key in lessons if key not in done.read]
    lessons_needed = _missing(rule.get("lessons"), len(lessons), len(lessons) - len(unread))
    unconfirmed = [task for task in tasks if task not in done.confirmed]
    tasks_needed = _missing(rule.get("tasks"), len(tasks), len(tasks) - len(unconfirmed))
    waiting = [task for task in unconfirmed if task in done.done]
    test_needed = bool(outline_data.get("test")) and bool(rule.get("test", True)) and not done.passed
    return Left(
        lessons=unread if lessons_needed else [],
        lessons_needed=lessons_needed,
        tasks=[task for task in unconfirmed if task not in done.done] if tasks_needed else [],
        tasks_waiting=waiting if tasks_needed else [],
        tasks_needed=tasks_needed,
        test_needed=test_needed,
        test_waits=test_needed and done.test_waits,
    )


def _missing(asked, total, have):
    wanted = total if asked is None else min(int(asked), total)
    return max(0, wanted - have)


def next_step(outline_data, done):
    """The ONE next thing: what she can do here and now first, then the world, then what waits for others."""
    left = what_is_left(outline_data, done)
    lessons = outline_data.get("lessons", [])
    home = {task["id"]: lesson["key"] for lesson in lessons for task in lesson.get("tasks", [])}
    if left.lessons:
        return Step("lesson", lesson=left.lessons[0])
    if left.test_needed and not left.test_waits:
        return Step("test")
    # Enough of them may be done already and wait: then there is nothing more for her to do.
    if left.tasks and len(left.tasks_waiting) < left.tasks_needed:
        return Step("task", lesson=home[left.tasks[0]], task=left.tasks[0])
    if left.tasks_needed:
        return Step("task_waiting", lesson=home[left.tasks_waiting[0]], task=left.tasks_waiting[0])
    if left.test_waits:
        return Step("test_waiting")
    if outline_data.get("certificate", True) and not done.certificate:
        return Step("certificate")
    return Step("finished")


# --- Tests -------------------------------------------------------------------------------------


def may_start_test(tries_allowed, tries_made, open_attempt):
    """May she begin a try, or go on with an open one? ``tries_allowed`` 0: as many as she wants."""
    if open_attempt or not tries_allowed or tries_made < tries_allowed:
        return Allowed()
    words = ngettext(
        "Esta prueba se hace una vez, y ya la hiciste.",
        "Esta prueba se hace %(tries)s veces, y ya las hiciste.",
        tries_allowed,
    )
    return Denied(words % {"tries": tries_allowed}, "no_tries_left")


def may_prepare_test(*, offline, tries_allowed, tries_begun, open_attempt):
    """May she take a try of this test with her, to begin it without signal? One that she began is finished first."""
    if not offline:
        return Denied(_("Esta prueba se da con señal."), "needs_server")
    if open_attempt:
        return Denied(_("Tienes un intento sin terminar. Termínalo primero."), "open_attempt")
    return may_start_test(tries_allowed, tries_begun, open_attempt=False)


def may_take_prepared(*, in_time, tries_allowed, other_tries):
    """Does the try stand that she began without signal? It is a try of its own beside ``other_tries``."""
    if not in_time:
        return Denied(_("Esta prueba se guardó hace más de 30 días. Guárdala otra vez con señal."), "expired")
    return may_start_test(tries_allowed, other_tries, open_attempt=False)


@dataclass(frozen=True)
class Marked:
    """One drawn question as it stands: one that she left out has no points and is not right."""

    points: Decimal = Decimal(0)
    right: bool | None = False
    waits: bool = False
    category: str = ""


@dataclass(frozen=True)
class Score:
    """``passed`` is None while something waits for a reader; ``percent`` is then what stands so far."""

    points: Decimal
    out_of: int
    percent: int
    passed: bool | None
    by_category: dict[str, list[int]]
    waiting: int


def score_attempt(answers: Iterable[Marked], out_of, pass_mark):
    """The result of a try. Every question weighs the same; ``pass_mark`` is in percent.

    percent = points ÷ out_of × 100, to the nearest whole, a half upwards (ROUND_HALF_UP); passing is decided
    on this rounded percent, the one she reads: 69.5 is shown as 70 and passes a mark of 70. ``by_category``
    counts questions with full marks: ``{"ley": [right, of]}``. With nothing asked nothing is passed.
    """
    answers = list(answers)
    points = sum((answer.points for answer in answers), Decimal(0))
    percent = int((points * 100 / out_of).quantize(Decimal(1), ROUND_HALF_UP)) if out_of else 0
    waiting = sum(answer.waits for answer in answers)
    by_category = {}
    for answer in answers:
        if answer.category:
            right_of = by_category.setdefault(answer.category, [0, 0])
            right_of[0] += bool(answer.right)
            right_of[1] += 1
    passed = None if waiting else bool(out_of) and percent >= pass_mark
    return Score(points, out_of, percent, passed, dict(sorted(by_category.items())), waiting)


@dataclass(frozen=True)
class Success:
    """How often questions of a category were answered rightly. Nothing marked: ``percent`` is None."""

    category: str
    right: int
    of: int

    @property
    def percent(self):
        if not self.of:
            return None
        return int((Decimal(100 * self.right) / self.of).quantize(Decimal(1), ROUND_HALF_UP))


def success_by_category(rows):
    """Success per category out of (category, right) pairs; what waits for a reader (right None) is left out.

    Sorted by category. Suppressing small counts is for whoever shows them of others.
    """
    counts = {}
    for category, right in rows:
        if right is not None:
            was, of = counts.get(category, (0, 0))
            counts[category] = (was + bool(right), of + 1)
    return [Success(category, right, of) for category, (right, of) in sorted(counts.items())]


# --- People ------------------------------------------------------------------------------------


def may_confirm(*, herself, companion, accompanies):
    """May this woman confirm that task? A companion or whoever accompanies its doer; never she herself."""
    if herself:
        return Denied(_("Tu tarea la confirma una compañera."), "own_task")
    if companion or accompanies:
        return Allowed()
    return Denied(_("Solo la confirma una compañera o quien la acompaña."), "not_companion")


def may_mark(*, herself, accompanies):
    """May this woman read and mark that text? Whoever accompanies her; never herself."""
    if herself:
        return Denied(_("Tu texto lo lee otra persona."), "own_text")
    if accompanies:
        return Allowed()
    return Denied(_("Solo lo lee quien la acompaña."), "not_in_scope")


def may_record_for(*, herself, accompanies):
    """May this woman write down what another did?"""
    if herself or accompanies:
        return Allowed()
    return Denied(_("Solo ella o su facilitadora puede anotar esto."), "not_in_scope")
