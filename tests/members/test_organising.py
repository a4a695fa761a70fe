"""What an organiser may do, and what nobody else may."""

import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from academy.core.models import AuditEntry
from academy.members import permissions
from academy.members.models import (
    Invitation,
    Member,
    Membership,
    Notice,
    Organisation,
    OrganisationKind,
    Role,
)
from academy.members.services import access
from academy.members.services import organising as service
from tests.members.factories import (
    ConsentFactory,
    MemberFactory,
    MembershipFactory,
    OrganisationFactory,
    RoleFactory,
    TerritoryFactory,
)


def url(name, *args):
    return reverse(f"members:{name}", args=args)


# --- Who may -------------------------------------------------------------------------------------


def test_a_role_reaches_the_organisation_and_all_below_and_nothing_else(people):
    assert permissions.may_organise(people.amanda, people.federation)
    assert permissions.may_organise(people.amanda, people.kitchen)
    assert not permissions.may_organise(people.amanda, people.other_kitchen)
    assert permissions.may_facilitate(people.fina, people.kitchen)
    assert not permissions.may_facilitate(people.fina, people.federation)
    # She helps women in; she does not decide over the organisation.
    assert permissions.may_organise(people.fina, people.kitchen).code == "no_role_here"
    assert not permissions.may_facilitate(people.rosa, people.kitchen)


def test_a_role_that_ended_and_one_that_has_not_begun_open_nothing(people):
    RoleFactory(member=people.rosa, organisation=people.federation, ended=True)
    tomorrow = timezone.localdate() + timedelta(days=1)
    RoleFactory(member=people.rosa, organisation=people.federation, facilitator=True, since=tomorrow)
    assert not permissions.may_facilitate(people.rosa, people.kitchen)
    assert not permissions.has_role_over_people(people.rosa)


def test_a_list_and_a_single_answer_agree_for_everybody(people):
    for member in (people.amanda, people.fina, people.rosa, people.elena):
        for listed, asked in (
            (permissions.organised_by, permissions.may_organise),
            (permissions.facilitated_by, permissions.may_facilitate),
        ):
            assert set(listed(member)) == {o for o in Organisation.objects.all() if asked(member, o)}


GET_PAGES = ["organisation", "invite", "add_organisation", "roles", "import_members"]
ORGANISERS_ONLY = {"add_organisation", "roles", "import_members"}


@pytest.mark.parametrize("page", GET_PAGES)
def test_each_page_opens_for_whom_it_should(page, people, as_, client):
    address = url(page, people.kitchen.pk)
    # A guest is shown the door, and comes back afterwards.
    guest = client.get(address)
    assert guest.status_code == 302
    assert guest.url.startswith(reverse("members:sign_in"))
    # A member without a role knows that the page exists, not what is on it.
    assert as_(people.rosa).get(address).status_code == 403
    # An organiser of another tree: the organisation does not exist for her.
    assert as_(people.elena).get(address).status_code == 404
    assert as_(people.fina).get(address).status_code == (403 if page in ORGANISERS_ONLY else 200)
    assert as_(people.amanda).get(address).status_code == 200


def test_a_superuser_without_a_role_gets_no_silent_way_round(people, as_):
    root = Member.objects.create_superuser("root", "una frase de cocina")
    assert as_(root).get(url("organisation", people.kitchen.pk)).status_code == 403


def test_a_pin_does_not_open_the_pages_of_others(people, as_):
    RoleFactory(member=people.rosa, organisation=people.kitchen)
    browser = as_(people.rosa)
    session = browser.session
    session["signed_in_with"] = "pin"
    session.save()
    address = url("organisation", people.kitchen.pk)
    answer = browser.get(address)
    assert answer.url == f"{url('team_sign_in')}?next={address.replace('/', '%2F')}"
    session["signed_in_with"] = "password"
    session.save()
    assert browser.get(address).status_code == 200


