"""What completes a course, what comes next, how a try went: dates and values in, decisions out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import rules
from courses.rules import Done, Marked, Step

COURSE = {
    "rule": {"lessons": None, "tasks": None, "test": True},
    "certificate": True,
    "lessons": [
        {"key": "l1", "tasks": [{"id": "t1"}]},
        {"key": "l2", "tasks": []},
        {"key": "l3", "tasks": [{"id": "t3"}]},
    ],
    "test": {"key": "prueba"},
}


def course(**rule):
    return {**COURSE, "rule": {**COURSE["rule"], **rule}}


def done(read="", tasks="", confirmed="", **more):
    """``done("l1 l2", tasks="t1")``."""
    sets = {"read": read, "done": tasks, "confirmed": confirmed}
    return Done(**{name: frozenset(keys.split()) for name, keys in sets.items()}, **more)


ALL = done("l1 l2 l3", "t1 t3", "t1 t3", passed=True)


def test_a_course_begins_with_everything_left():
    left = rules.what_is_left(COURSE, Done())
    assert left.lessons == ["l1", "l2", "l3"]
    assert left.tasks == ["t1", "t3"]
    assert left.test_needed
    assert not left.complete


def test_a_course_is_complete_when_all_that_its_rule_asks_is_done():
    left = rules.what_is_left(COURSE, ALL)
    assert (left.lessons, left.tasks, left.tasks_waiting, left.test_needed) == ([], [], [], False)
    assert left.complete


@pytest.mark.parametrize(
    "missing",
    [
        done("l1 l2", "t1 t3", "t1 t3", passed=True),
        done("l1 l2 l3", "t1 t3", "t1", passed=True),
        done("l1 l2 l3", "t1 t3", "t1 t3"),
    ],
    ids=["a lesson", "a confirmation", "the test"],
)
def test_one_thing_missing_leaves_a_course_incomplete(missing):
    assert not rules.what_is_left(COURSE, missing).complete


def test_a_task_that_is_done_waits_for_a_companion():
    left = rules.what_is_left(COURSE, done("l1 l2 l3", tasks="t1", passed=True))
    assert left.tasks == ["t3"]
    assert left.tasks_waiting == ["t1"]
    assert left.tasks_needed == 2


def test_a_rule_may_ask_for_some_only():
    two = course(lessons=2, tasks=1, test=False)
    assert rules.what_is_left(two, done("l3", passed=False)).lessons_needed == 1
    assert rules.what_is_left(two, done("l1 l3", "t3", "t3")).complete


def test_a_rule_that_asks_for_more_than_there_is_asks_for_all():
    assert rules.what_is_left(course(lessons=9, tasks=9), ALL).complete


def test_lessons_that_left_the_course_count_for_nothing():
    assert rules.what_is_left(course(lessons=2), done("gone older")).lessons_needed == 2


def test_a_course_without_a_test_needs_none():
    assert not rules.what_is_left({**COURSE, "test": None}, Done()).test_needed


@pytest.mark.parametrize(
    ("has", "step"),
    [
        (Done(), Step("lesson", lesson="l1")),
        (done("l1"), Step("lesson", lesson="l2")),
        (done("l1 l2 l3"), Step("test")),
        (done("l1 l2 l3", passed=True), Step("task", lesson="l1", task="t1")),
        (done("l1 l2 l3", "t1", passed=True), Step("task", lesson="l3", task="t3")),
        (done("l1 l2 l3", "t1 t3", "t3", passed=True), Step("task_waiting", lesson="l1", task="t1")),
        (done("l1 l2 l3", "t1 t3", "t1 t3", test_waits=True), Step("test_waiting")),
        (ALL, Step("certificate")),
        (done("l1 l2 l3", "t1 t3", "t1 t3", passed=True, certificate=True), Step("finished")),
    ],
)
def test_there_is_one_next_thing(has, step):
    assert rules.next_step(COURSE, has) == step


def test_enough_tasks_waiting_leave_nothing_more_for_her_to_do():
    has = done("l1 l2 l3", tasks="t3", passed=True)
    assert rules.next_step(course(tasks=1), has) == Step("task_waiting", lesson="l3", task="t3")


def test_a_course_without_certificate_ends_by_being_finished():
    assert rules.next_step({**COURSE, "certificate": False}, ALL) == Step("finished")


some = st.sets(st.sampled_from(["l1", "l2", "l3", "t1", "t3"])).map(frozenset)


@given(some, some, some, st.booleans(), st.sampled_from([None, 0, 1, 2, 5]), st.sampled_from([None, 0, 1, 5]))
def test_the_next_thing_and_what_is_left_never_contradict(read, tasks, confirmed, passed, lessons, asked):
    has = Done(read, tasks | confirmed, confirmed, passed)
    data = course(lessons=lessons, tasks=asked)
    left, step = rules.what_is_left(data, has), rules.next_step(data, has)
    assert left.complete is (step.kind in ("certificate", "finished"))
    assert (step.kind == "lesson") is bool(left.lessons)
    more = Done(read | {"l1"}, tasks | {"t1"}, confirmed | {"t1"}, passed)
    assert rules.what_is_left(data, more).lessons_needed <= left.lessons_needed
    assert rules.what_is_left(data, more).tasks_needed <= left.tasks_needed


# --- Tests -------------------------------------------------------------------------------------


def test_tries_may_be_as_many_as_she_wants():
    assert rules.may_start_test(0, 50, open_attempt=False)


def test_the_last_try_is_allowed_and_the_next_one_refused_with_a_reason():
    assert rules.may_start_test(2, 1, open_attempt=False)
    refusal = rules.may_start_test(2, 2, open_attempt=False)
    assert not refusal
    assert "2 veces" in refusal.reason
    assert "una vez" in rules.may_start_test(1, 1, open_attempt=False).reason


def test_an_open_try_may_always_be_gone_on_with():
    assert rules.may_start_test(1, 1, open_attempt=True)


def marks(*points):
    return [Marked(Decimal(str(p)), p == 1, category="ley") for p in points]


@pytest.mark.parametrize(
    ("points", "out_of", "percent"),
    [((1, 1, 0), 3, 67), ((1, 0, 0), 3, 33), ((1, 1, 0.78), 4, 70), ((), 3, 0)],
)
def test_percent_is_rounded_to_the_nearest_whole(points, out_of, percent):
    assert rules.score_attempt(marks(*points), out_of, 70).percent == percent


def test_a_half_is_rounded_upwards_and_passing_follows_what_she_reads():
    score = rules.score_attempt(marks(0.69, 0.70), 2, 70)
    assert score.points * 100 / 2 == Decimal("69.5")
    assert (score.percent, score.passed) == (70, True)


def test_a_try_below_the_mark_is_not_passed_yet():
    assert rules.score_attempt(marks(1, 0), 2, 51).passed is False
    assert rules.score_attempt(marks(1, 0), 2, 50).passed is True


def test_while_something_waits_nothing_is_passed_or_failed():
    score = rules.score_attempt([*marks(1, 1), Marked(waits=True, right=None)], 3, 60)
    assert score.passed is None
    assert score.waiting == 1


def test_success_is_told_by_category():
    answers = [Marked(Decimal(1), True, category="ley"), Marked(category="ley"), Marked(category="cuentas")]
    assert rules.score_attempt(answers, 3, 70).by_category == {"cuentas": [0, 1], "ley": [1, 2]}


def test_a_test_without_questions_is_not_passed():
    assert rules.score_attempt([], 0, 1).passed is False


def test_success_by_category_leaves_out_what_waits():
    found = rules.success_by_category([("ley", True), ("ley", False), ("ley", None), ("relevo", None)])
    assert [(s.category, s.right, s.of, s.percent) for s in found] == [("ley", 1, 2, 50)]


# --- People ------------------------------------------------------------------------------------


def test_nobody_confirms_her_own_task():
    assert not rules.may_confirm(herself=True, companion=True, accompanies=True)


@pytest.mark.parametrize(("companion", "accompanies"), [(True, False), (False, True)])
def test_a_companion_or_who_accompanies_her_confirms(companion, accompanies):
    assert rules.may_confirm(herself=False, companion=companion, accompanies=accompanies)


def test_a_stranger_does_not_confirm():
    assert rules.may_confirm(herself=False, companion=False, accompanies=False).code == "not_companion"


def test_a_text_is_read_by_who_accompanies_her_and_never_by_herself():
    assert rules.may_mark(herself=False, accompanies=True)
    assert not rules.may_mark(herself=False, accompanies=False)
    assert not rules.may_mark(herself=True, accompanies=True)
