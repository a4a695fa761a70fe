"""A test taken without signal: what is handed out, what is taken back in, and that no key travels."""

import copy
import itertools
import json
import random
from datetime import timedelta

import pytest
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.core import record
from academy.core.ids import uuid7
from academy.core.models import Event
from courses import grading, prepared
from courses.models import Answer, Attempt, PreparedTry, TestPage
from courses.services import learning
from courses.services.preparing import prepare_test
from tests.courses.factories import (
    answer_to,
    moment,
    people,
    published_course,
    raw_question,
    unsaved_test,
    version,
    written_course,
)
from tests.courses.test_sync import raw, send, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return people()


@pytest.fixture
def course():
    return written_course()


def handed(who, course, *, at=None, **rules):
    """The slip that yuli's phone gets."""
    page = unsaved_test(course, offline=True, draw=3, **rules)
    made = prepare_test(member=who.yuli, course=course.key, test_page=page, at=at or moment())
    assert made, made.reason
    return made.slip


def begun(made, who, *, at=1, **changes):
    payload = {"course": made.course, "attempt": made.attempt, "slip": prepared.written(made), **changes}
    return raw("test_started", payload, subject=who.yuli, id=made.attempt, at=moment(at))


def taken(slip, who, course, *, right=True, at=1):
    """All that a phone writes down of this try: began, answered (one of them twice), finished."""
    by_id = {each["id"]: each for each in course.asked.values()}
    events = [begun(slip, who, at=at)]
    for number, (question, mask) in enumerate([slip.questions[0], *slip.questions], start=at + 1):
        response = answer_to(by_id[question], right=right and number > at + 1)
        said = {
            "course": slip.course,
            "attempt": slip.attempt,
            "question": question,
            "version": mask,
            "response": grading.as_shown(by_id[question]["type"], response),
        }
        events.append(raw("test_answered", said, subject=who.yuli, at=moment(number)))
    end = {"course": slip.course, "attempt": slip.attempt}
    return [*events, raw("test_finished", end, subject=who.yuli, at=moment(at + 9))]


def rows():
    return list(Attempt.objects.order_by("pk").values()), list(
        Answer.objects.order_by("question").values(
            "question", "attempt_id", "version", "response", "right", "points", "first_right", "times", "answered_at"
        )
    )


# --- Handing out -------------------------------------------------------------------------------


def test_it_is_handed_out_only_where_the_test_allows_it_and_a_try_is_left(who, course):
    page = unsaved_test(course, tries=1)
    assert prepare_test(member=who.yuli, course=course.key, test_page=page).code == "needs_server"
    page.offline = True
    started = learning.start_test(member=who.yuli, course=course.key, test_page=page, nonce=uuid7())
    assert prepare_test(member=who.yuli, course=course.key, test_page=page).code == "open_attempt"
    learning.finish_test(member=who.yuli, attempt=started.attempt, nonce=uuid7())
    assert prepare_test(member=who.yuli, course=course.key, test_page=page).code == "no_tries_left"
    assert not PreparedTry.objects.exists()


def test_there_is_one_at_a_time_until_it_is_begun_or_too_old(who, course):
    first = handed(who, course)
    assert handed(who, course) == first
    assert handed(who, course, at=moment() + prepared.GOOD_FOR).attempt != first.attempt
    slip = handed(who, course, at=moment() + prepared.GOOD_FOR)
    assert states(send(begun(slip, who), by=who.yuli)) == [("applied", "")]
    assert not PreparedTry.objects.exists()


# --- Taking in ---------------------------------------------------------------------------------


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), repeats=st.integers(0, 4), parts=st.integers(1, 4))
def test_any_order_repetition_and_split_gives_the_same_try(who, course, seed, repeats, parts):
    if not hasattr(course, "life"):
        course.life = taken(handed(who, course, tries=1), who, course)

    def arrive(batches):
        with transaction.atomic():
            for batch in batches:
                assert {each.state for each in send(*batch, by=who.yuli)} <= {"applied", "already"}
            found = rows()
            transaction.set_rollback(True)
        return found

    chance = random.Random(seed)
    shuffled = [*course.life, *chance.choices(course.life, k=repeats)]
    chance.shuffle(shuffled)
    attempts, answers = expected = arrive([course.life])
    assert [(each["passed"], each["percent"]) for each in attempts] == [(True, 100)]
    assert len(answers) == 3
    assert arrive([shuffled[n::parts] for n in range(parts)]) == expected


def test_a_second_phone_that_sends_the_same_again_changes_nothing(who, course):
    life = taken(handed(who, course), who, course, right=False)
    send(*life, by=who.yuli)
    before = rows()
    assert {each.state for each in send(*life, by=who.yuli, device="second")} == {"already"}
    assert rows() == before
    assert Attempt.objects.get().passed is False


def test_a_try_begun_here_meanwhile_counts_and_the_other_stands_where_the_rule_leaves_room(who, course):
    for tries, state in ((1, ("kept", "no_tries_left")), (2, ("applied", "")), (0, ("applied", ""))):
        with transaction.atomic():
            slip = handed(who, course, tries=tries)
            page = unsaved_test(course, offline=True, tries=tries)
            assert learning.start_test(member=who.yuli, course=course.key, test_page=page, nonce=uuid7())
            answers = send(*taken(slip, who, course), by=who.yuli)
            assert states(answers)[0] == state
            assert Attempt.objects.filter(pk=slip.attempt, passed=True).exists() is (state[0] == "applied")
            transaction.set_rollback(True)


