"""What other programmes may ask of courses."""

from datetime import date

import pytest

from academy.core.ids import uuid7
from academy.members import facts, path
from courses.models import Attempt, Circle, CircleAttendance, CircleMeeting, CourseOutline, RealTask
from courses.services import learning
from tests.courses.factories import MemberFactory, moment, written_course

pytestmark = pytest.mark.django_db


def test_a_course_is_studied_once_its_lessons_are_read_and_its_test_is_passed():
    member, course = MemberFactory(), written_course(code="L7")
    assert facts.ask("courses.studied", member=member, code="L7") is False
    for lesson in course.lessons:
        learning.read_lesson(member=member, course=course.key, lesson=lesson, nonce=uuid7())
    assert facts.ask("courses.studied", member=member, code="L7") is False
    Attempt.objects.create(
        id=uuid7(),
        member=member,
        course=course.key,
        test=course.test,
        questions=[],
        pass_mark=60,
        started_at=moment(),
        finished_at=moment(5),
        percent=100,
        passed=True,
    )
    assert facts.ask("courses.studied", member=member, code="L7") is True, "real tasks may wait"


def test_a_course_that_is_not_here_was_neither_studied_nor_missed():
    member, course = MemberFactory(), written_course(code="L7")
    assert facts.ask("courses.studied", member=member, code="X9") is None
    CourseOutline.objects.filter(pk=course.key).update(removed_at=moment())
    assert facts.ask("courses.studied", member=member, code="L7") is None
    assert facts.ask("courses.address", code="L7", language="es") is None


def test_lessons_are_found_by_code_and_slug_and_what_is_missing_is_left_out():
    written_course(code="L7")
    found = facts.ask("courses.lessons", wanted={("L7", "leccion"), ("L7", "nada"), ("X9", "leccion")}, language="qu")
    assert found == {("L7", "leccion"): ("Lección 2", "/cursos/es-derecho-no-favor/leccion/")}


def test_a_question_that_nobody_answers_has_its_default():
    assert facts.ask("tests.nobody", default=7, anything=1) == 7


def test_her_path_is_told_in_words_with_what_it_is_evidence_of(house, course):
    yuli, lesson = house.yuli, course.lessons[0]
    learning.read_lesson(member=yuli, course=course.key, lesson=lesson, nonce=uuid7())
    done = {"course": course.key, "lesson": lesson, "task": course.tasks[0]}
    learning.task_done(member=yuli, nonce=uuid7(), **done)
    learning.confirm_task(task=RealTask.objects.get(member=yuli), by=house.hilda, nonce=uuid7())
    circle = Circle.objects.create(name="Jueves", organisation=house.kitchen)
    for day in (1, 8):
        there = {"circle": circle.pk, "course": course.key, "lesson": lesson, "held_on": date(2026, 10, day)}
        CircleMeeting.objects.create(id=uuid7(), recorded_by=house.hilda, **there)
        CircleAttendance.objects.create(member=yuli, meeting=uuid7(), **there)
    told = {part.code: part.facts for part in path.parts_of(yuli)}
    assert list(told) == ["courses", "tasks", "circles"]
    assert [fact.kind for facts in told.values() for fact in facts] == ["", "", ""]
    assert "Llevas" in told["courses"][0].detail
    assert told["circles"][0].words == "Aprendiste en el círculo «Jueves»: 2 encuentros."
    assert told["circles"][0].on == date(2026, 10, 1)
    led = {part.code: part.facts for part in path.parts_of(house.hilda)}["circles"][0]
    assert (led.kind, led.words) == ("circle_led", "Facilitaste el círculo «Jueves»: 2 encuentros.")
