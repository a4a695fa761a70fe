"""Her passport: everything of her path, to see, to correct, to hide, to take along; hers alone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from academy.core import record
from academy.core.ids import uuid7
from academy.core.models import AuditEntry, Event
from academy.members import consenting, facts, path
from academy.members.her_data import registry
from academy.members.her_data.erasing import erase
from academy.members.models import Consent
from academy.members.services import account
from leadership.models import HiddenFact, StageRecord, StageStanding, Willingness
from leadership.path import passport
from leadership.stages import services
from leadership.stages.looking import look
from leadership.willing import services as willing
from mentoring.models import Pairing
from peer_exchange.models import Attendance, SessionLog
from tests.courses.factories import written_course
from tests.courses.test_certificates import complete

from .women import TODAY, house, sits


@pytest.fixture
def here(db):
    return house()


def pair(mentee, mentor, *, meetings=3):
    from django.utils import timezone

    began = timezone.now() - timedelta(days=60)
    return Pairing.objects.create(
        mentee=mentee, mentor=mentor, state="active", began_at=began, agreed_at=began, meetings_count=meetings
    )


def test_each_programme_tells_its_part_and_names_no_other_woman(here):
    sits(here.seat, here.rosa, since=TODAY - timedelta(days=300))
    pair(here.lidia, here.rosa)
    pages = {page.code: page for page in passport.pages_of(here.rosa)}
    assert list(pages) == ["seats", "ayni"]
    assert pages["seats"].lines[0].fact.words == "Presidenta · Comedor Ají"
    assert pages["ayni"].lines[0].fact.kind == "accompanied"
    assert "Lidia" not in str(pages)


def test_a_course_finished_with_its_task_is_told_and_is_evidence(here):
    complete(here.rosa, written_course())
    told = {fact.kind for part in path.parts_of(here.rosa) for fact in part.facts}
    assert "course_done" in told
    assert look(here.rosa) == 1


def test_speaking_before_authorities_is_evidence_and_speaking_in_her_own_meeting_is_told(here):
    for kind in ("dialogue", "assembly"):
        session = SessionLog.objects.create(organisation=here.kitchen, type=kind, held_on=TODAY)
        Attendance.objects.create(session=session, person=here.rosa.pk, member=here.rosa, spoke=True)
    kinds = [line.fact.kind for page in passport.pages_of(here.rosa) for line in page.lines]
    assert sorted(kinds) == ["", "spoke"]
    look(here.rosa)
    assert list(StageRecord.objects.values_list("stage", flat=True)) == ["representa"]


def test_an_agreement_without_a_meeting_is_told_and_is_no_evidence_yet(here):
    pair(here.lidia, here.rosa, meetings=0)
    assert [line.fact.kind for page in passport.pages_of(here.rosa) for line in page.lines] == [""]


def test_what_she_hides_stays_off_the_paper_and_in_her_file(here, client):
    sits(here.seat, here.rosa)
    key = passport.pages_of(here.rosa)[0].lines[0].key
    client.force_login(here.rosa)
    client.post(reverse("leadership:hide_fact"), {"fact": key, "hidden": "1", "nonce": uuid7()})
    assert HiddenFact.objects.get().fact == key
    assert passport.words_of(here.rosa)["parts"] == []
    assert passport.data_of(here.rosa)["path"][0]["facts"][0]["hidden"] is True
    assert "no sale impreso" in client.get(reverse("leadership:passport")).content.decode()
    client.post(reverse("leadership:hide_fact"), {"fact": key, "hidden": "0", "nonce": uuid7()})
    assert not HiddenFact.objects.exists()
    said = client.post(reverse("leadership:hide_fact"), {"fact": "otra/cosa", "hidden": "1"}, follow=True)
    assert "ya no está en tu camino" in said.content.decode()


def test_hiding_is_of_the_record_and_of_her_alone(here):
    payload = {"fact": "seats/term:1", "hidden": True}
    kind = "leadership.fact_hidden"
    assert record.record(kind=kind, subject=here.rosa, by=here.ana, payload=payload).code == "not_hers"
    assert record.record(kind=kind, subject=here.rosa, by=here.rosa, payload={"fact": ""}).code == "bad_payload"
    record.record(kind=kind, subject=here.rosa, by=here.rosa, payload=payload)
    HiddenFact.objects.all().delete()
    record.rebuild(subject=here.rosa)
    assert HiddenFact.objects.get().member == here.rosa


def test_the_paper_tells_what_she_did_and_not_what_she_would_take_on(here):
    sits(here.seat, here.rosa)
    look(here.rosa)
    services.say(member=here.rosa, kind="confirmed", stage="cargo", nonce=uuid7())
    willing.say(member=here.rosa, kind=here.seat.kind, answer="yes", nonce=uuid7())
    words = passport.words_of(here.rosa)
    assert words["moment"] == "Cargo"
    assert [stage["name"] for stage in words["stages"] if stage["lived"]] == ["Cargo"]
    assert "willing" not in str(words)
    assert passport.data_of(here.rosa)["willing"][0]["seat"] == "presidenta"
    assert passport.pdf_of(here.rosa).startswith(b"%PDF")


def test_a_woman_without_anything_has_a_passport_too(here, client):
    client.force_login(here.eva)
    assert "Aún está en blanco" in client.get(reverse("leadership:passport")).content.decode()
    assert client.get(reverse("leadership:passport_pdf"))["Content-Disposition"].endswith('"pasaporte.pdf"')
    assert client.get(reverse("leadership:passport_json")).json()["path"] == []


def test_what_she_types_as_her_name_is_no_code_on_the_paper(here):
    here.rosa.name_on_certificates = '#panic("x") $ * _ 🌸'
    assert passport.pdf_of(here.rosa).startswith(b"%PDF")


def test_her_companion_of_ayni_sees_what_she_allows_while_she_allows_it(here, client):
    pair(here.rosa, here.lidia)
    look(here.rosa)
    willing.say(member=here.rosa, kind=here.seat.kind, answer="yes", nonce=uuid7())
    address = reverse("leadership:companion_path", args=[here.rosa.pk])
    client.force_login(here.lidia)
    assert client.get(address).status_code == 404
    words = consenting.wording_of(Consent.Purpose.PATH_TO_MENTOR)
    account.give_consent(member=here.rosa, purpose=words.purpose, wording=words.version, language="es")
    assert "Presidenta" in client.get(address).content.decode()
    assert facts.ask("leadership.path_of", by=here.lidia, of=here.rosa) == address
    assert facts.ask("leadership.path_of", by=here.nora, of=here.rosa) is None
    assert AuditEntry.objects.filter(action="leadership.path_seen", about=here.rosa.pk).count() == 1
    client.force_login(here.nora)
    assert client.get(address).status_code == 404
    account.withdraw_consent(member=here.rosa, purpose=words.purpose)
    client.force_login(here.lidia)
    assert client.get(address).status_code == 404


def test_two_parts_of_one_name_are_a_mistake():
    with pytest.raises(RuntimeError, match="two tellers"):
        path.tells("courses", "Otros", order=1)(lambda member: [])


def test_the_passport_asks_no_more_often_for_more_terms(here, client, django_assert_max_num_queries):
    for years in range(2, 8):
        since = TODAY - timedelta(days=365 * years)
        sits(here.seat, here.rosa, since=since, days=300, ended_on=since + timedelta(days=300))
    client.force_login(here.rosa)
    with django_assert_max_num_queries(26):
        page = client.get(reverse("leadership:passport")).content.decode()
    assert page.count("Presidenta · Comedor Ají") >= 6


# --- Her data --------------------------------------------------------------------------------------


def test_all_that_is_held_of_her_path_is_on_the_page_of_her_data(here):
    sits(here.seat, here.rosa)
    look(here.rosa)
    services.say(member=here.rosa, kind="postponed", stage="cargo", nonce=uuid7())
    willing.say(member=here.rosa, kind=here.seat.kind, answer="maybe", nonce=uuid7())
    part = next(part for part in registry.parts() if part.code == "path")
    said = {section.code: section.rows for section in part.shown(here.rosa)}
    assert said["willing"][0][1].value == "tal vez"
    assert [row[2].value for row in said["stages"]] == ["te lo propuso la academia", "dijiste que más adelante"]


def test_once_she_is_erased_the_stages_count_on_and_nothing_says_what_she_would_have_taken(here):
    sits(here.seat, here.rosa)
    look(here.rosa)
    services.say(member=here.rosa, kind="confirmed", stage="cargo", nonce=uuid7())
    willing.say(member=here.rosa, kind=here.seat.kind, answer="yes", nonce=uuid7())
    services.hide(member=here.rosa, fact="seats/x", hidden=True, nonce=uuid7())
    erase(member=here.rosa)
    for _again in range(2):
        assert list(StageStanding.objects.values_list("stage", flat=True)) == ["cargo"]
        assert not Willingness.objects.exists()
        assert not HiddenFact.objects.exists()
        assert "Presidenta" not in str(list(StageRecord.objects.values_list("evidence", flat=True)))
        record.rebuild()
    assert not Event.objects.filter(kind="leadership.willingness_said").exists()
