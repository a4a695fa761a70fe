"""Her own page: details, PIN, permissions, notices, who looked."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from academy.core import audit
from academy.core.models import AuditEntry
from academy.members import consenting
from academy.members.models import Consent, Member, Notice
from academy.members.services import account as services
from tests.members.factories import ConsentFactory, MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
PIN = "804152"


@pytest.fixture
def kitchen():
    return OrganisationFactory(name="Comedor Las Retamas", code="RETAMA7")


@pytest.fixture
def rosa(kitchen):
    return MemberFactory(display_name="Rosa", pictogram="papa", with_pin=True, organisation=kitchen)


@pytest.fixture
def hers(client, rosa):
    client.force_login(rosa)
    return client


def change(client, what, **said):
    return client.post(reverse("members:account_change", args=[what]), said)


def test_guests_are_sent_to_the_door(client):
    for name in ("account", "consents", "notices", "who_looked", "how_i_enter"):
        url = reverse(f"members:{name}")
        assert client.get(url).url == f"{reverse('members:sign_in')}?next={url}"


def test_every_page_of_hers_opens_has_one_heading_and_is_not_stored(hers):
    urls = [reverse(f"members:{name}") for name in ("account", "consents", "notices", "who_looked", "how_i_enter")]
    parts = ("nombre", "dibujo", "idioma", "constancias", "telefono", "pin")
    for url in urls + [reverse("members:account_change", args=[part]) for part in parts]:
        response = hers.get(url)
        assert response.status_code == 200, url
        assert response.content.decode().count("<h1") == 1, url
        assert "no-store" in response["Cache-Control"], url
    assert hers.get(reverse("members:account_change", args=["otra-cosa"])).status_code == 404


def test_titles_say_nothing_personal(hers):
    for name in ("account", "consents", "notices", "who_looked", "how_i_enter"):
        page = hers.get(reverse(f"members:{name}")).content.decode()
        title = page[page.index("<title>") : page.index("</title>")]
        assert "Rosa" not in title


def test_she_changes_her_name_and_enters_with_it(hers, rosa):
    change(hers, "nombre", display_name="  Rosa   Elena ")
    rosa.refresh_from_db()
    assert (rosa.display_name, rosa.name_key) == ("Rosa Elena", "rosa elena")


def test_two_women_of_one_kitchen_differ_in_name_or_drawing(hers, rosa, kitchen):
    MemberFactory(display_name="Nelly", pictogram="papa", organisation=kitchen)
    assert "Otra compañera se llama igual" in change(hers, "nombre", display_name="nelly").content.decode()
    rosa.refresh_from_db()
    assert rosa.display_name == "Rosa"


def test_taken_drawings_are_closed_and_her_own_is_not(hers, rosa, kitchen):
    MemberFactory(pictogram="maiz", organisation=kitchen)
    assert "Otra compañera ya tiene ese dibujo" in change(hers, "dibujo", pictogram="maiz").content.decode()
    assert change(hers, "dibujo", pictogram="papa").status_code == 302
    assert change(hers, "dibujo", pictogram="sol").status_code == 302
    rosa.refresh_from_db()
    assert rosa.pictogram == "sol"


def test_a_new_language_takes_her_there_and_is_remembered(hers, rosa):
    response = change(hers, "idioma", language="qu")
    assert response.url == "/qu/mi-pagina/"
    assert response.cookies["idioma"].value == "qu"
    rosa.refresh_from_db()
    assert rosa.language == "qu"


@pytest.mark.parametrize(
    ("typed", "kept"), [("900 000 001", "+51900000001"), ("+51 900000001", "+51900000001"), ("", "")]
)
def test_a_phone_is_kept_in_one_shape_or_removed(hers, rosa, typed, kept):
    rosa.phone = "+51900000009"
    rosa.save()
    change(hers, "telefono", phone=typed)
    rosa.refresh_from_db()
    assert rosa.phone == kept


def test_what_is_no_phone_is_refused_in_words(hers, rosa):
    assert "no parece un teléfono" in change(hers, "telefono", phone="123").content.decode()


def test_the_audit_knows_which_field_changed_and_not_what_it_says(hers, rosa):
    change(hers, "telefono", phone="900000001")
    entry = AuditEntry.objects.get(action="members.details_changed")
    assert entry.detail == {"fields": ["phone"]}


def test_a_service_refuses_fields_that_are_not_hers(rosa):
    with pytest.raises(ValueError):
        services.change_details(member=rosa, is_superuser=True)


def test_she_changes_her_pin_and_stays_in_while_other_phones_leave(hers, rosa):
    from django.test import Client

    other = Client()
    other.force_login(rosa)
    response = change(hers, "pin", old_pin=PIN, pin="739518", pin_again="739518")
    assert response.status_code == 302
    assert hers.get(reverse("members:account")).status_code == 200
    assert other.get(reverse("members:account")).status_code == 302
    assert Member.objects.get(pk=rosa.pk).check_pin("739518")


def test_the_old_pin_is_asked_and_guessing_it_rests(hers, rosa):
    answers = [change(hers, "pin", old_pin="111222", pin="739518", pin_again="739518").status_code for _try in range(6)]
    assert answers == [422] * 5 + [429]
    assert Member.objects.get(pk=rosa.pk).check_pin(PIN)


def consent(client, answer, purpose=Consent.Purpose.PROGRESS_BY_NAME, **more):
    wording = consenting.wording_of(purpose).version
    said = {"purpose": purpose, "wording": wording, "answer": answer, **more}
    return client.post(reverse("members:consents"), said)


def test_nothing_is_allowed_until_she_says_so(hers, rosa):
    hers.get(reverse("members:consents"))
    assert not rosa.consents.exists()


def test_she_gives_and_takes_back_a_permission(hers, rosa):
    consent(hers, "yes")
    given = rosa.consents.get()
    assert (given.wording, given.language, given.withdrawn_at) == ("2026-1", "es", None)
    consent(hers, "yes")
    assert rosa.consents.count() == 1
    consent(hers, "no")
    given.refresh_from_db()
    assert given.withdrawn_at is not None
    assert not rosa.consents.filter(withdrawn_at=None).exists()


def test_who_read_it_aloud_is_written_down_if_she_is_a_companion(hers, rosa, kitchen):
    nelly = MemberFactory(display_name="Nelly", organisation=kitchen)
    stranger = MemberFactory(organisation=OrganisationFactory())
    consent(hers, "yes", read_aloud_by=str(stranger.pk))
    assert not rosa.consents.exists()
    consent(hers, "yes", read_aloud_by=str(nelly.pk))
    assert rosa.consents.get().read_aloud_by == nelly


def test_words_that_changed_while_she_read_are_not_agreed_to(hers, rosa):
    consent(hers, "yes", wording="2020-1")
    assert not rosa.consents.exists()


def test_new_words_replace_the_old_permission(rosa):
    ConsentFactory(member=rosa, wording="1")
    services.give_consent(member=rosa, purpose=Consent.Purpose.PHONE_TO_ORGANISER, wording="2", language="es")
    assert rosa.consents.get(withdrawn_at=None).wording == "2"
    assert rosa.consents.count() == 2


def test_every_purpose_has_its_words():
    assert {each.purpose for each in consenting.WORDINGS} == set(Consent.Purpose)


def test_notices_are_hers_and_marked_by_her(hers, rosa):
    Notice.objects.create(member=rosa, kind="recovery_issued", data={"by": "Amanda"})
    Notice.objects.create(member=rosa, kind="something_new")
    Notice.objects.create(member=MemberFactory(), kind="recovery_issued", data={"by": "Ajena"})
    page = hers.get(reverse("members:notices")).content.decode()
    assert "Amanda pidió un código" in page
    assert "Hay una novedad" in page
    assert "Ajena" not in page
    assert rosa.notices.filter(seen_at=None).count() == 2
    hers.post(reverse("members:notices"))
    assert not rosa.notices.filter(seen_at=None).exists()


def test_she_sees_who_did_something_with_her_data(hers, rosa):
    amanda = MemberFactory(display_name="Amanda")
    audit.note("members.invitation_issued", by=amanda, about=rosa)
    audit.note("members.details_changed", by=amanda, about=amanda)
    page = hers.get(reverse("members:who_looked")).content.decode()
    assert page.count("Amanda") == 1


def test_the_page_of_the_audit_asks_the_same_number_of_questions_for_one_line_and_for_many(
    hers, rosa, django_assert_max_num_queries
):
    for _n in range(20):
        audit.note("members.invitation_issued", by=MemberFactory(), about=rosa)
    with django_assert_max_num_queries(5):  # session, herself, how many, entries, names
        hers.get(reverse("members:who_looked"))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share no in-memory database")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_eight_taps_at_once_are_one_permission():
    rosa, gate, broken = MemberFactory(with_pin=True), threading.Barrier(8), []

    def tap():
        gate.wait()
        try:
            services.give_consent(member=rosa, purpose="progress_by_name", wording="2026-1", language="es")
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=tap) for _n in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert broken == []
    assert rosa.consents.filter(withdrawn_at=None).count() == 1
