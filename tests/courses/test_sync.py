"""What phones send about learning. The fifteen ways in which others lose work: those that a server can lose."""

import random
import threading
import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.core import record, sync
from academy.core.ids import uuid7
from academy.core.models import Event, KeptEvent
from academy.core.record import registry
from courses import models
from courses.services import learning
from tests.courses.factories import (
    CourseFactory,
    MemberFactory,
    answer_to,
    moment,
    people,
    unsaved_test,
    version,
    written_course,
)
from tests.courses.test_record import LATER, answered, everything, reply, standing, task

pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return people()


@pytest.fixture
def course():
    return written_course()


def raw(kind, payload, *, subject, at=None, id=None, **more):
    """An event as a phone writes it."""
    return {
        "id": str(id or uuid7()),
        "kind": f"courses.{kind}",
        "subject": str(subject.pk),
        "happened_at": (at or moment()).isoformat(),
        "content_version": "",
        "payload": payload,
        **more,
    }


def send(*events, by, device="phone", at=LATER):
    return sync.take(sync.Batch(device, list(events)), by=by, at=at).answers


def states(answers):
    return [(answer.state, answer.code) for answer in answers]


def read(course, lesson=0):
    return {"course": course.key, "lesson": course.lessons[lesson]}


# --- Any order, repeated, in parts, from two phones, with any clock -----------------------------------


def lived(who, course):
    """``(raw, by)`` of all that phones send in a long life, some from a clock that is years ahead."""
    sent = []
    for place, event in enumerate(everything(who, course)):
        if event["kind"] == "test_started":
            continue  # needs the server
        clock = event["at"] + timedelta(days=4000) if place % 5 == 2 else event["at"]
        made = raw(event["kind"], event["payload"], subject=event["subject"], at=clock, id=event["id"])
        sent.append((made, event["by"]))
    unknown = answered(course, "match", version="0123456789abcdef")
    sent.append((raw("answered", unknown, subject=who.yuli, id=uuid.UUID(int=7)), who.yuli))
    return sent


def begin_tests(who, course):
    for event in everything(who, course):
        if event["kind"] == "test_started":
            started = {**event, "kind": "courses.test_started", "happened_at": event["at"], "at": LATER}
            assert record.record(**started)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32), repeats=st.integers(0, 8), parts=st.integers(1, 5))
def test_any_order_repetition_split_and_clock_gives_the_same_summaries(who, course, seed, repeats, parts):
    life = lived(who, course)

    def arrive(batches):
        """The batches of all phones as they come; then the course's new edition; what stands afterwards."""
        with transaction.atomic():
            begin_tests(who, course)
            for batch in batches:
                for by in {by for _raw, by in batch}:
                    for device in ("one", "two"):
                        answers = send(*(made for made, whose in batch if whose == by), by=by, device=device)
                        assert {answer.state for answer in answers} <= {"applied", "already", "kept"}
            kept = list(KeptEvent.objects.values_list("code", flat=True))
            assert kept == ["unknown_version"]
            edit = {**course.practice["match"]}
            models.QuestionVersion.objects.create(
                question=edit["id"], digest="0123456789abcdef", kind="match", page=course.lessons[0], data=edit
            )
            assert record.retry_kept() == {"applied": 1}
            found = standing(), {str(pk) for pk in Event.objects.exclude(by=None).values_list("pk", flat=True)}
            transaction.set_rollback(True)
        return found

    chance = random.Random(seed)
    shuffled = [*life, *chance.choices(life, k=repeats)]
    chance.shuffle(shuffled)
    if not hasattr(course, "arrived"):
        course.arrived = arrive([life])
    summaries, events = course.arrived
    assert {made["id"] for made, _by in life} <= events
    assert arrive([shuffled[n::parts] for n in range(parts)]) == (summaries, events)


def test_events_of_a_clock_that_is_ahead_keep_the_order_in_which_they_were_made(who, course):
    first, second = uuid7(1_000), uuid7(2_000)
    wrong = answer_to(course.practice["choice"], right=False)
    later = LATER + timedelta(days=30)
    answers = send(
        raw("answered", answered(course, "choice", wrong), subject=who.yuli, at=later, id=second),
        raw("answered", answered(course, "choice"), subject=who.yuli, at=later - timedelta(hours=1), id=first),
        by=who.yuli,
    )
    assert states(answers) == [("applied", "")] * 2
    row = models.Answer.objects.get()
    assert (row.first_right, row.right, row.answered_at) == (True, False, LATER)
    assert set(Event.objects.exclude(by=None).values_list("clock_ahead", flat=True)) == {True}


