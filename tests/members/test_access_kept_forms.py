"""A form sent after the session ended: what she typed is kept, comes back to her, and to nobody else."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from academy.core.ids import uuid7
from academy.members import kept_forms
from tests.members.factories import MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
PIN = "804152"
FORM = "/mi-pagina/cambiar/constancias/"
WORDS = "Rosa Elena Núñez de la Cruz"


@pytest.fixture
def kitchen():
    return OrganisationFactory(code="RETAMA7")


@pytest.fixture
def rosa(kitchen):
    return MemberFactory(display_name="Rosa", with_pin=True, organisation=kitchen)


def enter(client, name="Rosa", **more):
    said = {"organisation": "RETAMA7", "name": name, "pin": PIN, "phone": "mine", **more}
    return client.post(reverse("members:sign_in"), said)


def session_ends(client):
    Session.objects.all().delete()


@pytest.fixture
def written(client, rosa):
    """She was in, her session ended, she sent the form."""
    enter(client)
    session_ends(client)
    return client.post(FORM, {"name_on_certificates": WORDS}, headers={"referer": f"http://testserver{FORM}"})


def answer(client, said):
    page = client.get(reverse("members:kept_form"))
    return client.post(reverse("members:kept_form"), {"key": page.context["key"], "answer": said})


def test_she_is_sent_to_the_door_and_told_that_it_is_kept(client, written):
    assert written.url == f"{reverse('members:sign_in')}?next=%2Fmi-pagina%2Fcambiar%2Fconstancias%2F"
    assert "Guardamos lo que escribiste" in client.get(written.url).content.decode()


def test_after_signing_in_she_is_asked_and_gets_her_words_back(client, rosa, written):
    response = enter(client, next=FORM)
    assert response.url == reverse("members:kept_form")
    assert WORDS in client.get(response.url).content.decode()
    assert answer(client, "yes").url == FORM
    page = client.get(FORM).content.decode()
    assert f'value="{WORDS}"' in page
    assert "Revísalo y envíalo" in page
    rosa.refresh_from_db()
    assert rosa.name_on_certificates == ""


def test_it_comes_back_once(client, written):
    enter(client)
    answer(client, "yes")
    client.get(FORM)
    assert WORDS not in client.get(FORM).content.decode()


def test_she_may_say_no_and_it_is_gone(client, written):
    enter(client)
    answer(client, "no")
    assert WORDS not in client.get(FORM).content.decode()
    assert client.get(reverse("members:kept_form")).status_code == 302


def test_another_woman_on_the_same_phone_never_sees_it(client, kitchen, written):
    MemberFactory(display_name="Nelly", with_pin=True, organisation=kitchen)
    response = enter(client, name="Nelly")
    assert response.url != reverse("members:kept_form")
    assert WORDS not in client.get(FORM).content.decode()
    assert WORDS not in str(dict(client.session))


def test_where_the_phone_does_not_know_whose_it_is_the_words_stay_hidden_until_she_says_they_are_hers(client, rosa):
    client.post(FORM, {"name_on_certificates": WORDS})
    enter(client)
    page = client.get(reverse("members:kept_form")).content.decode()
    assert WORDS not in page
    assert "por si es de otra compañera" in page
    answer(client, "yes")
    assert WORDS in client.get(FORM).content.decode()


def test_signing_out_ends_what_was_waiting(client, written):
    enter(client)
    client.post(reverse("members:sign_out"))
    enter(client)
    assert client.get(reverse("members:kept_form")).status_code == 302


def test_after_half_an_hour_it_is_gone(client, written, monkeypatch):
    now = time.time()
    monkeypatch.setattr(kept_forms.time, "time", lambda: now + kept_forms.KEPT_FOR + 1)
    assert enter(client).url != reverse("members:kept_form")


def test_pins_passwords_and_codes_are_never_kept(client, rosa):
    client.post("/mi-pagina/cambiar/pin/", {"old_pin": PIN, "pin": "739518", "pin_again": "739518"})
    assert kept_forms.SESSION_KEY not in client.session
    client.post(FORM, {"name_on_certificates": WORDS, "password": "secreta", "code": "7K3QX"})
    kept = list(client.session[kept_forms.SESSION_KEY].values())[0]["data"]
    assert kept == {"name_on_certificates": [WORDS]}


def test_more_than_fifty_kilobytes_are_not_kept(client, rosa):
    client.post(FORM, {"name_on_certificates": "a" * (kept_forms.MOST_BYTES + 1)})
    assert kept_forms.SESSION_KEY not in client.session


def test_the_page_to_come_back_to_is_always_ours(client, rosa):
    said = {"name_on_certificates": WORDS, "back": "https://evil.example/"}
    response = client.post(FORM, said, headers={"referer": "https://evil.example/"})
    assert response.url.endswith("?next=%2Fmi-pagina%2Fcambiar%2Fconstancias%2F")


def strict_post(client, headers):
    return client.post(FORM, {"name_on_certificates": WORDS, "csrfmiddlewaretoken": "stale"}, headers=headers)


@pytest.mark.parametrize("slashes", ["//", "///", "/\\\\", "\\\\/"])
def test_no_page_of_ours_leads_to_another_site(client, rosa, slashes):
    said = {"name_on_certificates": WORDS, "back": f"http://testserver{slashes}evil.example/"}
    [wanted] = parse_qs(urlsplit(client.post(FORM, said).url).query)["next"]
    assert wanted in ("/evil.example/", FORM)


def test_a_stale_form_is_kept_and_the_page_says_where_to_go_on(rosa):
    client = Client(enforce_csrf_checks=True)
    client.force_login(rosa)
    response = strict_post(client, {"origin": "http://testserver", "referer": f"http://testserver{FORM}"})
    assert response.status_code == 403
    assert response.context["address"] == FORM
    assert WORDS in client.get(FORM).content.decode()


def test_what_a_strangers_page_sends_is_not_kept(rosa):
    client = Client(enforce_csrf_checks=True)
    client.force_login(rosa)
    response = strict_post(client, {"origin": "https://evil.example"})
    assert response.status_code == 403
    assert response.context["address"] is None
    assert WORDS not in client.get(FORM).content.decode()


def test_a_stale_door_keeps_no_name(rosa):
    client = Client(enforce_csrf_checks=True)
    said = {"organisation": "RETAMA7", "name": "Rosa", "pin": PIN}
    response = client.post(reverse("members:sign_in"), said, headers={"origin": "http://testserver"})
    assert response.status_code == 403
    assert response.context["address"] is None


def test_what_only_the_machinery_reads_is_no_writing_of_hers(client, rosa):
    enter(client)
    session_ends(client)
    client.post(FORM, {"mine": "1", "version": "9a9b9b9177be8c89", "p": "2", "name_on_certificates": ""})
    assert kept_forms.SESSION_KEY not in client.session


def test_hidden_numbers_are_not_shown_as_her_words(client, rosa):
    enter(client)
    session_ends(client)
    client.post(FORM, {"mine": "1", "m_0123456789ab": "abcdef012345", "name_on_certificates": WORDS})
    enter(client, next=FORM)
    assert client.get(reverse("members:kept_form")).context["words"] == [WORDS]


def test_a_photo_is_not_kept_and_she_is_told(client, rosa):
    enter(client)
    session_ends(client)
    photo = SimpleUploadedFile("olla.jpg", b"...", "image/jpeg")
    client.post(FORM, {"name_on_certificates": WORDS, "photo": photo}, headers={"referer": f"http://testserver{FORM}"})
    enter(client, next=FORM)
    page = client.get(answer(client, "yes").url).content.decode()
    assert WORDS in page
    assert "La foto no se guardó. Elígela otra vez." in page


def test_a_chosen_answer_without_words_is_called_what_it_is(client, rosa):
    enter(client)
    session_ends(client)
    client.post(FORM, {"mine": "1", "r": str(uuid7())})
    enter(client, next=FORM)
    assert "Marcaste una respuesta." in client.get(reverse("members:kept_form")).content.decode()