def test_her_organisations_are_listed_and_no_other(people, as_):
    page = as_(people.amanda).get(url("organise")).content.decode()
    assert "Federación del Sur" in page
    assert "Comedor Santa Rosa" in page
    assert "Comedor Micaela" not in page
    assert as_(people.rosa).get(url("organise")).status_code == 403


# --- The list of women ---------------------------------------------------------------------------


def test_the_list_shows_who_belongs_now_and_nobody_else(people, as_):
    gone = MemberFactory(display_name="Zoila Vidal")
    MembershipFactory(member=gone, organisation=people.kitchen, ended=True)
    page = as_(people.amanda).get(url("organisation", people.kitchen.pk)).content.decode()
    assert "Rosa Quispe" in page
    assert "Zoila Vidal" not in page
    assert "Elena" not in page


def test_the_phone_is_shown_only_to_the_organiser_and_only_while_she_allows_it(people, as_):
    address = url("organisation", people.kitchen.pk)
    phone = people.rosa.phone
    assert phone not in as_(people.amanda).get(address).content.decode()
    consent = ConsentFactory(member=people.rosa)
    assert phone in as_(people.amanda).get(address).content.decode()
    # The words that she accepted say "my organiser".
    assert phone not in as_(people.fina).get(address).content.decode()
    consent.withdrawn_at = timezone.now()
    consent.save()
    assert phone not in as_(people.amanda).get(address).content.decode()


def test_searching_looks_below_and_forgets_accents(people, as_):
    MemberFactory(display_name="Ángela Ñahui", organisation=people.kitchen)
    found = as_(people.amanda).get(url("organisation", people.federation.pk), {"q": "angela nahui"})
    assert "Ángela Ñahui" in found.content.decode()
    assert "Rosa Quispe" not in found.content.decode()


def test_the_list_costs_the_same_for_three_women_and_for_forty(people, as_, django_assert_max_num_queries):
    for _n in range(40):
        ConsentFactory(member=MemberFactory(organisation=people.kitchen, with_phone=True))
    browser = as_(people.amanda)
    # session, user, her roles (scope), the organisation, her roles (may), count, women, invitations, children
    # and what the frame of the page asks (roles for the menu, once).
    with django_assert_max_num_queries(13):
        browser.get(url("organisation", people.kitchen.pk))


# --- Organisations below -------------------------------------------------------------------------


def add(people, as_, **changes):
    kind = OrganisationKind.objects.get(code="comedor")
    data = {"name": "Comedor Virgen del Carmen", "kind": kind.pk, "level": "base", "place": ""} | changes
    return as_(people.amanda).post(url("add_organisation", people.federation.pk), data)


def test_an_organisation_is_added_below_with_a_code_that_reminds_of_it(people, as_):
    assert add(people, as_).status_code == 302
    made = Organisation.objects.get(name="Comedor Virgen del Carmen")
    assert made.is_child_of(people.federation)
    assert made.code.startswith("VIRCAR")
    assert AuditEntry.objects.filter(action="members.organisation_added", by=people.amanda.pk).exists()
    people.federation.refresh_from_db()
    assert people.federation.numchild == 2


def test_the_same_name_twice_under_one_organisation_is_refused(people, as_):
    answer = add(people, as_, name="comedor santa  rosa")
    assert answer.status_code == 422
    assert "Ya hay una organización con ese nombre" in answer.content.decode()


def test_two_organisations_never_share_a_code(people):
    codes = set()
    kind = OrganisationKind.objects.get()
    for _n in range(70):
        # More than the 64 codes of two digits: the next ones grow a digit.
        made = OrganisationFactory(name="x", code=service.free_code("Santa Rosa"), parent=people.federation, kind=kind)
        codes.add(made.code)
    assert len(codes) == 70