def test_a_clock_that_began_anew_in_1970_loses_nothing(who, course):
    born = moment().replace(year=1970, month=1, day=1)
    assert states(send(raw("lesson_read", read(course), subject=who.yuli, at=born), by=who.yuli)) == [("applied", "")]
    assert models.LessonCompletion.objects.get().first_at == born


# --- What others lose (docs of the peers, by number) --------------------------------------------------


def test_loss_path_2_on_a_shared_phone_the_work_of_one_never_becomes_anothers(who, course):
    hers = raw("lesson_read", read(course), subject=who.yuli, by=str(who.yuli.pk))
    assert states(send(hers, by=who.hilda)) == [("later", "other_session")]
    assert not Event.objects.exists()
    assert not KeptEvent.objects.exists()
    assert states(send(hers, by=who.yuli)) == [("applied", "")]


def test_loss_path_4_answers_with_ampersands_equal_signs_and_percents_arrive_whole(who, course):
    said = 'a=1&b=2 100% + %26 «sí»; \\u0041 "x"'
    payload = answered(course, "essay", {"text": said})
    body = sync.json.dumps({"device": "p", "events": [raw("answered", payload, subject=who.yuli)]}).encode()
    sync.take(sync.read_batch(body), by=who.yuli, at=LATER)
    assert models.Answer.objects.get().response == {"text": said}


def test_loss_path_5_a_server_error_is_no_acknowledgement_unless_the_event_is_safe(who, course, monkeypatch):
    event = raw("lesson_read", read(course), subject=who.yuli)

    def broken(*args):
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setitem(registry.projectors, "lesson", broken)
        assert states(send(event, by=who.yuli)) == [("kept", "site_error")]
    assert not Event.objects.exists()
    assert record.retry_kept() == {"applied": 1}
    assert models.LessonCompletion.objects.get().first_at == moment()

    def away(*args):
        raise OperationalError("database is locked")

    again = [raw("lesson_read", read(course, 1), subject=who.yuli) for _n in range(4)]
    with monkeypatch.context() as patch:
        patch.setitem(registry.projectors, "lesson", away)
        assert states(send(*again, by=who.yuli)) == [("later", "busy")] * 4
    assert not KeptEvent.objects.exists()
    assert states(send(*again, by=who.yuli)) == [("applied", "")] * 4


def test_loss_path_6_nobody_posts_for_another_and_nothing_is_thrown_away(who, course):
    forged = raw("lesson_read", read(course), subject=who.yuli)
    assert states(send(forged, by=who.rosa)) == [("kept", "not_in_scope")]
    kept = KeptEvent.objects.get()
    assert (kept.subject, kept.by, kept.envelope["payload"]) == (who.yuli.pk, who.rosa.pk, forged["payload"])
    assert not Event.objects.exists()
    # Her own, under the same number, goes through all the same.
    assert states(send(forged, by=who.yuli)) == [("applied", "")]


def test_loss_path_7_who_recorded_and_what_it_is_worth_is_never_the_phones_to_say(who, course):
    payload = {**answered(course, "choice", answer_to(course.practice["choice"], right=False)), "right": True}
    send(raw("answered", {**payload, "points": 9}, subject=who.yuli), by=who.yuli)
    row = models.Answer.objects.get()
    assert (row.right, row.points) == (False, 0)
    assert "points" not in Event.objects.get(kind="courses.answered").payload


def test_loss_path_8_a_try_that_ended_on_another_phone_still_takes_in_what_was_answered_before(who, course):
    attempt = learning.start_test(
        member=who.yuli, course=course.key, test_page=unsaved_test(course), nonce=uuid7(), at=moment(1)
    ).attempt
    kinds = [k for k, q in course.asked.items() if q["id"] in {drawn["id"] for drawn in attempt.questions}]
    finish = {"course": course.key, "attempt": str(attempt.pk)}
    send(raw("test_finished", finish, subject=who.yuli, at=moment(30)), by=who.yuli, device="one")
    late = [raw("test_answered", reply(course, attempt.pk, kind), subject=who.yuli, at=moment(2)) for kind in kinds]
    stale = raw("test_answered", {**late[0]["payload"], "version": "f" * 16}, subject=who.yuli, at=moment(3))
    answers = send(stale, *late, by=who.yuli, device="two")
    assert states(answers) == [("kept", "unknown_version")] + [("applied", "")] * len(late)
    attempt.refresh_from_db()
    assert (attempt.passed, attempt.percent) == (True, 100)


