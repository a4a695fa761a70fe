"""What other programmes may ask of courses."""

import pytest

from academy.core.ids import uuid7
from academy.members import facts
from courses.models import Attempt, CourseOutline
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