def test_a_place_is_found_by_name_without_accents_and_by_code(people, as_):
    country = TerritoryFactory(code="PE", name="Perú", kind="country")
    place = TerritoryFactory(code="22", name="San Martín", kind="region", parent=country)
    add(people, as_, name="Comedor Uno", place="san martin")
    add(people, as_, name="Comedor Dos", place="22")
    assert set(Organisation.objects.filter(territory=place).values_list("name", flat=True)) == {
        "Comedor Uno",
        "Comedor Dos",
    }
    assert "No encontramos ese lugar" in add(people, as_, place="Atlántida").content.decode()
    TerritoryFactory(code="2209", name="San Martín", kind="province", parent=place)
    answer = add(people, as_, name="Comedor Tres", place="San Martín").content.decode()
    assert "2209" in answer
    assert not Organisation.objects.filter(name="Comedor Tres").exists()


def test_nothing_stands_under_a_base_organisation(people):
    kind = OrganisationKind.objects.get()
    with pytest.raises(access.Refused) as refusal:
        service.add_organisation(parent=people.kitchen, by=people.amanda, name="X", kind=kind, level="base")
    assert refusal.value.decision.code == "wrong_level"


# --- Inviting ------------------------------------------------------------------------------------


def test_inviting_makes_a_woman_without_credential_and_shows_link_and_qr(people, as_):
    browser = as_(people.fina)
    answer = browser.post(url("invite", people.kitchen.pk), {"name": "  Julia   Mamani ", "nonce": str(uuid.uuid4())})
    julia = Member.objects.get(display_name="Julia Mamani")
    assert not access.has_credential(julia)
    assert list(julia.memberships.standing().values_list("organisation", flat=True)) == [people.kitchen.pk]
    page = browser.get(answer.url)
    text = page.content.decode()
    assert "no-store" in page["Cache-Control"]
    # Without a viewBox the stylesheet's size would cut the drawing, and no phone could read it.
    assert 'viewBox="' in text.split('class="qr"')[1].split("</svg>")[0]
    assert "style=" not in text.split("<main")[1].split("</main")[0]
    code = page.context["code"]
    assert access.find_invitation(code).member == julia
    assert code.replace("-", "") in page.context["address"]


def test_the_code_is_kept_nowhere_in_the_database_and_shown_only_to_who_made_it(people, as_, client):
    answer = as_(people.fina).post(url("invite", people.kitchen.pk), {"name": "Julia Mamani"})
    page = as_(people.amanda).get(answer.url)
    assert page.status_code == 200
    assert "code" not in page.context
    assert as_(people.elena).get(answer.url).status_code == 404
    assert as_(people.rosa).get(answer.url).status_code == 403


def test_a_double_tap_invites_one_woman(people, as_):
    browser, form = as_(people.amanda), {"name": "Julia Mamani", "nonce": str(uuid.uuid4())}
    first = browser.post(url("invite", people.kitchen.pk), form)
    second = browser.post(url("invite", people.kitchen.pk), form)
    assert first.url == second.url
    assert Member.objects.filter(display_name="Julia Mamani").count() == 1
    assert Invitation.objects.count() == 1


def test_a_form_that_carries_the_number_of_another_woman_does_not_touch_her(people, as_):
    as_(people.amanda).post(url("invite", people.kitchen.pk), {"name": "Julia Mamani", "nonce": str(people.elena.pk)})
    people.elena.refresh_from_db()
    assert people.elena.display_name == "Elena"
    assert Member.objects.get(display_name="Julia Mamani").pk != people.elena.pk


def test_a_namesake_needs_a_surname_or_a_drawing(people, as_):
    browser = as_(people.amanda)
    answer = browser.post(url("invite", people.kitchen.pk), {"name": "ROSA QUISPE"})
    assert "Ya hay una socia con ese nombre" in answer.content.decode()
    assert (
        browser.post(url("invite", people.kitchen.pk), {"name": "Rosa Quispe", "pictogram": "papa"}).status_code == 302
    )


