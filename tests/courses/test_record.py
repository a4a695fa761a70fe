"""Learning through the record: whatever the order of arrival, the same summaries."""

import random
import uuid
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.core import record
from academy.core.ids import uuid7
from academy.core.models import Event, KeptEvent
from academy.members.models import Notice
from courses import models
from courses.services import learning
from tests.courses.factories import MemberFactory, answer_to, moment, people, uid, version, written_course

pytestmark = pytest.mark.django_db

LATER = moment(10_000)


@pytest.fixture
def who():
    return people()


@pytest.fixture
def course():
    return written_course()


def enter(kind, payload, *, subject, by=None, at=None, id=None, **more):
    return record.record(
        kind=f"courses.{kind}",
        subject=subject,
        by=by or subject,
        payload=payload,
        happened_at=at or moment(),
        at=LATER,
        id=id or uuid7(),
        **more,
    )


def answered(course, kind, response=None, **changes):
    raw = course.practice[kind]
    return {
        "course": course.key,
        "lesson": course.lessons[0],
        "question": raw["id"],
        "version": version(raw, page=course.lessons[0]).digest,
        "response": response or answer_to(raw),
        **changes,
    }


def started(course, attempt, kinds=("choice", "number", "order"), **changes):
    drawn = [{"id": course.asked[k]["id"], "version": digest(course, k)} for k in kinds]
    return {
        "course": course.key,
        "test": course.test,
        "attempt": str(attempt),
        "questions": drawn,
        "pass_mark": 60,
        "answers": "end",
        **changes,
    }


def digest(course, kind):
    return version(course.asked[kind], page=course.test).digest


def reply(course, attempt, kind, right=True):
    return {
        "course": course.key,
        "attempt": str(attempt),
        "question": course.asked[kind]["id"],
        "version": digest(course, kind),
        "response": answer_to(course.asked[kind], right=right),
    }


def task(course, **changes):
    return {"course": course.key, "lesson": course.lessons[0], "task": course.tasks[0], **changes}


# --- Lessons and practice ----------------------------------------------------------------------


def test_reading_a_lesson_enrols_her(who, course):
    payload = {"course": course.key, "lesson": course.lessons[0]}
    assert enter("lesson_read", payload, subject=who.yuli)
    read = models.LessonCompletion.objects.get(member=who.yuli)
    assert (read.first_at, read.last_at) == (moment(), moment())
    assert models.Enrolment.objects.get(member=who.yuli).started_at == moment()


def test_she_began_when_she_did_the_earliest_thing_and_not_when_it_arrived(who, course):
    payload = {"course": course.key, "lesson": course.lessons[0]}
    enter("lesson_read", payload, subject=who.yuli, at=moment(60))
    enter("answered", answered(course, "choice"), subject=who.yuli, at=moment(5))
    assert models.Enrolment.objects.get().started_at == moment(5)


def test_the_last_practice_answer_stands_and_the_first_is_remembered(who, course):
    wrong = answer_to(course.practice["choice"], right=False)
    enter("answered", answered(course, "choice"), subject=who.yuli, at=moment(2))
    enter("answered", answered(course, "choice", wrong), subject=who.yuli, at=moment(1))
    row = models.Answer.objects.get()
    assert (row.right, row.first_right, row.times, row.points) == (True, False, 2, Decimal(1))
    assert (row.kind, row.category, row.page) == ("choice", "ley", uuid.UUID(course.lessons[0]))


def test_an_answer_is_marked_against_the_version_she_saw(who, course):
    raw = course.practice["true_false"]
    old = answered(course, "true_false")
    edited = {**raw, "value": {**raw["value"], "answer": False}}
    new = version(edited, page=course.lessons[0])
    assert new.digest != old["version"]
    assert enter("answered", old, subject=who.yuli)
    assert models.Answer.objects.get().right is True
    assert enter("answered", {**old, "version": new.digest}, subject=who.yuli, at=moment(1))
    assert models.Answer.objects.get().right is False


def test_an_answer_to_a_version_nobody_published_is_kept(who, course):
    payload = answered(course, "choice", version="0" * 16)
    assert enter("answered", payload, subject=who.yuli, keep=True).code == "unknown_version"
    assert KeptEvent.objects.get().envelope["payload"] == payload


