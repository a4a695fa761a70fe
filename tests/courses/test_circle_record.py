"""A meeting in the record: the same from the page, from a phone and from paper; hers, and hers to disown."""

import random
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core import record, sync
from academy.core.ids import event_id, uuid7
from academy.core.models import Event, KeptEvent, Ledger
from academy.members.models import Membership, Notice, Role
from courses import corrections, xapi
from courses.circles import services
from courses.circles.noted import told, waiting_question
from courses.circles.rules import meeting_id
from courses.grading import digest
from courses.models import Answer, Circle, CircleAttendance, CircleMeeting, Enrolment, LessonCompletion, PaperSheet
from courses.services import learning, statements
from courses.sheets import typing
from courses.sheets.numbers import sheet_for
from courses.sheets.typing import type_sheet
from tests.courses.factories import MemberFactory, answer_to, people, written_course

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 2)
ZONE = timezone.get_fixed_timezone(-300)


@pytest.fixture
def who():
    return people()


@pytest.fixture
def course():
    return written_course()


@pytest.fixture
def circle(who):
    circle = services.found_circle(name="Los jueves", organisation=who.kitchen, by=who.amanda)
    services.set_women(circle=circle, women=[who.yuli, who.hilda], by=who.amanda)
    return circle


def said(course, *kinds, right=True):
    return [
        {"question": raw["id"], "version": digest(raw), "response": answer_to(raw, right=right)}
        for raw in (course.practice[kind] for kind in kinds)
    ]


def hold(circle, course, by, present, **changes):
    fields = {"course": course.key, "lesson": course.lessons[0], "day": DAY, "answers": said(course, "choice", "match")}
    return services.hold_meeting(circle=circle, by=by, present=present, **{**fields, **changes})


def from_phone(circle, course, present, *, answers=None, tasks=None, round=1, day=DAY):
    """The events as static/js/circle.js makes them."""
    meeting = str(meeting_id(circle.pk, course.lessons[0], day))
    base = {"course": course.key, "lesson": course.lessons[0]}
    answers = said(course, "choice", "match") if answers is None else answers
    same = {
        **base,
        "circle": str(circle.pk),
        "meeting": meeting,
        "day": day.isoformat(),
        "round": round,
        "answers": sorted(answers, key=lambda each: each["question"]),
        "tasks": tasks,
    }

    def event(kind, subject, payload):
        return {
            "id": str(event_id(meeting, {"subject": str(subject), "kind": kind, **payload})),
            "kind": f"courses.{kind}",
            "subject": str(subject),
            "happened_at": f"{day.isoformat()}T00:00:00-05:00",
            "payload": payload,
        }

    met = {**same, "present": len(present), "women": max(circle.women.count(), len(present))}
    found = [event("circle_met", circle.pk, met)]
    for woman in present:
        found.append(event("attended", woman.pk, {**same, "check": False}))
        found.append(event("lesson_read", woman.pk, base))
    return found


def send(events, by, at=None):
    return sync.take(sync.Batch("phone", list(events)), by=by, at=at or timezone.now()).answers


def summaries():
    """All that circles and their lessons write down, without numbers of rows."""
    return {
        model.__name__: sorted(
            (str(row) for row in model.objects.values_list(*_columns(model))),
        )
        for model in (CircleMeeting, CircleAttendance, LessonCompletion, Enrolment, Answer)
    }


def _columns(model):
    return [field.attname for field in model._meta.concrete_fields if field.attname != "id" or model is CircleMeeting]


def forget():
    Event.objects.all().delete()
    Ledger.objects.all().delete()
    for model in (CircleMeeting, CircleAttendance, LessonCompletion, Enrolment, Answer):
        model.objects.all().delete()


# --- One meeting, whichever way it comes ---------------------------------------------------------------


