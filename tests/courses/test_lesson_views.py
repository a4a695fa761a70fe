"""A lesson as it is read and answered, through real requests."""

import pytest
from django.urls import reverse

from academy.core.ids import uuid7
from academy.core.models import Event
from courses.grading import digest
from courses.models import Answer, LessonCompletion, QuestionVersion, Reflection
from tests.courses.factories import answer_to, raw_question, version

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


def edit(course, raw, **changes):
    """The editor changes a practice question of the first lesson and publishes."""
    page = type(course.lesson_pages[0]).objects.get(pk=course.lesson_pages[0].pk)
    edited = {**raw, "value": {**raw["value"], **changes}}
    page.body = [edited if each["id"] == raw["id"] else each for each in page.body.raw_data]
    page.save_revision(clean=False).publish()


def answered(client, course, kind, response_fields):
    raw = course.practice[kind]
    url = reverse("courses:answer", args=[course.lessons[0], raw["id"]])
    assert client.post(url, {"nonce": uuid7(), "version": digest(raw), **response_fields}).status_code == 302
    return raw


def test_a_pair_taken_out_of_a_question_she_answered_leaves_the_lesson_open(client, course, house):
    client.force_login(house.yuli)
    pairs = [pair["id"] for pair in course.practice["match"]["value"]["pairs"]]
    raw = answered(client, course, "match", {f"m_{pair}": pair for pair in pairs})
    edit(course, raw, pairs=raw["value"]["pairs"][:2])
    page = client.get(lesson_url(course))
    assert page.status_code == 200
    assert "Esta pregunta cambió." in page.content.decode()
    assert Answer.objects.get(member=house.yuli).right


def test_a_step_added_to_an_order_she_gave_leaves_the_lesson_open(client, course, house):
    client.force_login(house.yuli)
    items = [item["id"] for item in course.practice["order"]["value"]["items"]]
    raw = answered(client, course, "order", {f"o_{item}": n for n, item in enumerate(items, start=1)})
    more = {"type": "item", "id": str(uuid7()), "value": {"text": "Firmar"}}
    edit(course, raw, items=[*raw["value"]["items"], more])
    assert client.get(lesson_url(course)).status_code == 200


def test_an_edit_that_is_taken_back_gives_her_tick_back(client, course, house):
    client.force_login(house.yuli)
    post_choice(client, course)
    raw = course.practice["choice"]
    edit(course, raw, prompt="¿Y ahora?")
    assert "¡Así es!" not in client.get(lesson_url(course)).content.decode()
    edit(course, raw)
    assert "¡Así es!" in client.get(lesson_url(course)).content.decode()
    newest = QuestionVersion.objects.filter(question=raw["id"], language="es").latest("published_at")
    assert newest.digest == digest(raw)


def test_another_language_shows_what_she_answered_in_this_one(client, course, house):
    """The same question in English is a version of its own; her answer in Spanish is an answer to it."""
    spanish = course.practice["choice"]
    english = {**spanish, "value": {**spanish["value"], "prompt": "Why do kitchens exist?"}}
    version(english, page=course.lessons[0], language="en")
    client.force_login(house.yuli)
    raw = {"nonce": uuid7(), "version": digest(english), "r": answer_to(english)["option"]}
    client.post(reverse("courses:answer", args=[course.lessons[0], english["id"]]), raw)
    assert Answer.objects.get(member=house.yuli).version == digest(english)
    page = client.get(lesson_url(course)).content.decode()
    assert "¡Así es!" in page
    assert "Esta pregunta cambió." not in page


def test_words_for_herself_that_are_too_long_come_back_to_their_field(client, course, house):
    page = course.lesson_pages[1]
    block = {"type": "reflection", "value": {"prompt": "¿Qué te da miedo?"}, "id": str(uuid7())}
    page.body = [*page.body.raw_data, block]
    page.save_revision(clean=False).publish()
    client.force_login(house.yuli)
    answer = client.post(
        reverse("courses:reflect", args=[course.lessons[1], block["id"]]), {"nonce": uuid7(), "text": "largo " * 800}
    )
    assert answer.status_code == 422
    assert "Es muy largo. Escribe hasta 4000 letras." in answer.content.decode()
    assert "largo largo largo" in answer.content.decode()
    assert not Reflection.objects.exists()