def test_a_question_of_a_test_cannot_be_practised(who, course):
    raw = course.asked["choice"]
    payload = {
        "course": course.key,
        "lesson": course.test,
        "question": raw["id"],
        "version": digest(course, "choice"),
        "response": answer_to(raw),
    }
    assert enter("answered", payload, subject=who.yuli).code == "not_in_lesson"
    hidden = {**payload, "lesson": course.lessons[0]}
    assert enter("answered", hidden, subject=who.yuli).code == "not_in_lesson"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"course": None}, "bad_payload"),
        ({"course": "not an id"}, "bad_payload"),
        ({"course": uid("elsewhere")}, "unknown_course"),
        ({"lesson": uid("elsewhere")}, "unknown_lesson"),
        ({"lesson": ["a"]}, "bad_payload"),
    ],
)
def test_what_does_not_fit_this_site_is_refused_with_a_code(who, course, changes, code):
    payload = {"course": course.key, "lesson": course.lessons[0], **changes}
    assert enter("lesson_read", payload, subject=who.yuli).code == code


@pytest.mark.parametrize("payload", [None, [], "text", 7])
@pytest.mark.parametrize("kind", ["lesson_read", "answered", "sheet_saved", "task_done", "test_started"])
def test_a_payload_that_is_no_object_is_refused(who, kind, payload):
    assert enter(kind, payload, subject=who.yuli).code == "bad_payload"


def test_what_else_came_with_a_payload_is_not_stored(who, course):
    payload = {"course": course.key.upper(), "lesson": course.lessons[0], "phone": "secret"}
    outcome = enter("lesson_read", payload, subject=who.yuli)
    assert Event.objects.get(pk=outcome.id).payload == {"course": course.key, "lesson": course.lessons[0]}


def test_what_happened_to_nobody_we_know_is_kept(course):
    payload = {"course": course.key, "lesson": course.lessons[0]}
    assert enter("lesson_read", payload, subject=uuid7()).code == "unknown_member"


def test_a_question_of_a_copied_lesson_can_be_answered_in_the_copy(who, course):
    assert enter("answered", answered(course, "choice", lesson=course.lessons[1]), subject=who.yuli)


def test_the_record_of_a_removed_course_goes_on(who, course):
    models.CourseOutline.objects.update(removed_at=moment(), data={"lessons": [], "test": None})
    assert enter("answered", answered(course, "short"), subject=who.yuli)


# --- Who may ----------------------------------------------------------------------------------


def test_a_facilitator_enters_what_the_women_of_her_scope_did(who, course):
    payload = {"course": course.key, "lesson": course.lessons[0]}
    assert enter("lesson_read", payload, subject=who.yuli, by=who.amanda)
    assert enter("answered", answered(course, "choice"), subject=who.yuli, by=who.amanda)
    assert enter("lesson_read", payload, subject=who.rosa, by=who.amanda).code == "not_in_scope"


def test_a_companion_enters_nothing_in_her_place(who, course):
    payload = {"course": course.key, "lesson": course.lessons[0]}
    assert enter("lesson_read", payload, subject=who.yuli, by=who.hilda).code == "not_in_scope"
    payload = answered(course, "choice")
    assert enter("answered", payload, subject=who.yuli, by=who.hilda).code == "not_in_scope"


def test_nobody_answers_a_test_or_reflects_for_another(who, course):
    attempt = uuid7()
    assert enter("test_started", started(course, attempt), subject=who.yuli, id=attempt)
    said = reply(course, attempt, "choice")
    assert enter("test_answered", said, subject=who.yuli, by=who.amanda).code == "not_hers"
    words = {"course": course.key, "lesson": course.lessons[0], "block": uid("b"), "text": "Mío"}
    assert enter("reflected", words, subject=who.yuli, by=who.amanda).code == "not_hers"


def test_a_role_that_has_ended_writes_nothing(who, course):
    who.amanda.roles.update(until="2020-06-01")
    payload = {"course": course.key, "lesson": course.lessons[0]}
    assert enter("lesson_read", payload, subject=who.yuli, by=who.amanda).code == "not_in_scope"


