"""Coming in with a code: first time, forgotten PIN, first password."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from academy.core.models import AuditEntry
from academy.members.models import Invitation, Member
from academy.members.services import access
from tests.members.factories import MemberFactory, OrganisationFactory, RoleFactory

pytestmark = pytest.mark.django_db
PIN = "804152"


@pytest.fixture
def kitchen():
    return OrganisationFactory(name="Comedor Las Retamas", code="RETAMA7")


@pytest.fixture
def amanda(kitchen):
    member = MemberFactory(display_name="Amanda", with_password=True, organisation=kitchen)
    RoleFactory(member=member, organisation=kitchen)
    return member


def invite(kitchen, amanda, **more):
    more.setdefault("purpose", Invitation.Purpose.JOIN)
    if "member" not in more:
        more.setdefault("display_name", "Rosa")
    return access.issue_invitation(organisation=kitchen, by=amanda, **more)


def address(code, step=""):
    return reverse("members:invitation", args=[code]) + (f"?paso={step}" if step else "")


def join(client, code, *, name="Rosa", pictogram="papa", pin=PIN, **more):
    client.post(address(code), {"name": name, "language": "es"})
    client.post(address(code, 2), {"pictogram": pictogram})
    return client.post(address(code, 3), {"pin": pin, "pin_again": pin, "phone": "mine", **more})


def test_a_code_is_ten_symbols_and_is_stored_only_as_a_digest(kitchen, amanda):
    invitation, code = invite(kitchen, amanda)
    assert len(code.replace("-", "")) == 10
    assert len(invitation.digest) == 64
    row = Invitation.objects.values().get()
    assert code not in str(row)
    assert code.replace("-", "") not in str(row)


def test_a_code_is_found_however_it_is_typed(kitchen, amanda):
    invitation, code = invite(kitchen, amanda)
    assert access.find_invitation(f"  {code.lower()} ") == invitation
    assert access.find_invitation(code.replace("-", " ")) == invitation
    assert access.find_invitation("") is None


def test_invitations_last_two_weeks_and_recovery_codes_one_day(kitchen, amanda):
    at = timezone.now()
    rosa = MemberFactory(with_pin=True, organisation=kitchen)
    assert invite(kitchen, amanda, at=at)[0].expires_at == at + timedelta(days=14)
    recovery, _code = access.issue_recovery(member=rosa, by=amanda, at=at)
    assert recovery.expires_at == at + timedelta(hours=24)


def test_a_new_code_revokes_the_one_before_it(kitchen, amanda):
    rosa = MemberFactory(with_pin=True, organisation=kitchen)
    first, _code = access.issue_recovery(member=rosa, by=amanda)
    second, _code = access.issue_recovery(member=rosa, by=amanda)
    assert list(Invitation.objects.open()) == [second]
    first.refresh_from_db()
    assert first.revoked_at is not None


def test_she_comes_in_with_her_name_her_drawing_and_her_pin(client, kitchen, amanda):
    _invitation, code = invite(kitchen, amanda)
    assert "Hola, Rosa" in client.get(address(code)).content.decode()
    response = join(client, code, name="Rosa Elena")
    assert response.url == reverse("members:how_i_enter")
    rosa = Member.objects.get(display_name="Rosa Elena")
    assert rosa.check_pin(PIN)
    assert rosa.pictogram == "papa"
    assert rosa.memberships.standing().get().organisation == kitchen
    page = client.get(response.url).content.decode()
    assert "RETAMA7" in page
    assert PIN not in page


def test_an_invited_member_keeps_her_row(client, kitchen, amanda):
    rosa = MemberFactory(display_name="Rosa", organisation=kitchen)
    _invitation, code = invite(kitchen, amanda, member=rosa)
    join(client, code)
    rosa.refresh_from_db()
    assert rosa.check_pin(PIN)
    assert rosa.memberships.count() == 1
    assert Member.objects.filter(name_key="rosa").count() == 1


def test_her_language_takes_her_to_that_language(client, kitchen, amanda):
    _invitation, code = invite(kitchen, amanda)
    response = client.post(address(code), {"name": "Rosa", "language": "qu"})
    assert response.url.startswith("/qu/i/")


def test_the_third_screen_cannot_be_reached_without_the_first(client, kitchen, amanda):
    _invitation, code = invite(kitchen, amanda)
    client.post(address(code, 3), {"pin": PIN, "pin_again": PIN})
    assert not Member.objects.filter(display_name="Rosa").exists()
    assert Invitation.objects.open().count() == 1


def test_a_drawing_that_another_woman_has_cannot_be_chosen(client, kitchen, amanda):
    MemberFactory(pictogram="papa", organisation=kitchen)
    _invitation, code = invite(kitchen, amanda)
    client.post(address(code), {"name": "Rosa", "language": "es"})
    response = client.post(address(code, 2), {"pictogram": "papa"})
    assert response.status_code == 422
    assert "Otra compañera ya tiene ese dibujo" in response.content.decode()


@pytest.mark.parametrize(
    ("pin", "words"),
    [
        ("12345", "seis números"),
        ("111111", "fácil de adivinar"),
        ("123456", "fácil"),
        ("abcdef", "seis números"),
    ],
)
def test_a_weak_pin_is_refused_with_its_reason(client, kitchen, amanda, pin, words):
    _invitation, code = invite(kitchen, amanda)
    response = join(client, code, pin=pin)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Invitation.objects.open().exists()


def test_two_different_pins_are_refused(client, kitchen, amanda):
    _invitation, code = invite(kitchen, amanda)
    response = join(client, code, pin_again="804153")
    assert "no son iguales" in response.content.decode()


def test_an_unknown_code_is_404_and_says_what_to_do(client):
    response = client.get(address("7777777777"))
    assert response.status_code == 404
    assert "No conocemos este código" in response.content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"used_at": timezone.now()}, "ya se usó"),
        ({"revoked_at": timezone.now()}, "fue anulada"),
        ({"expires_at": timezone.now() - timedelta(minutes=1)}, "ya venció"),
    ],
)
def test_a_closed_invitation_is_410_with_its_own_words(client, kitchen, amanda, change, words):
    invitation, code = invite(kitchen, amanda)
    Invitation.objects.filter(pk=invitation.pk).update(**change)
    response = client.get(address(code))
    assert response.status_code == 410
    assert words in response.content.decode()


def test_an_invitation_that_expires_while_she_chooses_writes_nothing(client, kitchen, amanda):
    invitation, code = invite(kitchen, amanda)
    client.post(address(code), {"name": "Rosa", "language": "es"})
    client.post(address(code, 2), {"pictogram": "papa"})
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    assert client.post(address(code, 3), {"pin": PIN, "pin_again": PIN}).status_code == 410
    assert not Member.objects.filter(display_name="Rosa").exists()


def test_of_two_scans_one_wins_and_the_other_writes_nothing(kitchen, amanda, monkeypatch):
    """The other scan uses the code up between our look at the row and our write."""
    invitation, code = invite(kitchen, amanda)
    looked = access.may_claim

    def slow_look(found, at):
        decision = looked(found, at)
        Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=at)
        return decision

    monkeypatch.setattr(access, "may_claim", slow_look)
    with pytest.raises(access.Refused) as refused:
        access.claim_invitation(code=code, name="Rosa", pictogram="papa", language="es", pin=PIN)
    assert refused.value.decision.code == "used"
    assert not Member.objects.filter(display_name="Rosa").exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share no in-memory database")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_eight_scans_at_once_make_one_member(kitchen, amanda):
    _invitation, code = invite(kitchen, amanda)
    outcomes, gate = [], threading.Barrier(8)

    def scan(number):
        gate.wait()
        try:
            access.claim_invitation(code=code, name=f"Rosa {number}", pictogram="", language="es", pin=PIN)
            outcomes.append("won")
        except access.Refused:
            outcomes.append("lost")
        finally:
            connection.close()

    threads = [threading.Thread(target=scan, args=(number,)) for number in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(outcomes) == ["lost"] * 7 + ["won"]
    assert Member.objects.filter(name_key__startswith="rosa").count() == 1


def test_recovery_lets_the_old_pin_work_until_the_code_is_used(client, kitchen, amanda):
    rosa = MemberFactory(display_name="Rosa", with_pin=True, organisation=kitchen)
    _invitation, code = access.issue_recovery(member=rosa, by=amanda)
    rosa.refresh_from_db()
    assert rosa.check_pin(PIN)
    client.post(address(code), {"pin": "739518", "pin_again": "739518"})
    rosa.refresh_from_db()
    assert rosa.check_pin("739518")
    assert client.get(reverse("members:account")).status_code == 200


def test_a_new_pin_ends_the_sessions_opened_with_the_old_one(client, kitchen, amanda):
    rosa = MemberFactory(display_name="Rosa", with_pin=True, organisation=kitchen)
    client.force_login(rosa)
    _invitation, code = access.issue_recovery(member=rosa, by=amanda)
    access.renew_pin(code=code, pin="739518")
    assert client.get(reverse("members:account")).status_code == 302


def test_she_is_told_who_asked_for_a_code_and_it_is_recorded(client, kitchen, amanda):
    rosa = MemberFactory(display_name="Rosa", with_pin=True, organisation=kitchen)
    client.force_login(amanda)
    page = client.post(reverse("members:issue_recovery", args=[rosa.pk])).content.decode()
    assert "una sola vez" in page
    entry = AuditEntry.objects.get(action="members.invitation_issued", about=rosa.pk)
    assert entry.by == amanda.pk
    client.logout()
    client.post(reverse("members:sign_in"), {"organisation": "retama7", "name": "rosa", "pin": PIN, "phone": "mine"})
    assert "Amanda pidió un código" in client.get(reverse("members:notices")).content.decode()


def test_who_holds_a_role_gets_a_password_code_and_never_a_pin(client, kitchen, amanda):
    root = MemberFactory(is_superuser=True, with_password=True)
    invitation, code = access.issue_recovery(member=amanda, by=root)
    assert invitation.purpose == Invitation.Purpose.PASSWORD
    client.post(
        address(code),
        {"username": "amanda.r", "password": "sopa caliente 9", "password_again": "sopa caliente 9"},
    )
    amanda.refresh_from_db()
    assert amanda.check_password("sopa caliente 9")
    assert client.session["signed_in_with"] == "password"


def test_a_password_like_her_name_or_too_short_is_refused(client, kitchen, amanda):
    root = MemberFactory(is_superuser=True, with_password=True)
    _invitation, code = access.issue_recovery(member=amanda, by=root)
    response = client.post(address(code), {"username": "amanda", "password": "corta", "password_again": "corta"})
    assert response.status_code == 422
    amanda.refresh_from_db()
    assert amanda.check_password("una frase de cocina")


def test_a_pin_code_of_a_woman_who_got_a_role_meanwhile_is_closed(client, kitchen, amanda):
    rosa = MemberFactory(display_name="Rosa", with_pin=True, organisation=kitchen)
    _invitation, code = access.issue_recovery(member=rosa, by=amanda)
    RoleFactory(member=rosa, organisation=kitchen)
    response = client.get(address(code))
    assert response.status_code == 410
    assert "contraseña" in response.content.decode()


def test_a_facilitator_cannot_take_over_the_account_of_her_organiser(client, kitchen, amanda):
    fani = MemberFactory(display_name="Fani", with_password=True, organisation=kitchen)
    RoleFactory(member=fani, organisation=kitchen, facilitator=True)
    client.force_login(fani)
    # 403 and not 404: Fani sees Amanda every day, she just may not do this.
    assert client.post(reverse("members:issue_recovery", args=[amanda.pk])).status_code == 403
    assert not Invitation.objects.filter(member=amanda).exists()


def test_recovery_is_404_out_of_scope_and_403_without_a_role(client, kitchen, amanda):
    stranger = MemberFactory(with_pin=True, organisation=OrganisationFactory())
    rosa = MemberFactory(with_pin=True, organisation=kitchen)
    client.force_login(amanda)
    assert client.get(reverse("members:issue_recovery", args=[stranger.pk])).status_code == 404
    client.force_login(stranger)
    assert client.get(reverse("members:issue_recovery", args=[rosa.pk])).status_code == 403


def test_an_address_that_tries_a_hundred_unknown_codes_waits_and_others_do_not(client, kitchen, amanda):
    _invitation, code = invite(kitchen, amanda)
    for number in range(100):
        client.get(address(f"{number:010}"), REMOTE_ADDR="203.0.113.5")
    assert client.get(address(code), REMOTE_ADDR="203.0.113.5").status_code == 429
    assert client.get(address(code), REMOTE_ADDR="203.0.113.6").status_code == 200


def test_the_help_page_takes_a_code_as_it_was_read_aloud(client, kitchen, amanda):
    _invitation, code = invite(kitchen, amanda)
    response = client.post(reverse("members:recover"), {"code": code.lower().replace("-", " ")})
    assert response.url == address(code.replace("-", ""))
    assert "diez letras" in client.post(reverse("members:recover"), {"code": "abc"}).content.decode()


def test_a_card_is_a_pdf_with_a_fresh_code_and_the_old_code_stops(client, kitchen, amanda):
    invitation, code = invite(kitchen, amanda)
    client.force_login(amanda)
    response = client.post(reverse("members:invitation_card", args=[invitation.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert access.find_invitation(code).revoked_at is not None
    assert Invitation.objects.open().get().display_name == "Rosa"


def test_a_card_is_not_for_strangers_and_never_by_get(client, kitchen, amanda):
    invitation, _code = invite(kitchen, amanda)
    client.force_login(MemberFactory(organisation=kitchen))
    assert client.post(reverse("members:invitation_card", args=[invitation.pk])).status_code == 404
    client.force_login(amanda)
    assert client.get(reverse("members:invitation_card", args=[invitation.pk])).status_code == 405
    assert Invitation.objects.open().count() == 1


def test_a_sheet_has_a_card_for_every_open_invitation(client, kitchen, amanda):
    for name in ("Rosa", "Nelly", "Úrsula"):
        invite(kitchen, amanda, display_name=name)
    client.force_login(amanda)
    response = client.post(reverse("members:invitation_cards", args=[kitchen.pk]))
    assert response.content.startswith(b"%PDF")
    assert set(Invitation.objects.open().values_list("display_name", flat=True)) == {
        "Rosa",
        "Nelly",
        "Úrsula",
    }
    assert Invitation.objects.exclude(revoked_at=None).count() == 3


def test_the_longest_names_still_make_a_card(kitchen, amanda):
    """Fonts and layout hold for sixty letters, accents and apostrophes; typst refuses a PDF/UA without its texts."""
    from academy.members.cards import card_data, render_cards

    kitchen.name = "Asociación de Comedores Ñusta «Mamá Margarita’s» " * 2
    invitation, code = invite(kitchen, amanda, display_name="Ángela #let Ñahui [*$\\" + "x" * 30)
    words = card_data(invitation=invitation, code=code, link="https://x.example/i/A/", typed_at="x.example/")
    assert render_cards([words]).startswith(b"%PDF")
    assert render_cards([words] * 11, sheet=True).startswith(b"%PDF")
    assert render_cards([words], form="png").startswith(b"\x89PNG")