def test_a_lesson_closed_by_an_editor_takes_nothing_and_shows_nothing(client, course, house):
    from wagtail.models import PageViewRestriction

    raw, key = course.practice["choice"], course.lessons[0]
    closed = PageViewRestriction.objects.create(page=course.page, restriction_type=PageViewRestriction.LOGIN)
    # A guest's answer is marked and shown with the lesson around it: not with this one.
    answer = post_choice(client, course)
    assert answer.status_code == 410
    assert raw["value"]["prompt"] not in answer.content.decode()
    client.force_login(house.yuli)
    assert post_choice(client, course).status_code == 302
    PageViewRestriction.objects.filter(pk=closed.pk).update(restriction_type=PageViewRestriction.GROUPS)
    assert post_choice(client, course).status_code == 410
    assert client.post(reverse("courses:read", args=[key])).status_code == 410
    assert client.get(reverse("courses:task", args=[key, course.tasks[0]])).status_code == 410


@pytest.mark.parametrize("version", ["\x00", "nada", "x" * 5000])
def test_a_version_that_is_none_is_taken_for_the_one_on_the_page(client, course, house, version):
    raw = course.practice["choice"]
    client.force_login(house.yuli)
    said = {"version": version, "r": answer_to(raw)["option"]}
    client.post(reverse("courses:answer", args=[course.lessons[0], raw["id"]]), said)
    assert Answer.objects.get(member=house.yuli).version == digest(raw)


def test_a_lesson_is_the_same_bytes_for_every_guest_and_not_sent_twice(client, course):
    first = client.get(lesson_url(course))
    again = client.get(lesson_url(course), headers={"If-None-Match": first["ETag"]})
    assert client.get(lesson_url(course)).content == first.content
    assert again.status_code == 304
    assert not client.cookies


def test_a_signed_in_answer_needs_her_token_and_a_guests_none(course, house):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert post_choice(strict, course).status_code == 200
    strict.force_login(house.yuli)
    assert post_choice(strict, course).status_code == 403
    assert not Answer.objects.exists()


def test_who_has_no_companions_here_is_told_before_she_waits_for_one(client, course, house):
    client.force_login(house.yuli)
    url = reverse("courses:task", args=[course.lessons[0], course.tasks[0]])
    alone = "Aquí todavía no hay compañeras tuyas"
    assert alone not in client.get(url).content.decode()
    house.hilda.memberships.all().delete()
    assert alone in client.get(url).content.decode()


@pytest.mark.parametrize("gone", ["lesson", "course"])
def test_who_learned_in_a_page_that_is_gone_is_told_kindly_and_others_find_nothing(client, course, house, gone):
    client.force_login(house.yuli)
    post_choice(client, course)
    page = course.lesson_pages[0] if gone == "lesson" else course.page
    url = page.url
    page.delete()
    answer = client.get(url)
    assert answer.status_code == 410
    assert "Lo que hiciste sigue guardado" in answer.content.decode()
    assert Answer.objects.filter(member=house.yuli).count() == 1
    client.force_login(house.rosa)
    assert client.get(url).status_code == 404


def test_a_task_is_marked_done_with_a_note_or_a_photo(client, course, house):
    client.force_login(house.yuli)
    url = reverse("courses:task", args=[course.lessons[0], course.tasks[0]])
    refused = client.post(url, {"nonce": uuid7(), "note": ""})
    assert refused.status_code == 422
    assert "Cuenta en una línea cómo te fue, o pon una foto." in refused.content.decode()
    assert client.post(url, {"nonce": uuid7(), "note": "Bien"}).status_code == 302