def test_page_phone_and_paper_of_one_meeting_are_the_same_events(who, course, circle):
    women = [who.yuli, who.hilda]
    assert hold(circle, course, who.amanda, women).new
    ids = set(Event.objects.values_list("pk", flat=True))
    assert {answer.state for answer in send(from_phone(circle, course, women), who.amanda)} == {"already"}
    again = hold(circle, course, who.amanda, women, device=services.PAPER)
    assert not again.new
    assert set(Event.objects.values_list("pk", flat=True)) == ids


@settings(max_examples=12)
@given(data=st.data())
def test_any_order_and_repetition_of_page_phone_and_paper_gives_the_same_summaries(data):
    from django.db import transaction

    with transaction.atomic():
        who, course = people(), written_course()
        circle = services.found_circle(name="Los jueves", organisation=who.kitchen, by=who.amanda)
        services.set_women(circle=circle, women=[who.yuli, who.hilda], by=who.amanda)
        women = [who.yuli, who.hilda]
        subsets = st.sampled_from([women[:1], women[1:], women])
        questions = st.sampled_from([(), ("choice",), ("choice", "match"), ("number",)])
        writings = data.draw(
            st.lists(
                st.tuples(
                    st.sampled_from(["page", "phone", "paper"]),
                    subsets,
                    questions,
                    st.booleans(),
                    st.sampled_from([None, (), (course.tasks[0],)]),
                    st.integers(1, 3),
                ),
                min_size=1,
                max_size=4,
            )
        )

        def enter(way, present, kinds, right, tasks, round):
            answers = said(course, *kinds, right=right)
            if way == "phone":
                tasks = None if tasks is None else list(tasks)
                send(from_phone(circle, course, present, answers=answers, tasks=tasks, round=round), who.amanda)
            else:
                device = services.PAPER if way == "paper" else ""
                hold(circle, course, who.amanda, present, answers=answers, tasks=tasks, round=round, device=device)

        for writing in writings:
            enter(*writing)
        first = summaries()
        assert first["CircleMeeting"]
        forget()
        chance = random.Random(data.draw(st.integers(0, 99)))
        again = [*writings, *chance.choices(writings, k=2)]
        chance.shuffle(again)
        for writing in again:
            enter(*writing)
        assert summaries() == first
        record.rebuild()
        assert summaries() == first
        transaction.set_rollback(True)


def test_each_woman_has_the_lesson_as_hers_noted_by_who_led(who, course, circle):
    held = hold(circle, course, who.amanda, [who.yuli], tasks=[course.tasks[0]])
    mine = CircleAttendance.objects.get(member=who.yuli)
    assert (mine.meeting, mine.held_on, mine.recorded_by, mine.tasks) == (
        held.meeting,
        DAY,
        who.amanda,
        [course.tasks[0]],
    )
    assert len(mine.answers) == 2
    assert LessonCompletion.objects.get(member=who.yuli).first_at == timezone.datetime(2026, 11, 2, tzinfo=ZONE)
    assert Enrolment.objects.filter(member=who.yuli).exists()
    assert not CircleAttendance.objects.filter(member=who.hilda).exists()


def test_what_the_group_said_is_no_answer_of_any_woman(who, course, circle):
    hold(circle, course, who.amanda, [who.yuli, who.hilda])
    assert not Answer.objects.exists()
    choice = course.practice["choice"]
    learning.answer_practice(
        member=who.yuli,
        course=course.key,
        lesson=course.lessons[0],
        question=choice["id"],
        version=digest(choice),
        response=answer_to(choice, right=False),
        nonce=uuid7(),
    )
    assert Answer.objects.get(member=who.yuli).first_right is False


def test_a_later_round_corrects_the_answer_and_leaves_the_rest(who, course, circle):
    hold(circle, course, who.amanda, [who.yuli], tasks=[course.tasks[0]])
    hold(circle, course, who.amanda, [who.yuli], answers=said(course, "choice", right=False), round=2)
    meeting = CircleMeeting.objects.get()
    rights = {each["question"]: each["right"] for each in meeting.answers}
    assert rights == {course.practice["choice"]["id"]: False, course.practice["match"]["id"]: True}
    assert meeting.tasks == [course.tasks[0]]


