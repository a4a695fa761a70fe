"""The verbs of learning over real pages: tries that are drawn, resumed, counted; tasks with photos."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from academy.core import record
from academy.core.ids import uuid7
from academy.members.models import Notice
from courses import grading
from courses.models import Answer, Attempt, Enrolment, LessonCompletion, RealTask, Reflection, SavedSheet
from courses.services import learning
from tests.courses.factories import (
    answer_to,
    people,
    published_course,
    raw_question,
    unsaved_test,
    written_course,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return people()


@pytest.fixture
def course():
    return with_test()


def with_test(**rules):
    """A course without pages, but with a test that can be begun."""
    course = written_course()
    course.test_page = unsaved_test(course, **rules)
    return course


def start(who, course, nonce=None):
    return learning.start_test(member=who.yuli, course=course.key, test_page=course.test_page, nonce=nonce or uuid7())


def answer_all(who, course, attempt, *, right=True):
    by_id = {raw["id"]: raw for raw in course.asked.values()}
    for drawn in attempt.questions:
        response = answer_to(by_id[drawn["id"]], right=right)
        assert learning.answer_test(
            member=who.yuli, attempt=attempt, question=drawn["id"], response=response, nonce=uuid7()
        )


def finish(who, attempt):
    assert learning.finish_test(member=who.yuli, attempt=attempt, nonce=uuid7())
    return attempt


def test_a_lesson_is_read_by_page_or_by_key(who):
    course = published_course()
    for lesson in (course.lesson_pages[0], course.lessons[0]):
        assert learning.read_lesson(member=who.yuli, course=course.page, lesson=lesson, nonce=uuid7())
    assert LessonCompletion.objects.get(member=who.yuli).lesson == course.lesson_pages[0].translation_key
    assert Enrolment.objects.get(member=who.yuli).course == course.page.translation_key


def test_an_answer_to_a_lesson_that_is_gone_finds_its_course(who, course):
    raw = course.practice["choice"]
    outcome = learning.answer_practice(
        member=who.yuli,
        course=None,
        lesson=course.lessons[0],
        question=raw["id"],
        version=grading.digest(raw),
        response=answer_to(raw),
        nonce=uuid7(),
    )
    assert outcome
    assert str(Answer.objects.get().course) == course.key


def test_a_test_draws_as_many_questions_as_it_says(who, course):
    attempt = start(who, course).attempt
    assert len(attempt.questions) == attempt.out_of == 5
    assert {q["id"] for q in attempt.questions} < {raw["id"] for raw in course.asked.values()}
    assert attempt.pass_mark == 60
    seen = learning.versions_of(attempt)
    assert [str(version.question) for version in seen] == [q["id"] for q in attempt.questions]


def test_an_unfinished_try_is_gone_on_with(who, course):
    first, again = start(who, course), start(who, course)
    assert (first.resumed, again.resumed) == (False, True)
    assert again.attempt == first.attempt


def test_a_double_tap_opens_one_try_even_after_it_was_finished(who, course):
    nonce = uuid7()
    attempt = start(who, course, nonce).attempt
    finish(who, attempt)
    assert start(who, course, nonce).attempt == attempt
    assert Attempt.objects.count() == 1


def test_a_whole_try_is_passed(who, course):
    attempt = start(who, course).attempt
    answer_all(who, course, attempt)
    finish(who, attempt)
    assert (attempt.percent, attempt.passed) == (100, True)


def test_a_try_is_repeated_with_another_draw_until_the_tries_are_used_up(who):
    course = with_test(tries=2)
    for _ in range(2):
        attempt = start(who, course).attempt
        answer_all(who, course, attempt, right=False)
        finish(who, attempt)
        assert attempt.passed is False
    refused = start(who, course)
    assert not refused
    assert refused.code == "no_tries_left"
    assert "2 veces" in refused.reason
    assert Attempt.objects.count() == 2


def test_a_test_in_fixed_order_asks_in_the_order_of_the_page(who):
    course = with_test(draw=None, random_order=False)
    attempt = start(who, course).attempt
    on_the_page = [raw["id"] for kind, raw in course.asked.items() if kind != "essay"]
    assert [q["id"] for q in attempt.questions] == on_the_page


def test_a_question_that_is_edited_during_a_try_is_marked_as_she_saw_it(who):
    raw = raw_question("true_false")
    course = published_course(test={"draw": None, "questions": [raw]})
    attempt = start(who, course).attempt
    edited = {**raw, "value": {**raw["value"], "answer": False}}
    course.test_page.questions = [edited]
    course.test_page.save_revision(clean=False).publish()
    assert learning.answer_test(
        member=who.yuli,
        attempt=attempt,
        question=edited["id"],
        response={"value": True},
        nonce=uuid7(),
    )
    finish(who, attempt)
    assert attempt.passed is True


def test_a_question_that_was_not_drawn_is_refused(who):
    course = with_test(draw=1)
    attempt = start(who, course).attempt
    other = next(raw for raw in course.asked.values() if raw["id"] != attempt.questions[0]["id"])
    outcome = learning.answer_test(
        member=who.yuli,
        attempt=attempt,
        question=other["id"],
        response=answer_to(other),
        nonce=uuid7(),
    )
    assert outcome.code == "unknown_version"


def test_a_test_without_questions_cannot_be_started(who):
    course = with_test(questions=[])
    assert not start(who, course)
    assert not Attempt.objects.exists()


def test_a_task_is_done_and_confirmed_and_she_is_told(who, course):
    learning.task_done(
        member=who.yuli,
        course=course.key,
        lesson=course.lessons[0],
        task=course.tasks[0],
        note="Hablé con la presidenta.",
        asked=who.hilda,
        nonce=uuid7(),
    )
    task = RealTask.objects.get()
    nonce = uuid7()
    assert learning.confirm_task(task=task, by=who.hilda, nonce=nonce)
    assert learning.confirm_task(task=task, by=who.hilda, nonce=nonce).state == record.ALREADY
    task.refresh_from_db()
    assert task.confirmed_by == who.hilda
    assert Notice.objects.filter(member=who.yuli).count() == 1


def test_a_refused_confirmation_says_why(who, course):
    learning.task_done(
        member=who.yuli, course=course.key, lesson=course.lessons[0], task=course.tasks[0], nonce=uuid7()
    )
    outcome = learning.confirm_task(task=RealTask.objects.get(), by=who.rosa, nonce=uuid7())
    assert not outcome
    assert "compañera" in outcome.reason


def test_a_task_confirmed_on_paper_counts_before_it_was_noted(who, course):
    assert learning.confirm_on_paper(
        member=who.yuli,
        course=course.key,
        lesson=course.lessons[0],
        task=course.tasks[0],
        by=who.hilda,
        nonce=uuid7(),
    )
    assert RealTask.objects.get().by_slip


def test_a_text_is_marked_by_its_reader(who, course):
    raw = course.practice["essay"]
    learning.answer_practice(
        member=who.yuli,
        course=course.key,
        lesson=course.lessons[0],
        question=raw["id"],
        version=grading.digest(raw),
        response={"text": "Es un derecho."},
        nonce=uuid7(),
    )
    answer = Answer.objects.readable_by(who.amanda).waiting().get()
    assert learning.mark_answer(reader=who.amanda, answer=answer, right=True, note="¡Bien!", nonce=uuid7())
    assert not Answer.objects.readable_by(who.amanda).waiting().exists()


def test_a_reflection_and_a_sheet_are_kept(who, course):
    assert learning.reflect(
        member=who.yuli,
        course=course.key,
        lesson=course.lessons[0],
        block=uuid7(),
        text="Puedo hablar.",
        nonce=uuid7(),
    )
    nonce = uuid7()
    for _ in range(2):
        assert learning.save_sheet(member=who.yuli, figures={"rations": 2000}, name="Mayo", nonce=nonce)
    sheet = SavedSheet.objects.get()
    hers = {"member": who.yuli, "sheet_id": sheet.pk}
    learning.save_sheet(**hers, figures={"rations": 1}, name="Junio", nonce=uuid7())
    assert SavedSheet.objects.get().name == "Junio"
    learning.save_sheet(**hers, figures={}, nonce=uuid7())
    assert not SavedSheet.objects.exists()
    assert Reflection.objects.get().text == "Puedo hablar."


def test_paper_typed_in_later_keeps_its_day(who, course):
    day = timezone.now() - timedelta(days=3)
    assert learning.read_lesson(
        member=who.yuli, course=course.key, lesson=course.lessons[0], nonce=uuid7(), by=who.amanda, at=day
    )
    assert LessonCompletion.objects.get().first_at == day


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite in memory is one connection: threads cannot meet there"
)
def test_eight_taps_at_once_open_one_try():
    who, course = people(), with_test()
    ready, found = threading.Barrier(8), []

    def tap():
        try:
            ready.wait(timeout=20)
            found.append(start(who, course).attempt.pk)
        finally:
            connections.close_all()

    taps = [threading.Thread(target=tap) for _ in range(8)]
    for thread in taps:
        thread.start()
    for thread in taps:
        thread.join(timeout=60)
    assert len(found) == 8
    assert len(set(found)) == 1
    assert Attempt.objects.count() == 1


def test_the_same_page_sent_by_the_next_woman_on_the_phone_is_hers(who, course):
    nonce = uuid7()
    for member in (who.yuli, who.hilda):
        assert learning.read_lesson(member=member, course=course.key, lesson=course.lessons[0], nonce=nonce)
        assert learning.save_sheet(member=member, figures={"rations": "100"}, nonce=nonce)
        assert learning.start_test(member=member, course=course.key, test_page=course.test_page, nonce=nonce)
    assert LessonCompletion.objects.filter(lesson=course.lessons[0]).count() == 2
    assert SavedSheet.objects.count() == Attempt.objects.count() == 2