def test_what_a_device_made_needs_the_role_of_that_day_and_paper_does_not(who, course):
    who.amanda.roles.update(since=(moment() + timedelta(days=1)).date())
    payload = {"course": course.key, "lesson": course.lessons[0]}
    refused = enter("lesson_read", payload, subject=who.yuli, by=who.amanda, device="her phone")
    assert refused.code == "not_in_scope"
    assert enter("lesson_read", payload, subject=who.yuli, by=who.amanda)


# --- Tests ------------------------------------------------------------------------------------


def sit(who, course, attempt, *events):
    """A whole try: start, (kind, right, minute) answers, finish after an hour."""
    enter("test_started", started(course, attempt), subject=who, id=attempt, at=moment())
    for kind, right, minute in events:
        enter("test_answered", reply(course, attempt, kind, right), subject=who, at=moment(minute))
    finish = {"course": course.key, "attempt": str(attempt)}
    enter("test_finished", finish, subject=who, at=moment(60))
    return models.Attempt.objects.get(pk=attempt)


def test_a_try_is_scored_when_it_ends(who, course):
    row = sit(who.yuli, course, uuid7(), ("choice", True, 1), ("number", True, 2), ("order", False, 3))
    assert (row.points, row.out_of, row.percent, row.passed) == (Decimal(2), 3, 67, True)
    assert row.by_category == {"ley": [2, 3]}
    assert row.finished_at == moment(60)


def test_what_she_left_out_counts_nothing(who, course):
    row = sit(who.yuli, course, uuid7(), ("choice", True, 1))
    assert (row.percent, row.passed) == (33, False)
    assert row.by_category == {"ley": [1, 3]}


def test_before_the_end_nothing_of_the_result_stands_anywhere(who, course):
    attempt = uuid7()
    enter("test_started", started(course, attempt), subject=who.yuli, id=attempt)
    enter("test_answered", reply(course, attempt, "choice"), subject=who.yuli, at=moment(1))
    row = models.Attempt.objects.get()
    assert (row.points, row.percent, row.passed, row.by_category) == (0, None, None, {})


def test_the_last_answer_before_the_end_counts(who, course):
    attempt = uuid7()
    sit(who.yuli, course, attempt, ("choice", False, 1), ("choice", True, 2), ("choice", False, 61))
    row = models.Answer.objects.get(attempt=attempt)
    assert (row.right, row.first_right, row.times) == (True, False, 2)
    assert Event.objects.filter(kind="courses.test_answered").count() == 3


def test_where_each_answer_is_explained_the_first_one_counts(who, course):
    attempt = uuid7()
    enter("test_started", started(course, attempt, answers="each"), subject=who.yuli, id=attempt)
    for minute, right in ((1, False), (2, True)):
        said = reply(course, attempt, "choice", right)
        enter("test_answered", said, subject=who.yuli, at=moment(minute))
    assert models.Answer.objects.get().right is False


def test_a_try_is_finished_once(who, course):
    attempt = uuid7()
    sit(who.yuli, course, attempt, ("choice", True, 1))
    finish = {"course": course.key, "attempt": str(attempt)}
    enter("test_finished", finish, subject=who.yuli, at=moment(90))
    assert models.Attempt.objects.get().finished_at == moment(60)


def test_a_question_that_was_not_drawn_counts_nothing(who, course):
    attempt = uuid7()
    row = sit(who.yuli, course, attempt, ("choice", True, 1), ("match", True, 2))
    assert row.points == 1
    assert not models.Answer.objects.filter(kind="match").exists()


def test_nobody_writes_into_the_try_of_another(who, course):
    attempt = uuid7()
    enter("test_started", started(course, attempt), subject=who.yuli, id=attempt)
    enter("test_answered", reply(course, attempt, "choice", False), subject=who.rosa)
    enter("test_finished", {"course": course.key, "attempt": str(attempt)}, subject=who.rosa)
    assert models.Attempt.objects.get().finished_at is None
    assert not models.Answer.objects.exists()
    assert enter("test_started", started(course, attempt), subject=who.rosa, id=uuid7()).code == "bad_payload"


def test_a_phone_cannot_choose_its_own_questions(who, course):
    attempt = uuid7()
    outcome = enter("test_started", started(course, attempt), subject=who.yuli, id=attempt, device="phone")
    assert outcome.code == "needs_server"