def test_attendance_is_an_xapi_statement_of_hers_with_her_facilitator_as_instructor(who, course, circle):
    hold(circle, course, who.amanda, [who.yuli])
    made = xapi.statement(Event.objects.get(kind="courses.attended"), home="https://relevo.example")
    assert made["verb"]["id"].endswith("/verbs/attended")
    assert made["actor"]["account"]["name"] == xapi.actor_name(who.yuli.pk)
    assert made["context"]["instructor"]["account"]["name"] == xapi.actor_name(who.amanda.pk)
    assert xapi.statement(Event.objects.get(kind="courses.circle_met"), home="https://relevo.example") is None


def test_what_she_disowns_is_voided_in_a_store_and_said_to_be_hers_it_says_nothing(who, course, circle):
    hold(circle, course, who.amanda, [who.yuli])
    about = Event.objects.get(kind="courses.attended")
    corrections.say(event=about, by=who.yuli, mine=False, nonce=uuid7())
    corrections.say(event=about, by=who.yuli, mine=True, nonce=uuid7())
    told = [each for each in statements.statements() if each["verb"]["id"].endswith("/voided")]
    assert str(about.pk) in {each["object"]["id"] for each in told}
    assert {each["object"]["objectType"] for each in told} == {"StatementRef"}
    assert {each["actor"]["account"]["name"] for each in told} == {xapi.actor_name(who.yuli.pk)}
    taken_back = Event.objects.filter(kind="courses.disputed", payload__mine=False)
    assert sorted(each["id"] for each in told) == sorted(str(each.pk) for each in taken_back)


# --- Who may ---------------------------------------------------------------------------------------------


def test_only_who_leads_today_and_led_on_that_day_writes_a_meeting_down(who, course, circle):
    assert not hold(circle, course, who.rosa, [who.yuli])
    assert not hold(circle, course, who.yuli, [who.yuli])
    new = MemberFactory(display_name="Nueva")
    Role.objects.create(member=new, organisation=who.federation, kind="facilitator", since=DAY + timedelta(days=1))
    assert hold(circle, course, new, [who.yuli]).code == "not_in_scope"
    assert not Event.objects.exists()
    assert hold(circle, course, new, [who.yuli], day=DAY + timedelta(days=1))


def test_a_woman_outside_her_scope_is_refused_and_the_others_are_taken(who, course, circle):
    held = hold(circle, course, who.amanda, [who.yuli, who.rosa])
    assert [woman for woman, _reason in held.refused] == [who.rosa]
    assert CircleAttendance.objects.get().member == who.yuli
    assert not LessonCompletion.objects.filter(member=who.rosa).exists()


def test_a_day_ahead_is_refused_on_the_page_and_kept_from_a_phone(who, course, circle):
    ahead = timezone.localdate() + timedelta(days=2)
    assert hold(circle, course, who.amanda, [who.yuli], day=ahead).code == "future_day"
    answers = send(from_phone(circle, course, [who.yuli], day=ahead), who.amanda)
    assert [answer.code for answer in answers[:2]] == ["future_day", "future_day"]


@pytest.mark.parametrize(
    "change",
    [
        {"day": "2026-02-31"},
        {"round": 0},
        {"round": True},
        {"answers": [{"question": "x"}]},
        {"answers": "no"},
        {"tasks": ["nada"]},
        {"circle": str(uuid7())},
        {"present": -1},
    ],
)
def test_what_cannot_be_read_is_kept_and_nothing_is_written(who, course, circle, change):
    met = from_phone(circle, course, [])[0]
    met["payload"] = {**met["payload"], **change}
    assert send([met], who.amanda)[0].state == "kept"
    assert KeptEvent.objects.count() == 1
    assert not CircleMeeting.objects.exists()


# --- «Esto no es mío» --------------------------------------------------------------------------------------


def attended(woman):
    return Event.objects.filter(subject=woman.pk, kind="courses.attended").first()


