"""A lesson as it is read and answered, through real requests."""

import pytest
from django.urls import reverse

from academy.core.ids import uuid7
from academy.core.models import Event
from courses.grading import digest
from courses.models import Answer, LessonCompletion, QuestionVersion, Reflection
from tests.courses.factories import answer_to, raw_question

pytestmark = pytest.mark.django_db


def lesson_url(course, number=0):
    return reverse("courses:lesson", args=[course.page.slug, course.lesson_pages[number].slug])


def post_choice(client, course, *, right=True, nonce=None, **more):
    raw = course.practice["choice"]
    data = {
        "nonce": nonce or uuid7(),
        "version": digest(raw),
        "r": answer_to(raw, right=right)["option"],
        **more,
    }
    return client.post(reverse("courses:answer", args=[course.lessons[0], raw["id"]]), data)


def test_a_guest_reads_a_lesson_and_every_question_in_it(client, course):
    page = client.get(lesson_url(course)).content.decode()
    for raw in course.practice.values():
        assert f'id="q-{raw["id"]}"' in page


def test_a_guest_is_told_why_and_nothing_of_hers_is_stored(client, course):
    answer = post_choice(client, course, right=False)
    assert answer.status_code == 200
    assert "Todavía no. Mira por qué." in answer.content.decode()
    assert not Answer.objects.exists()
    assert not Event.objects.exists()


def test_a_members_answer_is_kept_and_shown_when_she_comes_back(client, course, house):
    client.force_login(house.yuli)
    assert post_choice(client, course).status_code == 302
    assert "¡Así es!" in client.get(lesson_url(course)).content.decode()
    assert Answer.objects.get(member=house.yuli).right


def test_a_double_tap_is_one_answer(client, course, house):
    client.force_login(house.yuli)
    nonce = uuid7()
    post_choice(client, course, nonce=nonce)
    post_choice(client, course, nonce=nonce)
    assert Answer.objects.get(member=house.yuli).times == 1
    assert Event.objects.filter(kind="courses.answered").count() == 1


def test_the_same_form_with_another_answer_is_not_swallowed(client, course, house):
    client.force_login(house.yuli)
    nonce = uuid7()
    post_choice(client, course, right=False, nonce=nonce)
    post_choice(client, course, right=True, nonce=nonce)
    assert Answer.objects.get(member=house.yuli).right


def test_nothing_chosen_says_what_to_do_and_keeps_the_page(client, course, house):
    client.force_login(house.yuli)
    raw = course.practice["choice"]
    answer = client.post(
        reverse("courses:answer", args=[course.lessons[0], raw["id"]]), {"nonce": uuid7(), "version": digest(raw)}
    )
    assert answer.status_code == 422
    assert "Elige una respuesta." in answer.content.decode()


def test_a_number_that_is_none_stays_in_its_field(client, course, house):
    client.force_login(house.yuli)
    raw = course.practice["number"]
    answer = client.post(
        reverse("courses:answer", args=[course.lessons[0], raw["id"]]),
        {"nonce": uuid7(), "version": digest(raw), "r": "dos soles y pico"},
    )
    assert answer.status_code == 422
    assert 'value="dos soles y pico"' in answer.content.decode()


def test_an_answer_to_a_question_that_was_edited_counts_as_she_saw_it(client, course, house):
    """She opened the lesson, the editor turned the question round, she sent her answer."""
    client.force_login(house.yuli)
    seen = course.practice["true_false"]
    turned = {**seen, "value": {**seen["value"], "answer": not seen["value"]["answer"]}}
    page = course.lesson_pages[0]
    page.body = [turned if raw["id"] == seen["id"] else raw for raw in page.body.raw_data]
    page.save_revision(clean=False).publish()
    client.post(
        reverse("courses:answer", args=[course.lessons[0], seen["id"]]),
        {"nonce": uuid7(), "version": digest(seen), "r": "1" if seen["value"]["answer"] else "0"},
    )
    answer = Answer.objects.get(member=house.yuli)
    assert answer.right
    assert answer.version == digest(seen)
    assert QuestionVersion.objects.filter(question=seen["id"]).count() == 2


def test_only_the_question_travels_where_a_phone_asks_for_it(client, course, house):
    client.force_login(house.yuli)
    raw = course.practice["choice"]
    answer = client.post(
        reverse("courses:answer", args=[course.lessons[0], raw["id"]]),
        {"nonce": uuid7(), "version": digest(raw), "r": answer_to(raw)["option"]},
        headers={"X-Relevo": "fragment"},
    )
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in words
    assert "¡Así es!" in words


def test_a_form_of_a_session_that_ended_is_no_guests_answer(client, course):
    answer = post_choice(client, course, mine="1")
    assert answer.status_code == 302
    assert answer.url.startswith("/entrar/")


def test_reading_to_the_end_is_written_down_once(client, course, house):
    client.force_login(house.yuli)
    url = reverse("courses:read", args=[course.lessons[0]])
    nonce = uuid7()
    client.post(url, {"nonce": nonce})
    client.post(url, {"nonce": nonce})
    client.post(url, {"nonce": uuid7()})
    assert LessonCompletion.objects.filter(member=house.yuli).count() == 1
    assert "La leíste el" in client.get(lesson_url(course)).content.decode()


def test_a_lesson_unpublished_while_she_answers_keeps_her_answer(client, course, house):
    client.force_login(house.yuli)
    course.lesson_pages[0].unpublish()
    answer = post_choice(client, course)
    assert answer.status_code == 410
    assert "Lo que hiciste sigue guardado" in answer.content.decode()
    assert Answer.objects.filter(member=house.yuli).count() == 1


def test_words_for_herself_are_shown_to_her_alone(client, course, house):
    page = course.lesson_pages[1]
    block = {"type": "reflection", "value": {"prompt": "¿Qué te da miedo?"}, "id": str(uuid7())}
    page.body = [*page.body.raw_data, block]
    page.save_revision(clean=False).publish()
    client.force_login(house.yuli)
    client.post(
        reverse("courses:reflect", args=[course.lessons[1], block["id"]]), {"nonce": uuid7(), "text": "Hablar fuerte"}
    )
    assert Reflection.objects.get(member=house.yuli).text == "Hablar fuerte"
    assert "Hablar fuerte" in client.get(lesson_url(course, 1)).content.decode()
    client.force_login(house.amanda)
    assert "Hablar fuerte" not in client.get(lesson_url(course, 1)).content.decode()


def test_an_expired_legal_note_warns_the_reader(client, course):
    page = course.lesson_pages[1]
    note = {
        "type": "legal",
        "id": str(uuid7()),
        "value": {
            "text": "<p>Ley 25307.</p>",
            "source": "El Peruano",
            "url": "",
            "checked_on": "2020-01-01",
            "expires_on": "2021-01-01",
        },
    }
    page.body = [*page.body.raw_data, note]
    page.save_revision(clean=False).publish()
    assert "Esta nota venció el" in client.get(lesson_url(course, 1)).content.decode()


def test_a_lesson_closed_by_an_editor_is_not_shown_by_its_own_address(client, course):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=course.page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(lesson_url(course)).status_code == 302


def test_a_draft_lesson_does_not_exist_for_readers(client, course):
    course.lesson_pages[0].unpublish()
    assert client.get(lesson_url(course)).status_code == 404


def test_practice_choices_never_say_beforehand_what_is_right(client, course):
    page = client.get(lesson_url(course)).content.decode()
    assert "choice right" not in page
    assert raw_question("choice", "x")["value"]["options"][0]["value"]["why"] not in page
