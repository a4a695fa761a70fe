"""A test from its door to its result, through real requests."""

import pytest
from django.urls import reverse

from academy.core.ids import uuid7
from courses.models import Attempt, TestPage
from tests.courses.factories import answer_to, published_course

pytestmark = pytest.mark.django_db


def start(client, course, nonce=None):
    return client.post(reverse("courses:test_start", args=[course.test]), {"nonce": nonce or uuid7()})


def form_of(raw, response):
    """The posted fields of a response."""
    kind = raw["type"]
    if kind == "order":
        return {f"o_{item}": place for place, item in enumerate(response["items"], start=1)}
    if kind == "match":
        return {f"m_{left}": right for left, right in response["pairs"].items()}
    if kind == "true_false":
        return {"r": "1" if response["value"] else "0"}
    return {"r": response.get("option") or response.get("options") or response.get("text")}


def answer_all(client, course, attempt, *, right=True):
    by_id = {raw["id"]: raw for raw in course.asked.values()}
    for number, drawn in enumerate(attempt.questions, start=1):
        raw = by_id[drawn["id"]]
        fields = form_of(raw, answer_to(raw, right=right))
        client.post(reverse("courses:attempt", args=[attempt.pk]), {"nonce": uuid7(), "p": number, **fields})


def finish(client, attempt):
    return client.post(reverse("courses:attempt", args=[attempt.pk]), {"nonce": uuid7(), "finish": "1"})


def test_a_double_tap_on_begin_opens_one_try(client, course, house):
    client.force_login(house.yuli)
    nonce = uuid7()
    start(client, course, nonce)
    start(client, course, nonce)
    start(client, course)
    assert Attempt.objects.filter(member=house.yuli).count() == 1


def test_all_right_passes_and_says_so(client, course, house):
    client.force_login(house.yuli)
    start(client, course)
    attempt = Attempt.objects.get()
    answer_all(client, course, attempt)
    assert finish(client, attempt).url == reverse("courses:attempt_result", args=[attempt.pk])
    attempt.refresh_from_db()
    assert attempt.passed
    assert attempt.percent == 100
    assert "¡Pasaste la prueba!" in client.get(reverse("courses:attempt_result", args=[attempt.pk])).content.decode()


def test_not_yet_is_never_called_failed(client, course, house):
    client.force_login(house.yuli)
    start(client, course)
    attempt = Attempt.objects.get()
    answer_all(client, course, attempt, right=False)
    finish(client, attempt)
    words = client.get(reverse("courses:attempt_result", args=[attempt.pk])).content.decode()
    assert "Todavía no" in words
    assert "fall" not in words.lower().replace("avisar de una falla", "")
    assert "reprob" not in words.lower()


def test_an_unfinished_try_is_resumed_at_the_first_open_question(client, course, house):
    client.force_login(house.yuli)
    start(client, course)
    attempt = Attempt.objects.get()
    raw = next(each for each in course.asked.values() if each["id"] == attempt.questions[0]["id"])
    url = reverse("courses:attempt", args=[attempt.pk])
    client.post(url, {"nonce": uuid7(), "p": 1, **form_of(raw, answer_to(raw))})
    client.logout()
    client.force_login(house.yuli)
    assert "Pregunta 2 de" in client.get(url).content.decode()


def test_the_screens_of_a_test_carry_no_key(client, course, house):
    """Nothing on a question's screen says what is right: not by word, not by mark, not by id."""
    client.force_login(house.yuli)
    start(client, course)
    attempt = Attempt.objects.get()
    by_id = {raw["id"]: raw for raw in course.asked.values()}
    for number, drawn in enumerate(attempt.questions, start=1):
        words = client.get(f"{reverse('courses:attempt', args=[attempt.pk])}?p={number}").content.decode()
        raw = by_id[drawn["id"]]
        assert "choice right" not in words
        assert not raw["value"].get("why") or raw["value"]["why"] not in words
        for pair in raw["value"].get("pairs", []):
            assert pair["id"] not in words
        for option in raw["value"].get("options", []):
            assert not option["value"]["why"] or option["value"]["why"] not in words