def test_she_is_told_once_and_sees_who_noted_it(who, course, circle):
    hold(circle, course, who.amanda, [who.yuli])
    hold(circle, course, who.amanda, [who.yuli], round=2)
    assert Notice.objects.filter(member=who.yuli, kind="circle_noted").count() == 1
    rows = told(list(corrections.noted_by_others(who.yuli)), language="es")
    assert [(row["by"], row["stands"]) for row in rows] == [("Amanda", True)]
    assert not corrections.noted_by_others(who.amanda).exists()


def test_what_she_disowns_leaves_all_summaries_and_comes_back_when_she_says_so(who, course, circle):
    hold(circle, course, who.amanda, [who.yuli])
    before = summaries()
    assert corrections.say(event=attended(who.yuli), by=who.yuli, mine=False, nonce=uuid7())
    for model in (CircleAttendance, LessonCompletion, Enrolment):
        assert not model.objects.filter(member=who.yuli).exists()
    gone = summaries()
    record.rebuild()
    assert summaries() == gone
    corrections.say(event=attended(who.yuli), by=who.yuli, mine=True, nonce=uuid7())
    assert summaries() == before


def test_her_word_stands_against_the_facilitators(who, course, circle):
    hold(circle, course, who.amanda, [who.yuli])
    corrections.say(event=attended(who.yuli), by=who.yuli, mine=False, nonce=uuid7())
    held = hold(circle, course, who.amanda, [who.yuli], round=2)
    assert held.disowned == [who.yuli]
    assert not CircleAttendance.objects.exists()


def test_the_facilitator_takes_back_a_slip_of_her_finger_and_sets_it_right(who, course, circle):
    hold(circle, course, who.amanda, [who.yuli, who.hilda])
    hold(circle, course, who.amanda, [who.hilda], absent=[who.yuli], round=2)
    assert list(CircleAttendance.objects.values_list("member", flat=True)) == [who.hilda.pk]
    assert not LessonCompletion.objects.filter(member=who.yuli).exists()
    hold(circle, course, who.amanda, [who.yuli, who.hilda], round=3)
    assert CircleAttendance.objects.count() == 2


@pytest.mark.parametrize("first", ["own", "circle"])
def test_what_she_did_herself_stands_in_either_order(who, course, circle, first):
    def own():
        learning.read_lesson(member=who.yuli, course=course.key, lesson=course.lessons[0], nonce=uuid7())

    if first == "own":
        own()
    hold(circle, course, who.amanda, [who.yuli])
    if first == "circle":
        own()
    corrections.say(event=attended(who.yuli), by=who.yuli, mine=False, nonce=uuid7())
    mine = Event.objects.get(subject=who.yuli.pk, kind="courses.lesson_read", by=who.yuli.pk)
    assert LessonCompletion.objects.get(member=who.yuli).first_at == mine.happened_at
    assert Enrolment.objects.get(member=who.yuli).started_at == mine.happened_at


def test_nobody_disowns_for_another_nor_what_she_did_herself(who, course, circle):
    hold(circle, course, who.amanda, [who.yuli])
    assert not corrections.say(event=attended(who.yuli), by=who.hilda, mine=False, nonce=uuid7())
    learning.read_lesson(member=who.hilda, course=course.key, lesson=course.lessons[0], nonce=uuid7())
    own = Event.objects.get(subject=who.hilda.pk, kind="courses.lesson_read")
    assert not corrections.say(event=own, by=who.hilda, mine=False, nonce=uuid7())
    assert CircleAttendance.objects.filter(member=who.yuli).exists()
    assert LessonCompletion.objects.filter(member=who.hilda).exists()


# --- A question for each -------------------------------------------------------------------------------------