def test_loss_path_9_what_names_a_course_that_is_not_here_waits_for_it(who, course):
    key = str(uuid7())
    lesson = str(uuid7())
    event = raw("lesson_read", {"course": key, "lesson": lesson}, subject=who.yuli)
    assert states(send(event, by=who.yuli)) == [("kept", "unknown_course")]
    assert record.retry_kept() == {"kept": 1}
    outline = CourseFactory(key=key, code="R9")
    outline.data["lessons"][0]["key"] = lesson
    outline.save()
    assert record.retry_kept(subject=who.hilda) == {}
    assert record.retry_kept(codes=["unknown_course"]) == {"applied": 1}
    assert not KeptEvent.objects.exists()
    assert record.retry_kept() == {}
    assert models.LessonCompletion.objects.get().first_at == moment()
    assert Event.objects.get(kind="courses.lesson_read").received_at == LATER
    assert states(send(event, by=who.yuli)) == [("already", "")]


def test_loss_path_11_two_contents_for_one_number_are_both_there(who, course):
    number = uuid7()
    words = {"course": course.key, "lesson": course.lessons[0], "block": str(uuid7())}
    one, two, three = (
        raw("reflected", {**words, "text": text}, subject=who.yuli, id=number, at=moment(n))
        for n, text in enumerate(("Uno", "Dos", "Tres"))
    )
    assert states(send(one, two, by=who.yuli)) == [("applied", ""), ("kept", "id_taken")]
    assert states(send(three, one, two, by=who.yuli)) == [
        ("kept", "id_taken"),
        ("already", ""),
        ("kept", "id_taken"),
    ]
    assert KeptEvent.objects.count() == 2
    assert record.retry_kept() == {}
    assert record.retry_kept(by_hand=True) == {"applied": 2}
    assert models.Reflection.objects.get().text == "Tres"
    # Sent again after all: it is known under whichever number it got.
    assert states(send(one, two, three, by=who.yuli)) == [("already", "")] * 3
    assert Event.objects.filter(kind="courses.reflected").count() == 3


def test_loss_path_12_a_repeated_event_counts_once_however_often_and_through_whom_it_comes(who, course):
    event = raw("lesson_read", read(course), subject=who.yuli)
    first = send(event, event, by=who.yuli)
    assert states(first) == [("applied", ""), ("already", "")]
    assert states(send(event, by=who.amanda, device="other")) == [("already", "")]
    assert Event.objects.filter(kind="courses.lesson_read").count() == 1


def test_loss_path_15_one_bad_event_never_blocks_the_next(who, course):
    good = [raw("lesson_read", read(course, n), subject=who.yuli) for n in (0, 1)]
    answers = send(good[0], None, {"id": "x"}, {**good[1], "id": str(uuid7()), "payload": []}, good[1], by=who.yuli)
    assert [answer.state for answer in answers] == ["applied", "unreadable", "unreadable", "kept", "applied"]


# --- Authority ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("device", ["phone", sync.NAMELESS])
def test_a_test_is_never_started_by_a_device(who, course, device):
    number = uuid7()
    payload = {
        "course": course.key,
        "test": course.test,
        "attempt": str(number),
        "questions": [
            {"id": course.asked["choice"]["id"], "version": version(course.asked["choice"], page=course.test).digest}
        ],
        "pass_mark": 1,
    }
    answers = send(raw("test_started", payload, subject=who.yuli, id=number), by=who.yuli, device=device)
    assert states(answers) == [("kept", "needs_server")]
    assert not models.Attempt.objects.exists()


def test_a_device_that_does_not_name_itself_is_a_device_all_the_same():
    for named in ("", None, 7, "  ", "\x00"):
        assert sync.read_batch(sync.json.dumps({"device": named, "events": []}).encode()).device == sync.NAMELESS


def test_nobody_says_that_the_site_itself_saw_it(who, course):
    event = raw("enrolled", {"course": course.key}, subject=who.yuli, by=None)
    assert states(send(event, by=who.rosa)) == [("kept", "not_in_scope")]
    assert states(send({**event, "id": str(uuid7())}, by=who.yuli)) == [("applied", "")]
    assert Event.objects.get().by == who.yuli.pk


def test_a_facilitator_sends_what_her_circle_did(who, course):
    events = [raw("lesson_read", read(course), subject=each) for each in (who.yuli, who.hilda)]
    assert states(send(*events, by=who.amanda)) == [("applied", "")] * 2
    assert set(Event.objects.filter(kind="courses.lesson_read").values_list("by", flat=True)) == {who.amanda.pk}


def test_her_role_must_have_stood_when_it_was_made_on_a_device(who, course):
    old = raw("lesson_read", read(course), subject=who.yuli, at=moment().replace(year=2019))
    assert states(send(old, by=who.amanda)) == [("kept", "not_in_scope")]