@pytest.mark.parametrize(
    "changes",
    [
        {"questions": []},
        {"questions": "all"},
        {"questions": [{"id": uid("x")}]},
        {"pass_mark": 0},
        {"pass_mark": True},
        {"pass_mark": "70"},
    ],
)
def test_a_try_that_makes_no_sense_is_refused(who, course, changes):
    attempt = uuid7()
    payload = started(course, attempt, **changes)
    assert enter("test_started", payload, subject=who.yuli, id=attempt).code == "bad_payload"


def test_a_try_of_questions_that_nobody_published_is_refused(who, course):
    attempt = uuid7()
    payload = started(course, attempt)
    payload["questions"][1]["version"] = "0" * 16
    assert enter("test_started", payload, subject=who.yuli, id=attempt).code == "unknown_version"


# --- Free texts and their readers -------------------------------------------------------------


def mark(course, right=True, note="Bien dicho.", attempt=None, raw=None):
    payload = {"course": course.key, "question": (raw or course.practice["essay"])["id"], "right": right}
    return {**payload, "note": note, **({"attempt": str(attempt)} if attempt else {})}


def test_a_free_text_waits_and_is_read_by_who_accompanies_her(who, course):
    enter("answered", answered(course, "essay"), subject=who.yuli)
    row = models.Answer.objects.get()
    assert (row.waits_for_reader, row.right) == (True, None)
    assert enter("marked", mark(course), subject=who.yuli, by=who.amanda, at=moment(5))
    row.refresh_from_db()
    assert (row.waits_for_reader, row.right, row.points) == (False, True, 1)
    assert (row.note, row.marked_by, row.marked_at) == ("Bien dicho.", who.amanda, moment(5))
    notice = Notice.objects.get(member=who.yuli, kind="text_read")
    assert notice.data["by"] == "Amanda"


def test_nobody_marks_her_own_text_nor_that_of_a_stranger(who, course):
    enter("answered", answered(course, "essay"), subject=who.yuli)
    assert enter("marked", mark(course), subject=who.yuli).code == "own_text"
    assert enter("marked", mark(course), subject=who.yuli, by=who.hilda).code == "not_in_scope"
    assert enter("marked", mark(course), subject=who.yuli, by=who.rosa).code == "not_in_scope"


def test_new_words_wait_for_a_reader_again(who, course):
    enter("answered", answered(course, "essay"), subject=who.yuli)
    enter("marked", mark(course), subject=who.yuli, by=who.amanda, at=moment(5))
    enter("answered", answered(course, "essay", {"text": "Otra cosa"}), subject=who.yuli, at=moment(9))
    row = models.Answer.objects.get()
    assert (row.waits_for_reader, row.right, row.note) == (True, None, "")


def test_the_latest_mark_counts(who, course):
    enter("answered", answered(course, "essay"), subject=who.yuli)
    enter("marked", mark(course, right=False), subject=who.yuli, by=who.amanda, at=moment(9))
    enter("marked", mark(course, right=True), subject=who.yuli, by=who.amanda, at=moment(5))
    assert models.Answer.objects.get().right is False


def test_a_mark_changes_nothing_that_is_marked_by_rule(who, course):
    enter("answered", answered(course, "choice"), subject=who.yuli)
    payload = mark(course, right=False, raw=course.practice["choice"])
    enter("marked", payload, subject=who.yuli, by=who.amanda, at=moment(5))
    assert models.Answer.objects.get().right is True
    assert not Notice.objects.exists()


def test_a_try_with_a_free_text_is_decided_when_it_was_read(who, course):
    attempt = uuid7()
    begin = started(course, attempt, kinds=("choice", "essay"))
    enter("test_started", begin, subject=who.yuli, id=attempt)
    for kind in ("choice", "essay"):
        enter("test_answered", reply(course, attempt, kind), subject=who.yuli, at=moment(1))
    enter("test_finished", {"course": course.key, "attempt": str(attempt)}, subject=who.yuli, at=moment(2))
    assert models.Attempt.objects.get().passed is None
    payload = mark(course, attempt=attempt, raw=course.asked["essay"])
    enter("marked", payload, subject=who.yuli, by=who.amanda, at=moment(3))
    row = models.Attempt.objects.get()
    assert (row.passed, row.percent) == (True, 100)
    assert Notice.objects.get().data["attempt"] == str(attempt)