def test_explaining_each_question_shows_the_reason_after_it_was_answered(client, house):
    course = published_course("T2", test={"answers": TestPage.Answers.EACH})
    client.force_login(house.yuli)
    start(client, course)
    attempt = Attempt.objects.get()
    raw = next(each for each in course.asked.values() if each["id"] == attempt.questions[0]["id"])
    url = reverse("courses:attempt", args=[attempt.pk])
    answer = client.post(url, {"nonce": uuid7(), "p": 1, **form_of(raw, answer_to(raw))}, follow=True)
    assert "¡Así es!" in answer.content.decode()


def test_one_try_only_says_so_afterwards(client, house):
    course = published_course("T3", test={"tries": 1})
    client.force_login(house.yuli)
    start(client, course)
    finish(client, Attempt.objects.get())
    assert "ya la hiciste" in client.get(course.test_page.url).content.decode()
    start(client, course)
    assert Attempt.objects.count() == 1


def test_answers_after_the_end_change_nothing(client, course, house):
    client.force_login(house.yuli)
    start(client, course)
    attempt = Attempt.objects.get()
    finish(client, attempt)
    answer_all(client, course, attempt)
    attempt.refresh_from_db()
    assert attempt.percent == 0


def test_a_blank_question_says_what_to_do(client, course, house):
    client.force_login(house.yuli)
    start(client, course)
    attempt = Attempt.objects.get()
    answer = client.post(reverse("courses:attempt", args=[attempt.pk]), {"nonce": uuid7(), "p": 1})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("place", ["9" * 5000, "-1", "0", "²", "\x00"])
def test_a_place_that_is_none_leads_to_the_first_open_question(client, course, house, place):
    client.force_login(house.yuli)
    start(client, course)
    attempt = Attempt.objects.get()
    answer = client.post(reverse("courses:attempt", args=[attempt.pk]), {"p": place})
    assert answer.status_code == 422
    assert answer.context["number"] == 1


def explains(course, when):
    page = TestPage.objects.get(pk=course.test_page.pk)
    page.answers = when
    page.save_revision(clean=False).publish()


def answer_first(client, course, attempt, *, right=True):
    raw = next(each for each in course.asked.values() if each["id"] == attempt.questions[0]["id"])
    fields = form_of(raw, answer_to(raw, right=right))
    url = reverse("courses:attempt", args=[attempt.pk])
    return client.post(url, {"nonce": uuid7(), "p": 1, **fields}, follow=True).content.decode()


def test_a_try_explains_as_it_was_begun_whatever_the_test_says_since(client, course, house):
    """Otherwise she could read the answer and then give it: in a try that explains at the end the last one counts."""
    client.force_login(house.yuli)
    start(client, course)
    attempt = Attempt.objects.get()
    explains(course, TestPage.Answers.EACH)
    page = answer_first(client, course, attempt, right=False)
    assert "Todavía no." not in page
    assert "Pregunta 2 de" in page


def test_what_was_explained_is_not_asked_again(client, house):
    """The first answer counts there: a form would promise what it does not do."""
    course = published_course("T2", test={"answers": TestPage.Answers.EACH})
    client.force_login(house.yuli)
    start(client, course)
    attempt = Attempt.objects.get()
    explains(course, TestPage.Answers.END)
    answer_first(client, course, attempt)
    page = client.get(f"{reverse('courses:attempt', args=[attempt.pk])}?p=1").content.decode()
    assert "¡Así es!" in page
    assert "Guardar y seguir" not in page


def test_a_test_closed_by_an_editor_is_not_begun_by_its_button(client, course, house):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(
        page=course.page, restriction_type=PageViewRestriction.PASSWORD, password="ollas"
    )
    client.force_login(house.yuli)
    assert start(client, course).url == course.test_page.url
    assert not Attempt.objects.exists()