def test_a_drawing_that_is_taken_cannot_be_chosen(people, as_):
    MemberFactory(pictogram="papa", organisation=people.kitchen)
    answer = as_(people.amanda).post(url("invite", people.kitchen.pk), {"name": "Julia", "pictogram": "papa"})
    assert answer.status_code == 422
    assert not Member.objects.filter(display_name="Julia").exists()


def test_what_is_no_name_is_refused(people, as_):
    answer = as_(people.amanda).post(url("invite", people.kitchen.pk), {"name": "987654321"})
    assert "Escribe el nombre con letras" in answer.content.decode()


def test_a_woman_of_the_list_gets_an_invitation_and_the_one_before_stops(people, as_):
    julia = MemberFactory(display_name="Julia", organisation=people.kitchen)
    browser = as_(people.fina)
    browser.post(url("invite_known", people.kitchen.pk, julia.pk))
    browser.post(url("invite_known", people.kitchen.pk, julia.pk))
    assert julia.invitations.count() == 2
    assert julia.invitations.open().count() == 1
    # Who can already come in is helped with a recovery code, not invited again.
    browser.post(url("invite_known", people.kitchen.pk, people.rosa.pk))
    assert not people.rosa.invitations.exists()
    # A woman of another organisation does not exist here.
    assert browser.post(url("invite_known", people.kitchen.pk, people.elena.pk)).status_code == 404


def test_a_revoked_invitation_opens_nothing_and_is_revoked_once(people, as_):
    _julia, invitation, code = service.invite(organisation=people.kitchen, by=people.amanda, display_name="Julia")
    address = url("revoke_invitation", invitation.pk)
    assert as_(people.rosa).post(address).status_code == 403
    assert as_(people.elena).post(address).status_code == 404
    assert as_(people.fina).get(address).status_code == 405
    as_(people.fina).post(address)
    with pytest.raises(access.Refused) as refusal:
        access.claim_invitation(code=code, name="Julia", pictogram="", language="es", pin="804152")
    assert refusal.value.decision.code == "revoked"
    assert service.revoke(invitation=invitation, by=people.fina) is False


def test_an_invitation_that_was_used_cannot_be_revoked(people):
    julia, invitation, code = service.invite(organisation=people.kitchen, by=people.amanda, display_name="Julia")
    access.claim_invitation(code=code, name="Julia", pictogram="", language="es", pin="804152")
    assert service.revoke(invitation=invitation, by=people.amanda) is False
    julia.refresh_from_db()
    assert julia.check_pin("804152")


# --- Responsibilities ----------------------------------------------------------------------------


def grant(people, as_, by, member, kind="facilitator", place=None):
    data = {"q": member.display_name, "member": str(member.pk), "kind": kind}
    return as_(by).post(url("roles", (place or people.kitchen).pk), data)


def test_a_responsibility_is_recorded_told_and_opened_by_a_password(people, as_, django_capture_on_commit_callbacks):
    from academy.members.signals import role_changed

    heard = []

    def hear(sender, **kwargs):
        heard.append(kwargs["member"])

    role_changed.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        answer = grant(people, as_, people.amanda, people.rosa)
    role_changed.disconnect(hear)
    role = people.rosa.roles.get()
    assert (role.kind, role.granted_by) == ("facilitator", people.amanda)
    assert heard == [people.rosa]
    # She has a PIN and no password: the answer is a code to choose one.
    invitation = people.rosa.invitations.get()
    assert invitation.purpose == "password"
    assert answer.url == url("invitation_made", invitation.pk)
    told = Notice.objects.get(member=people.rosa, kind="role_granted")
    assert told.data == {"by": "Amanda", "role": "facilitadora", "organisation": "Comedor Santa Rosa"}
    assert AuditEntry.objects.get(action="members.role_granted").about == people.rosa.pk