def test_what_her_phone_said_of_a_woman_who_is_not_here_yet_waits_for_her(who, course):
    coming = uuid7()
    event = raw("lesson_read", read(course), subject=who.yuli)
    event["subject"] = str(coming)
    assert states(send(event, by=who.amanda)) == [("kept", "unknown_member")]
    MemberFactory(pk=coming, member_of=who.kitchen)
    assert record.retry_kept(subject=coming) == {"applied": 1}


def test_a_confirmation_from_a_phone_is_by_whoever_is_signed_in(who, course):
    events = [raw("task_confirmed", task(course), subject=who.yuli)]
    assert states(send(*events, by=who.hilda)) == [("applied", "")]
    assert models.RealTask.objects.get().confirmed_by == who.hilda


# --- The shelf ----------------------------------------------------------------------------------------


def test_publishing_a_course_lets_in_what_waited_for_it(course, who, django_capture_on_commit_callbacks):
    from courses.publishing import write_outline
    from tests.courses.factories import published_course

    published = published_course()
    kept = raw("lesson_read", {"course": published.key, "lesson": published.lessons[0]}, subject=who.yuli)
    published.outline.delete()
    assert states(send(kept, by=who.yuli)) == [("kept", "unknown_course")]
    with django_capture_on_commit_callbacks(execute=True):
        write_outline(published.page.translation_key)
    assert not KeptEvent.objects.exists()
    assert models.LessonCompletion.objects.filter(member=who.yuli).exists()


def test_a_question_published_again_lets_in_the_answers_to_it(who, django_capture_on_commit_callbacks):
    from courses.publishing import write_versions
    from tests.courses.factories import published_course

    published = published_course()
    payload = answered(published, "choice")
    models.QuestionVersion.objects.all().delete()
    assert states(send(raw("answered", payload, subject=who.yuli), by=who.yuli)) == [("kept", "unknown_version")]
    with django_capture_on_commit_callbacks(execute=True):
        write_versions(published.lesson_pages[0].translation_key)
    assert models.Answer.objects.get(member=who.yuli).right is True


def test_signing_in_lets_in_what_can_be_by_now(who, course, client):
    unknown = answered(course, "choice", version="0" * 16)
    send(raw("answered", unknown, subject=who.yuli), by=who.yuli)
    version_now = {**course.practice["choice"]}
    models.QuestionVersion.objects.create(
        question=version_now["id"], digest="0" * 16, kind="choice", page=course.lessons[0], data=version_now
    )
    client.force_login(who.hilda)
    assert KeptEvent.objects.exists()
    client.force_login(who.yuli)
    assert not KeptEvent.objects.exists()


def test_the_command_tries_again_and_says_what_came_of_it(who, course, capsys):
    send(raw("answered", answered(course, "choice", version="0" * 16), subject=who.yuli), by=who.yuli)
    call_command("retry_kept")
    assert "0 applied, 0 were here already, 1 still kept." in capsys.readouterr().out


def test_each_kind_has_words_of_its_own():
    kinds = [kind for kind in registry.handlers if kind.startswith("courses.")]
    assert len({record.label_of(kind) for kind in kinds}) == len(kinds)
    assert len(kinds) == 15
    assert record.label_of("courses.future") == "una anotación"


def test_a_finished_lesson_weighs_two_kilobytes_at_most_on_its_way_up(who, course):
    events = [raw("lesson_read", read(course), subject=who.yuli)]
    events += [raw("answered", answered(course, kind), subject=who.yuli) for kind in ("choice", "true_false", "number")]
    assert len(sync.json.dumps({"device": "phone", "events": events}, separators=(",", ":"))) <= 2048


# --- At once ------------------------------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share no in-memory database")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_phones_that_send_the_same_at_once_count_it_once():
    house, where = people(), written_course()
    events = [raw("lesson_read", read(where, n % 2), subject=house.yuli, at=moment(n)) for n in range(6)]
    events += [raw("answered", answered(where, "choice"), subject=house.yuli, at=moment(n)) for n in range(6)]
    gate, told = threading.Barrier(4), []

    def phone(order):
        gate.wait()
        try:
            told.append(send(*events[::order], by=house.yuli, device=str(order)))
        finally:
            connection.close()

    threads = [threading.Thread(target=phone, args=(order,)) for order in (1, -1, 1, -1)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(told) == 4
    states_of = [state for answers in told for state, _code in states(answers)]
    assert sorted(states_of) == ["already"] * 36 + ["applied"] * 12
    assert models.Answer.objects.get().times == 6
    assert not KeptEvent.objects.exists()