def test_what_was_kept_for_want_of_a_try_stands_once_the_test_allows_more(who):
    course = published_course(test={"offline": True, "tries": 1, "draw": 3})
    slip = prepare_test(member=who.yuli, course=course.key, test_page=course.test_page, at=moment()).slip
    learning.start_test(member=who.yuli, course=course.key, test_page=course.test_page, nonce=uuid7())
    send(*taken(slip, who, course), by=who.yuli)
    assert not Attempt.objects.filter(pk=slip.attempt).exists()
    TestPage.objects.update(tries=2)
    assert record.retry_kept(subject=who.yuli) == {"applied": 1}
    assert Attempt.objects.get(pk=slip.attempt).passed


def test_a_slip_is_hers_whole_and_unchanged(who, course):
    slip = handed(who, course)
    text = prepared.written(slip)
    other = raw("test_started", begun(slip, who)["payload"], subject=who.hilda, id=slip.attempt)
    assert states(send(other, by=who.hilda)) == [("kept", "not_hers")]
    for forged in (text[:-1] + ("A" if text[-1] != "A" else "B"), signing.dumps(vars(slip)), "", 7, ["x"]):
        made = {**begun(slip, who, slip=forged), "id": str(uuid7())}
        assert states(send(made, by=who.yuli))[0][0] == "kept", forged
    own_id = {**begun(slip, who), "id": str(uuid7())}
    assert states(send(own_id, by=who.yuli)) == [("kept", "not_hers")]
    elsewhere = begun(slip, who, course=written_course().key)
    assert states(send({**elsewhere, "id": str(uuid7())}, by=who.yuli)) == [("kept", "bad_payload")]
    assert not Attempt.objects.exists()


def test_it_is_good_for_thirty_days_by_the_day_on_which_she_began(who, course):
    slip = handed(who, course)
    late = int(prepared.GOOD_FOR / timedelta(minutes=1)) + 1
    long_after = moment(late * 3)
    assert states(send(begun(slip, who, at=late), by=who.yuli, at=long_after)) == [("kept", "expired")]
    again = {**begun(slip, who, at=late - 2), "id": slip.attempt}
    Event.objects.all().delete()
    assert states(send(again, by=who.yuli, at=long_after))[0][0] == "applied"


# --- No key travels ----------------------------------------------------------------------------


def other_keys(question):
    """The same question with every other key it could have, and nothing explained."""
    kind, value = question["type"], question["value"]
    if kind == "true_false":
        yield {**value, "answer": not value["answer"]}
    elif kind in ("choice", "choices"):
        for rights in itertools.product((True, False), repeat=len(value["options"])):
            options = copy.deepcopy(value["options"])
            for option, right in zip(options, rights, strict=True):
                option["value"]["right"] = right
            yield {**value, "options": options}
    elif kind == "match":
        for order in itertools.permutations([pair["value"]["right"] for pair in value["pairs"]]):
            pairs = copy.deepcopy(value["pairs"])
            for pair, right in zip(pairs, order, strict=True):
                pair["value"]["right"] = right
            yield {**value, "pairs": pairs}


def test_nothing_that_the_phone_gets_tells_what_is_right(who, client):
    course = published_course(test={"offline": True, "draw": None, "random_order": False})
    client.force_login(who.yuli)
    reply = client.post(reverse("courses:test_take", args=[course.test]))
    assert reply.status_code == 200
    assert "no-store" in reply["Cache-Control"]
    said = reply.json()
    slip = json.dumps(vars(prepared.read(said["slip"])))
    everything = json.dumps(said, ensure_ascii=False) + slip + "".join(begun_words(said))
    for question in course.asked.values():
        value = question["value"]
        assert question["id"] in everything
        hints = [value.get("why"), str(value.get("tolerance") or "") and "1.84"]
        hints += [option["value"]["why"] for option in value.get("options", [])]
        hints += [accepted["value"] for accepted in value.get("accept", [])]
        hints += [pair["id"] for pair in value.get("pairs", [])]
        for hint in filter(None, hints):
            assert hint not in everything, hint
        # A digest is a sum over the key too: with it, a phone could try all keys that a question may have.
        for tried in [value, *other_keys(question)]:
            assert grading.digest({"type": question["type"], "value": tried}) not in everything
    assert "right" not in said["html"].replace("right-", "")


def begun_words(said):
    """What can be read in the slip without our key."""
    import base64
    import zlib

    packed = said["slip"].split(":")[0].lstrip(".")
    bytes = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    yield (zlib.decompress(bytes) if said["slip"].startswith(".") else bytes).decode()


def test_the_same_question_with_another_key_looks_the_same(who, course):
    """What she is sent differs in masks only."""
    from django.template.loader import render_to_string

    from courses.asking import ask

    shown, attempt = [], uuid7()
    for answer in (True, False):
        question = raw_question("true_false", answer=answer, why="")
        version(question, page=course.test)
        asked = [ask(question, seed="x", secret=True)]
        context = {
            "page": unsaved_test(course),
            "asked": asked,
            "until": timezone.now(),
            "fallback": None,
            "attempt": attempt,
        }
        shown.append(render_to_string("courses/offline/test.html", context))
    assert shown[0] == shown[1]


def test_a_refusal_says_why_and_a_test_that_stays_here_is_not_handed_out(who, client):
    course = published_course(test={"draw": 2})
    client.force_login(who.yuli)
    reply = client.post(reverse("courses:test_take", args=[course.test]))
    assert (reply.status_code, reply.json()["code"]) == (403, "needs_server")
    assert client.post(reverse("courses:test_take", args=[uuid7()])).status_code == 404
    page = client.get(course.test_page.get_url()).content.decode()
    assert "data-take" not in page
    client.logout()
    assert client.post(reverse("courses:test_take", args=[course.test])).status_code == 302
