"""The second step of whoever has a role: an app, a passkey, a paper. Sessions end where she says."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pyotp
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from academy.core import sealing
from academy.members.models import Guard, Member, Notice, PrintedCode, SecondFactor, SignIn
from academy.members.secondfactor import rules, services, sign_ins
from academy.members.services.access import choose_password, issue_recovery
from tests.members.passkeys import Passkey

pytestmark = pytest.mark.django_db
PASSWORD = "una frase de cocina"
DOOR, STEP, SET_UP = "members:team_sign_in", "members:second_step", "members:second_factors"


def enter(client, member, **more):
    said = {"username": member.username, "password": PASSWORD, "phone": "mine", **more}
    return client.post(reverse(DOOR), said)


def with_code(client, member):
    """She chooses another password with a code that somebody who knows her gave her: in this session she may set up."""
    _invitation, code = issue_recovery(member=member, by=None)
    said = {"username": member.username, "password": PASSWORD, "password_again": PASSWORD}
    return client.post(reverse("members:invitation", args=[code.replace("-", "")]), said)


def with_app(member):
    secret = services.new_secret()
    code = pyotp.TOTP(secret).at(timezone.now() - timedelta(seconds=30))
    services.add_app(member=member, secret=secret, code=code)
    return pyotp.TOTP(secret)


@pytest.fixture
def amanda(people):
    return people.amanda


# --- Rules -----------------------------------------------------------------------------------------

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@given(at=st.integers(10**9, 2 * 10**9), off=st.integers(-4, 4))
def test_a_code_counts_one_step_early_or_late_and_never_twice(at, off):
    totp = pyotp.TOTP(SECRET)
    moment = datetime.fromtimestamp(at, tz=UTC)
    step = totp.timecode(moment) + off
    found = rules.step_of(secret=SECRET, code=totp.generate_otp(step), at=moment, last=0)
    assert (found == step) if abs(off) <= rules.CLOCK_OFF else (found is None or found != step)
    if found:
        assert rules.step_of(secret=SECRET, code=totp.generate_otp(step), at=moment, last=found) != found


@given(st.text(max_size=300))
def test_whatever_a_browser_says_of_itself_is_short_and_harmless(agent):
    assert len(rules.device_words(agent)) <= 40


def test_a_phone_is_known_again_and_no_version_is_kept():
    agent = "Mozilla/5.0 (Linux; Android 9; SM-A10) AppleWebKit/537.36 Chrome/80.0.3987.99 Mobile Safari/537.36"
    assert rules.device_words(agent) == "Android · Chrome"


# --- At the door -----------------------------------------------------------------------------------


def test_the_password_alone_opens_nothing_once_she_has_one(client, amanda):
    app = with_app(amanda)
    assert enter(client, amanda).url == reverse(STEP)
    assert client.get(reverse("members:organise")).status_code == 302
    assert "_auth_user_id" not in client.session
    done = client.post(reverse(STEP), {"code": app.now()})
    assert done.status_code == 302
    assert client.session["second_step"] is True
    assert client.get(reverse("members:organise")).status_code == 200


def test_where_she_wanted_to_go_outlives_the_second_step(client, amanda):
    app = with_app(amanda)
    wanted = reverse("members:organise")
    client.post(f"{reverse(DOOR)}?next={wanted}", {"username": amanda.username, "password": PASSWORD, "next": wanted})
    assert client.post(reverse(STEP), {"code": app.now()}).url == wanted


def test_a_code_serves_once_even_for_whoever_read_it_over_her_shoulder(client, amanda):
    app = with_app(amanda)
    code = app.now()
    assert services.code_fits(member=amanda, code=code)
    assert not services.code_fits(member=amanda, code=code)


def test_wrong_codes_are_counted_in_the_database_and_rest(client, amanda):
    with_app(amanda)
    enter(client, amanda)
    answers = [client.post(reverse(STEP), {"code": "000000"}).status_code for _ in range(6)]
    assert answers[:4] == [422] * 4
    assert answers[-1] == 429
    # Another process, after a restart: the count is not in its memory.
    assert services.code_fits(member=amanda, code="000000").code == "resting"


def test_without_a_fresh_password_there_is_no_second_step(client, amanda):
    assert client.get(reverse(STEP)).url == reverse(DOOR)
    with_app(amanda)
    enter(client, amanda)
    session = client.session
    session["half_signed_in"] = {**session["half_signed_in"], "at": 0}
    session.save()
    assert client.post(reverse(STEP), {"code": "123456"}).url == reverse(DOOR)


def test_her_paper_opens_once_per_code_and_she_is_told(client, amanda):
    with_app(amanda)
    code = services.print_codes(member=amanda)[0]
    assert not any(code.replace("-", "") in row.digest for row in PrintedCode.objects.all())
    enter(client, amanda)
    assert client.post(reverse(STEP), {"code": code.lower()}).status_code == 302
    assert Notice.objects.filter(member=amanda, kind="printed_code_used").exists()
    client.logout()
    enter(client, amanda)
    assert client.post(reverse(STEP), {"code": code}).status_code == 422


def test_the_codes_of_another_woman_open_nothing(people):
    with_app(people.amanda)
    with_app(people.elena)
    code = services.print_codes(member=people.elena)[0]
    assert not services.code_fits(member=people.amanda, code=code)


def test_the_secret_is_unreadable_in_the_database(amanda):
    app = with_app(amanda)
    row = SecondFactor.objects.get()
    assert app.secret not in row.sealed
    assert sealing.open_for(row.sealed, amanda) == app.secret


def test_a_pin_rests_after_five_wrong_ones_whatever_process_is_asked(people):
    """The count is a row: a restart (an empty cache) and another process know it."""
    code = people.kitchen.code
    said = {"organisation": code, "name": "Rosa Quispe", "phone": "mine"}
    for _each in range(5):
        Client().post(reverse("members:sign_in"), {**said, "pin": "000111"})
    cache.clear()
    answer = Client().post(reverse("members:sign_in"), {**said, "pin": "730519"})
    assert answer.status_code == 429
    assert Guard.objects.filter(failures__gte=5).exists()


# --- Days of grace ---------------------------------------------------------------------------------


def test_she_has_days_to_set_it_up_and_then_finds_nothing_else(client, amanda):
    enter(client, amanda)
    assert client.get(reverse("members:organise")).status_code == 200
    Member.objects.filter(pk=amanda.pk).update(second_step_told_on=timezone.localdate() - timedelta(days=14))
    client.logout()
    enter(client, amanda)
    for address in (reverse("members:organise"), "/admin/", reverse("members:her_data"), "/cursos/"):
        assert client.get(address).url == reverse(SET_UP), address
    phone = client.post("/sync/", {}, content_type="application/json", headers={"X-Relevo": "sync"})
    assert (phone.status_code, phone.json()["code"]) == (401, "needs_password")
    assert client.get(reverse(SET_UP)).status_code == 200
    assert client.post(reverse("members:sign_out")).status_code == 302


def test_setting_it_up_opens_everything_again_and_brings_ten_codes_once(client, amanda):
    Member.objects.filter(pk=amanda.pk).update(second_step_told_on=timezone.localdate() - timedelta(days=99))
    elsewhere = Client()
    assert with_code(elsewhere, amanda).url == reverse(SET_UP)
    assert with_code(client, amanda).url == reverse(SET_UP)
    client.get(reverse("members:add_app"))
    app = pyotp.TOTP(client.session["new_app"])
    assert client.post(reverse("members:add_app"), {"code": "000000"}).status_code == 422
    done = client.post(reverse("members:add_app"), {"code": app.now(), "name": "Mi celular"})
    assert done.url == reverse("members:printed_codes")
    assert client.get(done.url).content.decode().count('class="code small"') == 10
    assert 'class="code small"' not in client.get(done.url).content.decode()
    assert client.get(reverse("members:organise")).status_code == 200


def test_a_stolen_password_alone_sets_up_no_second_step(client, amanda):
    """Neither in her days of grace nor after them, nor from a session that was open before she set hers up."""
    enter(client, amanda)
    pages = [reverse(f"members:{name}") for name in ("add_app", "add_passkey", "printed_codes")]
    for told in (timezone.localdate(), timezone.localdate() - timedelta(days=99)):
        Member.objects.filter(pk=amanda.pk).update(second_step_told_on=told)
        client.logout()
        enter(client, amanda)
        for address in pages:
            assert client.get(address).status_code == 403, address
            assert "hace falta un código" in client.post(address, {"code": "123456"}).content.decode(), address
        page = client.get(reverse(SET_UP)).content.decode()
        assert "hace falta un código" in page
        assert reverse("members:add_app") not in page
        # The way to use a code stands open all the same.
        assert client.get(reverse("members:recover")).status_code == 200
    app = with_app(amanda)
    for address in (*pages, reverse("members:remove_factor", args=[amanda.second_factors.get().pk])):
        assert client.post(address).status_code in (302, 403), address
    assert amanda.second_factors.count() == 1
    assert not PrintedCode.objects.exists()
    client.logout()
    enter(client, amanda)
    client.post(reverse(STEP), {"code": app.now()})
    assert client.get(reverse("members:add_app")).status_code == 200


def test_her_first_second_step_ends_the_sessions_that_never_showed_one(client, amanda):
    thief = Client()
    assert with_code(client, amanda).status_code == 302
    enter(thief, amanda)
    assert thief.get(reverse("members:organise")).status_code == 200
    client.get(reverse("members:add_app"))
    client.post(reverse("members:add_app"), {"code": pyotp.TOTP(client.session["new_app"]).now()})
    assert thief.get(reverse("members:organise")).status_code == 302
    assert client.get(reverse("members:organise")).status_code == 200


def test_a_code_for_another_password_lives_a_day_and_a_first_one_two_weeks(people):
    again, _code = issue_recovery(member=people.amanda, by=None)
    assert again.expires_at - again.created_at == timedelta(hours=24)
    people.fina.set_unusable_password()
    people.fina.save()
    first, _code = issue_recovery(member=people.fina, by=people.amanda)
    assert first.expires_at - first.created_at == timedelta(days=14)


def test_invented_people_are_not_asked_and_are_told_so(client, amanda):
    Member.objects.filter(pk=amanda.pk).update(is_demo=True, second_step_told_on=None)
    page = client.post(reverse(DOOR), {"username": amanda.username, "password": PASSWORD, "phone": "mine"}, follow=True)
    assert "Persona inventada" in page.content.decode()
    assert "second_step_due" not in client.session


def test_the_last_one_stays_while_it_is_demanded(client, amanda):
    with_app(amanda)
    with pytest.raises(services.Refused):
        services.remove(factor=amanda.second_factors.get(), by=amanda)
    with_app(amanda)
    services.remove(factor=amanda.second_factors.first(), by=amanda)
    assert amanda.second_factors.count() == 1


def test_a_woman_with_a_pin_is_told_that_she_needs_none(client, people):
    client.force_login(people.rosa)
    assert "no te hace falta" in client.get(reverse(SET_UP)).content.decode()


def test_who_lost_everything_is_helped_from_above_and_told(client, people):
    with_app(people.fina)
    client.force_login(people.amanda)
    page = client.post(reverse("members:issue_recovery", args=[people.fina.pk]), {"second_step": "on"})
    assert page.status_code == 200
    assert not people.fina.second_factors.exists()
    assert Notice.objects.filter(member=people.fina, kind="second_step_taken_away").exists()
    # Her lost phone is signed out, and her password alone opens only the page that asks for the code.
    assert not SignIn.objects.filter(member=people.fina).exists()
    thief = Client()
    enter(thief, people.fina)
    assert thief.get(reverse("members:organise")).url == reverse(SET_UP)
    assert thief.get(reverse("members:add_app")).status_code == 403
    with_app(people.fina)
    client.force_login(people.elena)
    client.post(reverse("members:issue_recovery", args=[people.fina.pk]), {"second_step": "on"})
    assert people.fina.second_factors.exists()


def test_for_who_has_nobody_above_her_there_is_a_command(client, amanda):
    with_app(amanda)
    said = StringIO()
    call_command("forget_second_step", amanda.username.upper(), stdout=said)
    assert not amanda.second_factors.exists()
    address = said.getvalue().strip().splitlines()[-1].removeprefix(settings.SITE_URL)
    answer = client.post(address, {"username": amanda.username, "password": PASSWORD, "password_again": PASSWORD})
    assert answer.url == reverse(SET_UP)
    assert client.get(reverse("members:add_app")).status_code == 200
    with pytest.raises(CommandError, match="nadie"):
        call_command("forget_second_step", "nadie")


def test_a_new_password_by_code_ends_every_session(client, people):
    enter(client, people.fina)
    _invitation, code = issue_recovery(member=people.fina, by=people.amanda)
    choose_password(code=code, username="fina", password="otra frase de cocina")
    assert not SignIn.objects.exists()
    assert client.get(reverse("members:account")).status_code == 302


# --- Passkeys --------------------------------------------------------------------------------------


def test_a_passkey_opens_and_a_forged_or_foreign_one_does_not(client, amanda):
    key, other = Passkey("http://testserver"), Passkey("http://testserver")
    with_code(client, amanda)
    page = client.get(reverse("members:add_passkey"))
    done = client.post(reverse("members:add_passkey"), {"passkey": key.created(page.context["options"])})
    assert done.url == reverse("members:printed_codes")
    client.logout()
    for said in (
        lambda options: other.shown(options),
        lambda options: key.shown(options, origin="https://otra.example"),
    ):
        enter(client, amanda)
        options = client.get(reverse(STEP)).context["options"]
        assert client.post(reverse(STEP), {"passkey": said(options)}).status_code == 422
    enter(client, amanda)
    options = client.get(reverse(STEP)).context["options"]
    answer = key.shown(options)
    assert client.post(reverse(STEP), {"passkey": answer}).status_code == 302
    client.logout()
    enter(client, amanda)
    client.get(reverse(STEP))
    assert client.post(reverse(STEP), {"passkey": answer}).status_code == 422


@pytest.mark.parametrize("said", ["{}", "[]", "null", "{" * 50, '{"id": 3}', "x" * 19_000])
def test_what_is_no_answer_of_a_passkey_is_refused_in_words(client, amanda, said):
    with_app(amanda)
    enter(client, amanda)
    session = client.session
    session["passkey_state"] = {"challenge": "x", "user_verification": "preferred"}
    session.save()
    page = client.post(reverse(STEP), {"passkey": said})
    assert page.status_code == 422
    assert "No reconocimos esa llave" in page.content.decode()


# --- Sessions --------------------------------------------------------------------------------------


def test_she_sees_where_she_is_and_ends_one_elsewhere_at_once(client, people):
    elsewhere = Client(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 9) Chrome/80.0 Mobile"})
    for each in (elsewhere, client):
        enter(each, people.amanda)
    page = client.get(reverse("members:sessions")).content.decode()
    assert "Android · Chrome" in page
    assert "Es este celular." in page
    other = SignIn.objects.exclude(pk=client.session["sign_in"]).get()
    assert elsewhere.session.session_key not in other.sealed_key
    client.post(reverse("members:sessions"), {"session": str(other.pk)})
    assert elsewhere.get(reverse("members:account")).status_code == 302
    assert client.get(reverse("members:account")).status_code == 200


def test_nobody_ends_the_session_of_another(client, people):
    elsewhere = Client()
    enter(elsewhere, people.elena)
    enter(client, people.amanda)
    hers = SignIn.objects.get(member=people.elena)
    assert client.post(reverse("members:sessions"), {"session": str(hers.pk)}).status_code == 404
    assert client.post(reverse("members:sessions"), {"session": "nada"}).status_code == 404
    assert elsewhere.get(reverse("members:account")).status_code == 200


def test_all_others_end_and_signing_out_takes_the_row_away(client, people):
    others = [Client() for _ in range(2)]
    for each in (*others, client):
        enter(each, people.amanda)
    client.post(reverse("members:sessions"), {"session": "others"})
    assert [each.get(reverse("members:account")).status_code for each in others] == [302, 302]
    client.post(reverse("members:sign_out"))
    assert not SignIn.objects.exists()


def test_erasing_or_ending_all_leaves_no_session_behind(client, people):
    enter(client, people.amanda)
    assert Session.objects.count() == 1
    sign_ins.end_all(people.amanda)
    assert not Session.objects.exists()


def test_the_last_day_she_was_here_is_written_once_a_day(client, people):
    enter(client, people.amanda)
    yesterday = timezone.localdate() - timedelta(days=1)
    SignIn.objects.update(seen_on=yesterday)
    session = client.session
    session["seen_on"] = yesterday.isoformat()
    session.save()
    client.get(reverse("members:sessions"))
    assert SignIn.objects.get().seen_on == timezone.localdate()


def test_rows_of_sessions_that_ran_out_are_forgotten(client, people):
    enter(client, people.amanda)
    long_ago = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE, days=2)
    SignIn.objects.update(began_at=long_ago, seen_on=long_ago.date())
    assert sign_ins.forget_old(at=timezone.now()) == 1