def test_one_question_waits_for_each_who_was_there_until_she_answers_it(who, course, circle):
    today = timezone.localdate()
    hold(circle, course, who.amanda, [who.yuli], check=True, day=today)
    waits = waiting_question(who.yuli, language="es")
    question = waits["url"].partition("#q-")[2]
    raw = next(raw for raw in course.practice.values() if raw["id"] == question)
    assert waiting_question(who.hilda, language="es") is None
    learning.answer_practice(
        member=who.yuli,
        course=course.key,
        lesson=course.lessons[0],
        question=question,
        version=digest(raw),
        response=answer_to(raw),
        nonce=uuid7(),
    )
    assert waiting_question(who.yuli, language="es") is None


# --- Sheets typed in -------------------------------------------------------------------------------------------


@pytest.fixture
def sheet(course):
    return sheet_for(kind=PaperSheet.Kind.LEARNER, course=course.key, lesson=course.lessons[0])


def typed(sheet, course, who, *kinds, right=True, tasks=(), day=DAY, by=None):
    return type_sheet(
        sheet=sheet,
        woman=who.yuli,
        day=day,
        by=by or who.amanda,
        answers=said(course, *kinds, right=right),
        tasks=tasks,
    )


def test_a_sheet_is_hers_on_its_day_and_typing_it_twice_changes_nothing(who, course, sheet):
    assert typed(sheet, course, who, "choice", "number", tasks=[course.tasks[0]]).new
    answer = Answer.objects.get(member=who.yuli, question=course.practice["choice"]["id"])
    assert (answer.first_right, answer.times) == (True, 1)
    assert timezone.localdate(answer.answered_at) == DAY
    before, count = summaries(), Event.objects.count()
    again = typed(sheet, course, who, "choice", "number", tasks=[course.tasks[0]])
    assert again
    assert not again.new
    assert (summaries(), Event.objects.count()) == (before, count)
    assert set(Event.objects.exclude(by=None).values_list("device", "by")) == {("papel", who.amanda.pk)}


def _by(order):
    return (lambda event: event.pk.int) if order == "id" else (lambda event: -event.pk.int)


@pytest.mark.parametrize("order", ["id", "-id"])
def test_typed_again_with_other_words_it_is_corrected_and_nothing_is_doubled(who, course, sheet, order, monkeypatch):
    """In whatever order the database gives what was typed before: her summary stays the same row."""
    found = typing._typed_before
    monkeypatch.setattr(typing, "_typed_before", lambda *about: sorted(found(*about), key=_by(order)))
    typed(sheet, course, who, "choice", right=False, tasks=[course.tasks[0]])
    assert typed(sheet, course, who, "choice", right=True).corrected
    answer = Answer.objects.get(member=who.yuli)
    assert (answer.right, answer.first_right, answer.times) == (True, True, 1)
    from courses.models import RealTask

    assert not RealTask.objects.exists()
    typed(sheet, course, who, "choice", right=False, tasks=[course.tasks[0]])
    answer.refresh_from_db()
    assert (answer.right, answer.times, RealTask.objects.count()) == (False, 1, 1)


def test_a_sheet_of_a_woman_who_left_or_of_a_day_before_the_role_is_refused_whole(who, course, sheet):
    Role.objects.filter(member=who.amanda).update(since=DAY)
    refused = typed(sheet, course, who, "choice", day=DAY - timedelta(days=1))
    assert "no la acompañabas" in refused.reason
    Membership.objects.filter(member=who.yuli).update(until=timezone.localdate())
    assert "ya no está" in typed(sheet, course, who, "choice").reason
    assert not Event.objects.exists()


def test_the_same_sheet_printed_again_has_the_same_number(course, who):
    about = {"kind": PaperSheet.Kind.LEARNER, "course": course.key, "lesson": course.lessons[0]}
    assert sheet_for(**about) == sheet_for(**about)
    assert sheet_for(**about, member=who.yuli).number != sheet_for(**about).number
    assert PaperSheet.objects.count() == 2


def test_who_left_the_organisation_is_not_in_the_circle_any_more(who, circle):
    Membership.objects.filter(member=who.yuli).update(until=timezone.localdate())
    assert list(services.women_of(circle)) == [who.hilda]
    assert Circle.objects.get().women.count() == 2