def test_the_same_responsibility_is_given_once(people, as_):
    grant(people, as_, people.amanda, people.rosa)
    answer = grant(people, as_, people.amanda, people.rosa)
    assert "ya tiene esa responsabilidad" in answer.content.decode()
    assert people.rosa.roles.count() == 1


def test_only_an_organiser_gives_responsibilities_and_only_to_women_of_her_scope(people, as_):
    assert grant(people, as_, people.fina, people.rosa).status_code == 403
    assert grant(people, as_, people.rosa, people.rosa).status_code == 403
    assert grant(people, as_, people.elena, people.rosa).status_code == 404
    assert grant(people, as_, people.amanda, people.elena).status_code == 422
    assert not people.elena.roles.filter(organisation=people.kitchen).exists()
    with pytest.raises(access.Refused):
        service.grant_role(member=people.rosa, organisation=people.kitchen, kind="organiser", by=people.fina)


def test_nobody_gives_herself_a_responsibility(people, as_):
    answer = grant(people, as_, people.amanda, people.amanda, kind="support", place=people.federation)
    assert "otra organizadora" in answer.content.decode()


def test_editors_are_named_at_the_top_only(people, as_):
    page = as_(people.amanda).get(url("roles", people.kitchen.pk), {"q": "rosa"}).content.decode()
    assert 'value="editor"' not in page
    assert grant(people, as_, people.amanda, people.rosa, kind="editor").status_code == 422
    assert not people.rosa.roles.exists()
    grant(people, as_, people.amanda, people.rosa, kind="editor", place=people.federation)
    assert people.rosa.roles.get().kind == "editor"


def test_an_ended_responsibility_opens_nothing_from_today_and_she_is_told(people, as_):
    role = Role.objects.get(member=people.fina)
    address = url("end_role", role.pk)
    assert as_(people.fina).post(address).status_code == 403
    assert as_(people.elena).post(address).status_code == 404
    as_(people.amanda).post(address)
    assert not permissions.may_facilitate(people.fina, people.kitchen)
    assert Notice.objects.filter(member=people.fina, kind="role_ended").exists()
    assert AuditEntry.objects.filter(action="members.role_ended", about=people.fina.pk).exists()
    # A second tap finds nothing to end.
    assert as_(people.amanda).post(address).status_code == 404


def test_the_way_in_made_for_a_role_closes_with_it(people):
    role, invitation, _code = service.grant_role(
        member=people.rosa, organisation=people.kitchen, kind="facilitator", by=people.amanda
    )
    assert service.end_role(role=role, by=people.amanda) is True
    assert service.end_role(role=role, by=people.amanda) is False
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None


def test_the_last_organiser_cannot_leave_before_another_is_there(people, as_):
    role = Role.objects.get(member=people.amanda)
    answer = as_(people.amanda).post(url("end_role", role.pk), follow=True)
    assert "única organizadora" in answer.content.decode()
    second = MemberFactory(display_name="Vilma", organisation=people.federation, with_password=True)
    RoleFactory(member=second, organisation=people.federation)
    assert as_(people.amanda).post(url("end_role", role.pk)).url == url("account")
    assert not permissions.may_organise(people.amanda, people.federation)


def test_membership_is_not_lost_when_a_role_ends(people):
    service.end_role(role=Role.objects.get(member=people.fina), by=people.amanda)
    assert Membership.objects.standing().filter(member=people.fina).exists()


def test_what_she_typed_comes_back_after_her_session_ended(people, as_, client):
    address = url("invite", people.kitchen.pk)
    client.post(address, {"name": "Julia Mamani", "back": address})
    assert not Member.objects.filter(display_name="Julia Mamani").exists()
    assert "Julia Mamani" in str(client.session["kept_forms"])


# --- The first of all ----------------------------------------------------------------------------


