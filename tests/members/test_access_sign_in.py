"""Signing in with organisation code, name or drawing, and PIN; profiles of a phone; passwords; signing out."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.members import phone, rules
from academy.members.models import Guard
from academy.members.services import access, signing_in
from tests.members.factories import MemberFactory, MembershipFactory, OrganisationFactory, RoleFactory

pytestmark = pytest.mark.django_db
PIN = "804152"
WRONG = "951357"
SAME_WORDS = "no coinciden"


@pytest.fixture
def kitchen():
    return OrganisationFactory(name="Comedor Las Retamas", code="RETAMA7")


@pytest.fixture
def rosa(kitchen):
    return MemberFactory(display_name="Rosa Núñez", pictogram="papa", with_pin=True, organisation=kitchen)


def enter(client, *, organisation="RETAMA7", name="Rosa Núñez", pin=PIN, **more):
    said = {"organisation": organisation, "name": name, "pin": pin, "phone": "mine", **more}
    return client.post(reverse("members:sign_in"), said)


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("name", ["Rosa Núñez", "rosa nunez", "  ROSA   NÚÑEZ "])
def test_she_enters_with_her_name_however_she_writes_it(client, rosa, name):
    response = enter(client, organisation=" retama-7", name=name)
    assert response.status_code == 302
    assert is_in(client)


def test_she_enters_with_her_drawing(client, rosa):
    enter(client, name="", pictogram="papa")
    assert is_in(client)


def test_every_wrong_combination_gets_the_same_answer(client, rosa):
    MemberFactory(display_name="Sin Pin", organisation=rosa.memberships.get().organisation)
    wrong = [
        {"pin": WRONG},
        {"name": "Nadie"},
        {"organisation": "OTRA1"},
        {"name": "", "pictogram": "maiz"},
        {"name": "Rosa Núñez", "pictogram": "maiz"},
        {"name": "Sin Pin"},
    ]
    answers = set()
    for each in wrong:
        page = enter(client, **each).content.decode()
        answers.add(page[page.index('role="alert"') :].partition("</div>")[0])
        assert not is_in(client)
    assert len(answers) == 1
    assert SAME_WORDS in answers.pop()


def test_the_same_work_is_done_where_nobody_matches(rosa, monkeypatch):
    hashed = []
    monkeypatch.setattr(signing_in, "check_password", lambda raw, stored: hashed.append(stored) or False)
    signing_in.by_pin(organisation_code="RETAMA7", name="Rosa Núñez", pin=WRONG)
    signing_in.by_pin(organisation_code="RETAMA7", name="Nadie", pin=WRONG)
    signing_in.by_pin(organisation_code="NOHAY", name="Nadie", pin=WRONG)
    assert len(hashed) == 3


def test_who_knows_only_the_code_sees_no_names(client, rosa):
    for page in (client.get(reverse("members:sign_in")), enter(client, name="", pin="")):
        assert "Núñez" not in page.content.decode()


def test_former_and_inactive_members_do_not_enter(client, rosa, kitchen):
    former = MemberFactory(display_name="Antes", with_pin=True)
    MembershipFactory(member=former, organisation=kitchen, ended=True)
    MemberFactory(display_name="Cerrada", with_pin=True, is_active=False, organisation=kitchen)
    enter(client, name="Antes")
    enter(client, name="Cerrada")
    assert not is_in(client)


def test_a_shared_drawing_asks_for_the_name_only_after_the_pin_fitted(client, rosa, kitchen):
    other = MemberFactory(display_name="Nelly", pictogram="papa", organisation=kitchen)
    other.set_pin("246135")
    other.save()
    assert SAME_WORDS in enter(client, name="", pictogram="papa", pin=WRONG).content.decode()
    page = enter(client, name="", pictogram="papa", pin="246135").content.decode()
    assert "Escribe también tu nombre" in page
    assert not is_in(client)
    enter(client, name="Nelly", pictogram="papa", pin="246135")
    assert client.session["_auth_user_id"] == str(other.pk)


def test_five_wrong_tries_make_the_account_rest_and_say_how_long(client, rosa):
    for _try in range(rules.FREE_TRIES):
        enter(client, pin=WRONG)
    response = enter(client)
    assert response.status_code == 429
    assert "Espera 1 min" in response.content.decode()
    assert not is_in(client)


def test_the_rest_ends_and_grows(rosa):
    at = timezone.now()

    def attempt(pin, minutes):
        return signing_in.by_pin(
            organisation_code="RETAMA7", name="Rosa Núñez", pin=pin, at=at + timedelta(minutes=minutes)
        )

    for _try in range(5):
        attempt(WRONG, 0)
    assert attempt(PIN, 0.5).refusal.code == "resting"
    assert attempt(WRONG, 1.1).refusal.code == "no_match"
    assert attempt(PIN, 2.5).refusal.code == "resting"
    assert attempt(PIN, 3.2).member == rosa
    assert not Guard.objects.exists()


def test_a_lock_stays_after_a_change_of_name_for_drawing(client, rosa):
    for _try in range(rules.FREE_TRIES):
        enter(client, pin=WRONG)
    assert enter(client, name="", pictogram="papa").status_code == 429


def test_who_shares_her_drawing_cannot_wipe_out_wrong_tries_at_her_pin_with_her_own(client, rosa, kitchen):
    """Else a companion of the same drawing guesses four times, comes in herself, and guesses on without end."""
    nelly = MemberFactory(display_name="Nelly", pictogram="papa", organisation=kitchen)
    nelly.set_pin("246135")
    nelly.save()
    for number in range(4):
        enter(client, name="", pictogram="papa", pin=f"80{number}739")
        enter(client, name="", pictogram="papa", pin="246135")
        enter(client, name="Nelly", pictogram="papa", pin="246135")
        client.post(reverse("members:sign_out"))
    assert enter(client, name="", pictogram="papa", pin="809739").status_code == 422
    assert enter(client).status_code == 429, "five wrong ones in all"


def test_who_comes_in_by_a_shared_drawing_does_not_shut_her_companion_out(client, rosa, kitchen):
    nelly = MemberFactory(display_name="Nelly", pictogram="papa", organisation=kitchen)
    nelly.set_pin("246135")
    nelly.save()
    for _day in range(7):
        enter(client, name="", pictogram="papa", pin="246135")
    assert is_in(client) is False
    enter(client)
    assert is_in(client)


def test_a_lock_of_one_leaves_her_neighbour_in_peace(client, rosa, kitchen):
    MemberFactory(display_name="Nelly", with_pin=True, organisation=kitchen)
    for _try in range(rules.FREE_TRIES + 2):
        enter(client, pin=WRONG)
    enter(client, name="Nelly")
    assert is_in(client)


def test_names_that_do_not_exist_rest_as_others_do(client, rosa):
    answers = [enter(client, name="Nadie", pin=WRONG).status_code for _try in range(rules.FREE_TRIES + 1)]
    assert answers == [422] * rules.FREE_TRIES + [429]


def test_a_try_is_counted_before_the_pin_is_looked_at(rosa, monkeypatch):
    """A hundred tries at once must not all pass between looking and counting."""
    seen = []
    monkeypatch.setattr(signing_in, "check_password", lambda *_args: seen.append(Guard.objects.count()) or False)
    signing_in.by_pin(organisation_code="RETAMA7", name="Rosa Núñez", pin=WRONG)
    assert seen == [2]


def test_who_holds_a_role_is_sent_to_the_password(client, rosa, kitchen):
    RoleFactory(member=rosa, organisation=kitchen)
    page = enter(client).content.decode()
    assert not is_in(client)
    assert reverse("members:team_sign_in") in page
    assert "con usuaria y contraseña" in page


def test_the_team_enters_with_user_name_and_password(client, kitchen):
    MemberFactory(display_name="Amanda", username="amanda", with_password=True, organisation=kitchen)
    url = reverse("members:team_sign_in")
    assert SAME_WORDS in client.post(url, {"username": "amanda", "password": "no es"}).content.decode()
    client.post(url, {"username": "amanda", "password": "una frase de cocina"})
    assert is_in(client)
    assert client.session["signed_in_with"] == "password"


def test_password_guessing_rests_too(client, kitchen):
    MemberFactory(display_name="Amanda", username="amanda", with_password=True, organisation=kitchen)
    url = reverse("members:team_sign_in")
    for _try in range(rules.FREE_TRIES):
        client.post(url, {"username": "Amanda", "password": "no es"})
    right = {"username": "amanda", "password": "una frase de cocina"}
    assert client.post(url, right).status_code == 429


def test_a_second_step_comes_before_anybody_is_in(client, kitchen, monkeypatch):
    from academy.members import sessions

    amanda = MemberFactory(display_name="Amanda", username="amanda", with_password=True, organisation=kitchen)
    monkeypatch.setattr(sessions, "next_step", lambda member: "/segundo/")
    url = reverse("members:team_sign_in")
    response = client.post(url, {"username": "amanda", "password": "una frase de cocina"})
    assert response.url == "/segundo/"
    assert not is_in(client)
    assert client.session["half_signed_in"]["member"] == str(amanda.pk)


def test_next_is_kept_when_it_is_ours_and_dropped_when_it_is_not(client, rosa):
    wanted = reverse("members:consents")
    assert f'value="{wanted}"' in client.get(reverse("members:sign_in") + f"?next={wanted}").content.decode()
    assert enter(client, next=wanted).url == wanted
    client.logout()
    assert enter(client, next="https://evil.example/x").url != "https://evil.example/x"
    client.logout()
    assert "evil" not in enter(client, next="//evil.example").url


def test_a_remembered_phone_shows_her_tile_and_asks_only_the_pin(client, rosa):
    enter(client)
    client.post(reverse("members:sign_out"))
    page = client.get(reverse("members:sign_in")).content.decode()
    url = reverse("members:profile_sign_in", args=[rosa.pk])
    assert url in page
    assert "Rosa Núñez" in page
    client.post(url, {"pin": PIN})
    assert is_in(client)


def test_a_profile_is_404_on_a_phone_that_does_not_know_it(client, rosa):
    assert client.get(reverse("members:profile_sign_in", args=[rosa.pk])).status_code == 404
    client.cookies[phone.COOKIE] = f"abc..{phone._short(rosa.pk)}!forged"
    assert client.get(reverse("members:profile_sign_in", args=[rosa.pk])).status_code == 404


def test_her_own_phone_lets_her_in_while_a_stranger_guesses_elsewhere(client, rosa):
    enter(client)
    client.post(reverse("members:sign_out"))
    for _try in range(rules.FREE_TRIES + 1):
        signing_in.by_pin(organisation_code="RETAMA7", name="Rosa Núñez", pin=WRONG)
    client.post(reverse("members:profile_sign_in", args=[rosa.pk]), {"pin": PIN})
    assert is_in(client)


def test_wrong_pins_on_her_own_phone_rest_as_well(client, rosa):
    enter(client)
    client.post(reverse("members:sign_out"))
    url = reverse("members:profile_sign_in", args=[rosa.pk])
    statuses = [client.post(url, {"pin": WRONG}).status_code for _try in range(rules.FREE_TRIES + 1)]
    assert statuses[-1] == 429


def test_switching_profile_signs_the_former_out(client, rosa, kitchen):
    nelly = MemberFactory(display_name="Nelly", with_pin=True, organisation=kitchen)
    enter(client)
    client.session["of_rosa"] = 1
    enter(client, name="Nelly")
    assert client.session["_auth_user_id"] == str(nelly.pk)
    assert "of_rosa" not in client.session
    page = client.get(reverse("members:sign_in")).content.decode()
    assert "Rosa Núñez" in page
    assert "Nelly" in page


def test_the_session_key_changes_at_sign_in(client, rosa):
    client.get(reverse("members:sign_in"))
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["sesion"] = session.session_key
    before = session.session_key
    enter(client)
    assert client.cookies["sesion"].value != before


def test_the_phone_remembers_twelve_and_the_oldest_falls_off():
    from academy.core.ids import uuid7

    ids = [uuid7() for _ in range(13)]
    known = phone.Phone()
    for each in ids:
        known = known.remembering(each)
    assert known.members == tuple(reversed(ids[1:]))
    assert known.remembering(ids[5]).members[0] == ids[5]


def test_a_name_can_be_taken_off_the_phone(client, rosa):
    enter(client)
    client.post(reverse("members:sign_out"))
    client.post(reverse("members:forget_device_profile"), {"profile": str(rosa.pk)})
    assert "Rosa Núñez" not in client.get(reverse("members:sign_in")).content.decode()
    assert client.get(reverse("members:profile_sign_in", args=[rosa.pk])).status_code == 404


def test_a_borrowed_phone_keeps_nothing(client, rosa):
    client.cookies["idioma"] = "en"
    response = enter(client, phone="borrowed")
    assert response.cookies["sesion"]["max-age"] == ""
    assert phone.COOKIE not in response.cookies
    response = client.post(reverse("members:sign_out"))
    assert response.cookies["sesion"].value == ""
    assert response.cookies["idioma"].value == "en"
    assert "Clear-Site-Data" in response
    page = client.get(response.url).content.decode()
    assert "No quedó nada tuyo" in page
    assert "Rosa" not in client.get(reverse("members:sign_in")).content.decode()


def test_a_borrowed_phone_keeps_the_names_of_its_owner(client, rosa, kitchen):
    enter(client)
    client.post(reverse("members:sign_out"))
    MemberFactory(display_name="Nelly", with_pin=True, organisation=kitchen)
    enter(client, name="Nelly", phone="borrowed")
    client.post(reverse("members:sign_out"))
    page = client.get(reverse("members:sign_in")).content.decode()
    assert "Rosa Núñez" in page
    assert "Nelly" not in page


def test_a_link_signs_nobody_out(client, rosa):
    client.force_login(rosa)
    assert client.get(reverse("members:sign_out")).status_code == 200
    assert is_in(client)
    client.post(reverse("members:sign_out"))
    assert not is_in(client)


def test_she_lands_in_her_own_language(client, rosa):
    rosa.language = "qu"
    rosa.save()
    response = enter(client)
    assert response.url.startswith("/qu/")
    assert response.cookies["idioma"].value == "qu"


def test_doors_are_never_stored_by_a_cache(client, rosa):
    for name in ("sign_in", "team_sign_in", "recover", "signed_out"):
        assert "no-store" in client.get(reverse(f"members:{name}"))["Cache-Control"]


def test_a_new_code_lets_in_who_was_resting(client, rosa, kitchen):
    for _try in range(rules.FREE_TRIES + 1):
        enter(client, pin=WRONG)
    _invitation, code = access.issue_recovery(member=rosa, by=None)
    client.post(reverse("members:invitation", args=[code]), {"pin": "739518", "pin_again": "739518"})
    client.post(reverse("members:sign_out"))
    client.post(reverse("members:profile_sign_in", args=[rosa.pk]), {"pin": "739518"})
    assert is_in(client)


def test_a_role_given_while_she_is_in_by_pin_closes_that_session(client, rosa, kitchen):
    """Her PIN session must not become a way to other women's data."""
    from academy.members.services import organising

    amanda = MemberFactory(display_name="Amanda", with_password=True, organisation=kitchen)
    RoleFactory(member=amanda, organisation=kitchen)
    enter(client)
    organising.grant_role(member=rosa, organisation=kitchen, kind="facilitator", by=amanda)
    assert client.get(reverse("members:account")).status_code == 302
    rosa.refresh_from_db()
    assert rosa.check_pin(PIN)


@pytest.mark.parametrize("organisation", ["retáma7", "RETAMA 7", "retama-7", " Retama7 "])
def test_the_code_of_her_organisation_is_read_however_it_is_typed(client, rosa, organisation):
    enter(client, organisation=organisation)
    assert is_in(client)


def test_what_does_not_fit_a_field_is_said_in_plain_words(client, rosa):
    answer = enter(client, organisation="R" * 21, name="")
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "Es muy largo. Caben 20 letras y escribiste 21." in words
    assert "Asegúrese" not in words