# --- Real tasks -------------------------------------------------------------------------------


def test_a_task_done_is_confirmed_by_a_companion(who, course):
    enter("task_done", task(course, note="Ya está.", asked=str(who.hilda.pk)), subject=who.yuli)
    row = models.RealTask.objects.get()
    assert (row.done_at, row.note, row.asked, row.confirmed_at) == (moment(), "Ya está.", who.hilda, None)
    assert row in models.RealTask.objects.confirmable_by(who.hilda)
    assert enter("task_confirmed", task(course), subject=who.yuli, by=who.hilda, at=moment(5))
    row.refresh_from_db()
    assert (row.confirmed_by, row.confirmed_at, row.by_slip) == (who.hilda, moment(5), False)
    assert Notice.objects.get(member=who.yuli, kind="task_confirmed").data["by"] == "Hilda"


def test_the_earliest_confirmation_stands_and_is_told_once(who, course):
    enter("task_done", task(course), subject=who.yuli)
    enter("task_confirmed", task(course), subject=who.yuli, by=who.hilda, at=moment(5))
    enter("task_confirmed", task(course), subject=who.yuli, by=who.amanda, at=moment(6))
    assert models.RealTask.objects.get().confirmed_by == who.hilda
    assert Notice.objects.count() == 1


def test_nobody_confirms_her_own_task_nor_that_of_a_stranger(who, course):
    enter("task_done", task(course), subject=who.yuli)
    assert enter("task_confirmed", task(course), subject=who.yuli).code == "own_task"
    assert enter("task_confirmed", task(course), subject=who.yuli, by=who.rosa).code == "not_companion"


def test_a_confirmation_on_paper_may_come_before_the_task_is_noted(who, course):
    enter("task_confirmed", task(course, slip=True), subject=who.yuli, by=who.hilda, at=moment(5))
    row = models.RealTask.objects.get()
    assert (row.done_at, row.confirmed_at, row.by_slip) == (moment(5), moment(5), True)
    enter("task_done", task(course, note="Así fue"), subject=who.yuli, at=moment(9))
    row.refresh_from_db()
    assert (row.done_at, row.note, row.confirmed_by) == (moment(5), "Así fue", who.hilda)


def test_the_latest_note_stands_and_a_photo_is_not_lost_by_writing_again(who, course):
    photo = f"tasks/ab/{'ab' * 16}.jpg"
    enter("task_done", task(course, note="uno", photo=photo), subject=who.yuli)
    enter("task_done", task(course, note="dos"), subject=who.yuli, at=moment(3))
    row = models.RealTask.objects.get()
    assert (row.note, row.photo, row.done_at) == ("dos", photo, moment())


@pytest.mark.parametrize("photo", ["../../etc/passwd", "tasks/ab/short.jpg", 7, ["x"]])
def test_a_photo_is_named_as_we_name_them(who, course, photo):
    assert enter("task_done", task(course, photo=photo), subject=who.yuli).code == "bad_payload"


def test_only_a_companion_can_be_asked_to_confirm(who, course):
    payload = task(course, asked=str(who.rosa.pk))
    assert enter("task_done", payload, subject=who.yuli).code == "not_companion"


def test_a_task_that_no_course_has_is_refused(who, course):
    assert enter("task_done", task(course, task=uid("none")), subject=who.yuli).code == "unknown_task"


# --- Hers alone -------------------------------------------------------------------------------


def test_a_reflection_is_replaced_and_can_be_taken_back(who, course):
    words = {"course": course.key, "lesson": course.lessons[0], "block": uid("b")}
    enter("reflected", {**words, "text": "Uno"}, subject=who.yuli)
    enter("reflected", {**words, "text": "Dos"}, subject=who.yuli, at=moment(1))
    assert models.Reflection.objects.get().text == "Dos"
    enter("reflected", {**words, "text": "  "}, subject=who.yuli, at=moment(2))
    assert not models.Reflection.objects.exists()