def test_an_empty_site_gets_its_first_organisation_and_a_link_for_its_organiser(db, client):
    said = StringIO()
    call_command("found_organisation", "Confederación de Prueba", organiser="Nora Paz", stdout=said)
    nora = Member.objects.get(display_name="Nora Paz")
    organisation = Organisation.objects.get(name="Confederación de Prueba")
    assert organisation.is_root()
    assert permissions.may_organise(nora, organisation)
    code = said.getvalue().strip().rsplit("/i/", 1)[1].strip("/")
    assert access.find_invitation(code).member == nora
    assert access.find_invitation(code).purpose == "password"


def test_an_unknown_kind_is_refused_with_those_there_are(db):
    with pytest.raises(CommandError, match="federacion"):
        call_command("found_organisation", "X", organiser="Y", kind="nada")
    assert not Organisation.objects.exists()


# --- What must not be a way round ----------------------------------------------------------------


@pytest.fixture
def olga(people):
    """Organises the federation beside Amanda, belongs to the kitchen that Fina facilitates, has no password yet."""
    olga = MemberFactory(display_name="Olga", organisation=people.kitchen)
    RoleFactory(member=olga, organisation=people.federation)
    return olga


def test_a_facilitator_gets_no_code_that_opens_the_account_of_her_organiser(people, as_, olga):
    answer = as_(people.fina).post(url("invite_known", people.kitchen.pk, olga.pk), follow=True)
    assert "organizadora de más arriba" in answer.content.decode()
    assert not olga.invitations.exists()
    as_(people.amanda).post(url("invite_known", people.kitchen.pk, olga.pk))
    assert olga.invitations.get().purpose == "password"


def test_giving_a_role_gives_no_code_that_opens_a_role_elsewhere(people, as_):
    """Julia was just named organiser in the North and chose no password yet; she also cooks in the South."""
    julia = MemberFactory(display_name="Julia", organisation=people.kitchen)
    MembershipFactory(member=julia, organisation=people.other_kitchen)
    _role, pending, _code = service.grant_role(
        member=julia, organisation=people.other_federation, kind="organiser", by=people.elena
    )
    answer = grant(people, as_, people.amanda, julia)
    assert answer.url == url("roles", people.kitchen.pk)
    assert julia.roles.count() == 2
    assert list(julia.invitations.open()) == [pending]
    assert "organizadora de más arriba" in as_(people.amanda).get(answer.url).content.decode()


@pytest.mark.parametrize("page", ["issue_recovery", "invitation_card", "invitation_cards"])
def test_a_pin_gives_no_codes_to_others(people, as_, page):
    RoleFactory(member=people.rosa, organisation=people.kitchen)
    _julia, invitation, _code = service.invite(organisation=people.kitchen, by=people.amanda, display_name="Julia")
    browser = as_(people.rosa)
    session = browser.session
    session["signed_in_with"] = "pin"
    session.save()
    pk = {"issue_recovery": people.fina.pk, "invitation_card": invitation.pk, "invitation_cards": people.kitchen.pk}
    answer = browser.post(url(page, pk[page]))
    assert answer.url.startswith(url("team_sign_in"))
    assert Invitation.objects.get().pk == invitation.pk


def test_two_taps_at_once_invite_one_woman(people, as_, monkeypatch):
    """The second looks before the first is done, and writes after it."""
    number, real = uuid.uuid4(), service.invite

    def beaten(**kwargs):
        real(**kwargs)
        return real(**{**kwargs, "display_name": "Otra"})

    monkeypatch.setattr(service, "invite", beaten)
    answer = as_(people.amanda).post(url("invite", people.kitchen.pk), {"name": "Julia Mamani", "nonce": str(number)})
    assert answer.url == url("invitation_made", Invitation.objects.get(member=number).pk)
    assert Member.objects.get(pk=number).display_name == "Julia Mamani"


def test_pages_about_others_stay_in_no_cache(people, as_):
    for page in (url("organise"), url("organisation", people.kitchen.pk), url("roles", people.kitchen.pk)):
        assert "no-store" in as_(people.amanda).get(page)["Cache-Control"]