def test_a_sheet_is_kept_changed_and_thrown_away_by_its_owner_alone(who):
    sheet = {"id": str(uuid7()), "name": "Mayo", "figures": {"rations": "2000", "lines": ["a\x00"]}}
    assert enter("sheet_saved", sheet, subject=who.yuli)
    assert models.SavedSheet.objects.get().figures == {"rations": "2000", "lines": ["a"]}
    assert enter("sheet_saved", sheet, subject=who.rosa).code == "id_taken"
    enter("sheet_saved", {**sheet, "figures": {}}, subject=who.yuli, at=moment(1))
    assert not models.SavedSheet.objects.exists()


@pytest.mark.parametrize("figures", [None, [], {"a": float("nan")}, {"a": "x" * 20_000}])
def test_figures_that_are_no_figures_are_refused(who, figures):
    sheet = {"id": str(uuid7()), "name": "", "figures": figures}
    assert enter("sheet_saved", sheet, subject=who.yuli).code in ("bad_payload", "too_long")


# --- Any order, repeated, in parts -------------------------------------------------------------

SUMMARIES = [
    models.Enrolment,
    models.LessonCompletion,
    models.Attempt,
    models.Answer,
    models.RealTask,
    models.Reflection,
    models.SavedSheet,
]


def standing():
    """All summary rows as plain values, without their row numbers."""
    rows = {}
    for model in SUMMARIES:
        names = [f.attname for f in model._meta.fields if f.attname != "id" or model is models.Attempt]
        rows[model.__name__] = sorted(map(repr, model.objects.values_list(*names)))
    return rows


def everything(who, course):
    """A long life of two women in one course, as the arguments of ``enter``."""
    tries = [uuid.uuid5(uuid.NAMESPACE_OID, f"try {n}") for n in (1, 2)]
    yuli, hilda, amanda = who.yuli, who.hilda, who.amanda
    life = [
        ("lesson_read", {"course": course.key, "lesson": course.lessons[0]}, yuli, yuli, 0),
        ("lesson_read", {"course": course.key, "lesson": course.lessons[0]}, yuli, amanda, 40),
        ("lesson_read", {"course": course.key, "lesson": course.lessons[1]}, hilda, hilda, 3),
        ("answered", answered(course, "essay"), yuli, yuli, 4),
        ("marked", mark(course), yuli, amanda, 6),
        ("answered", answered(course, "essay", {"text": "Otra"}), yuli, yuli, 8),
        ("marked", mark(course, right=False), yuli, amanda, 9),
        ("task_confirmed", task(course, slip=True), yuli, hilda, 5),
        ("task_done", task(course, note="uno"), yuli, yuli, 7),
        ("task_done", task(course, note="dos", asked=str(hilda.pk)), yuli, yuli, 9),
        ("task_confirmed", task(course), yuli, amanda, 10),
        ("sheet_saved", {"id": str(tries[0]), "name": "m", "figures": {"a": "1"}}, yuli, yuli, 1),
        ("sheet_saved", {"id": str(tries[0]), "name": "n", "figures": {"a": "2"}}, yuli, yuli, 2),
    ]
    for minute, right in ((1, False), (2, True), (2, False)):
        response = answer_to(course.practice["choices"], right=right)
        life.append(("answered", answered(course, "choices", response), yuli, yuli, minute))
    for minute, text in ((3, "Uno"), (5, "Dos")):
        words = {"course": course.key, "lesson": course.lessons[0], "block": uid("b"), "text": text}
        life.append(("reflected", words, yuli, yuli, minute))
    for attempt, mode in zip(tries, ("end", "each"), strict=True):
        finish = {"course": course.key, "attempt": str(attempt)}
        begin = started(course, attempt, ("choice", "number", "essay"), answers=mode)
        marked = mark(course, attempt=attempt, raw=course.asked["essay"])
        life += [
            ("test_started", begin, yuli, yuli, 10),
            ("test_answered", reply(course, attempt, "choice", False), yuli, yuli, 11),
            ("test_answered", reply(course, attempt, "choice", True), yuli, yuli, 12),
            ("test_answered", reply(course, attempt, "essay"), yuli, yuli, 13),
            ("test_finished", finish, yuli, yuli, 15),
            ("test_answered", reply(course, attempt, "number"), yuli, yuli, 16),
            ("test_finished", finish, yuli, yuli, 20),
            ("marked", marked, yuli, amanda, 30),
        ]
    return [
        {
            "kind": kind,
            "payload": payload,
            "subject": subject,
            "by": by,
            "at": moment(minute),
            "id": uuid.UUID(payload["attempt"])
            if kind == "test_started"
            else uuid.uuid5(uuid.NAMESPACE_OID, f"event {place}"),
        }
        for place, (kind, payload, subject, by, minute) in enumerate(life)
    ]


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32), repeats=st.integers(0, 8), parts=st.integers(1, 4))
def test_any_order_repetition_and_split_gives_the_same_summaries(who, course, seed, repeats, parts):
    life = everything(who, course)

    def lived(events):
        with transaction.atomic():
            for event in events:
                assert enter(**event), event
            found = standing()
            transaction.set_rollback(True)
        return found

    chance = random.Random(seed)
    shuffled = [*life, *chance.choices(life, k=repeats)]
    chance.shuffle(shuffled)
    if not hasattr(course, "wanted"):
        course.wanted = lived(life)
    assert all(course.wanted.values())
    # In parts, each of which may come late and be sent again as a whole.
    batches = [shuffled[n::parts] for n in range(parts)]
    chance.shuffle(batches)
    assert lived([event for batch in [*batches, batches[0]] for event in batch]) == course.wanted


def test_a_rebuild_gives_what_stood(who, course):
    for event in everything(who, course):
        enter(**event)
    live = standing()
    heaps = Event.objects.values("subject", "key").distinct().count()
    told = StringIO()
    call_command("rebuild_record", stdout=told)
    assert f"{heaps} / {heaps}" in told.getvalue()
    assert standing() == live
    for model in reversed(SUMMARIES):
        model.objects.all().delete()
    assert not any(standing().values())
    record.rebuild()
    assert standing() == live


def test_a_rebuild_takes_away_what_the_record_does_not_say(who, course):
    enter("answered", answered(course, "choice"), subject=who.yuli)
    models.Answer.objects.update(right=False, times=9)
    record.rebuild(subject=who.yuli)
    row = models.Answer.objects.get()
    assert (row.right, row.times) == (True, 1)


def test_when_a_woman_is_erased_her_summaries_go_and_a_rebuild_brings_nothing_back(who, course):
    for event in everything(who, course):
        enter(**event)
    who.yuli.delete()
    record.rebuild()
    assert models.Enrolment.objects.get().member == who.hilda
    assert not models.Attempt.objects.exists()


def test_what_another_confirmed_stays_when_she_is_erased(who, course):
    enter("task_confirmed", task(course), subject=who.yuli, by=who.hilda)
    who.hilda.delete()
    record.rebuild()
    row = models.RealTask.objects.get()
    assert (row.confirmed_at, row.confirmed_by) == (moment(), None)


# --- Sent twice by a form ----------------------------------------------------------------------


def test_a_double_tap_is_one_event(who, course):
    nonce = uuid7()
    said = {
        "member": who.yuli,
        "course": course.key,
        "lesson": course.lessons[0],
        "question": course.practice["choice"]["id"],
        "version": version(course.practice["choice"], page=course.lessons[0]).digest,
        "nonce": nonce,
    }
    right, wrong = (answer_to(course.practice["choice"], right=right) for right in (True, False))
    assert learning.answer_practice(**said, response=right).state == record.APPLIED
    assert learning.answer_practice(**said, response=right).state == record.ALREADY
    assert models.Answer.objects.get().times == 1
    # The same form after "back", saying something else, is another answer.
    assert learning.answer_practice(**said, response=wrong).state == record.APPLIED
    assert models.Answer.objects.get().times == 2


def test_the_queries_of_an_answer_do_not_grow_with_the_answers(who, course, django_assert_max_num_queries):
    for minute in range(30):
        enter("answered", answered(course, "choice"), subject=who.yuli, at=moment(minute))
    MemberFactory.create_batch(5, member_of=who.kitchen)
    # Ledger twice, known id, outline, version, is it a test (twice), the woman, event with its savepoint,
    # ledger count, the heap, her again, the versions, the row read and written, enrolment.
    with django_assert_max_num_queries(24):
        enter("answered", answered(course, "choice"), subject=who.yuli, at=moment(40))
