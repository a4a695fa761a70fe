"""Promises: what enters the record, what is written of it, who may, what the pages say."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from academy.core import record
from academy.core.ids import event_id, uuid7
from academy.core.models import Event, KeptEvent
from academy.members import facts, path
from academy.members import signals as members_signals
from academy.members.models import Member
from peer_exchange.commitments import rules, services
from peer_exchange.commitments.listening import day_said
from peer_exchange.models import Commitment, EscalationStep, FollowUp, SessionLog
from peer_exchange.signals import promises_noted

from .promises import KITS, TOWN, promise, valley

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db):
    return valley()


def ask(row, by, on, **said):
    outcome = services.follow(commitment=row, by=by, nonce=uuid7(), on=on, result="Dijo que pronto.", **said)
    assert outcome, outcome.reason
    row.refresh_from_db()
    return row


# --- What is written ------------------------------------------------------------------------------------


def test_three_of_six_months_is_kept_in_part_and_still_claimed(here):
    row = promise(here, unit="meses", asked=Decimal(6), promised=Decimal(6))
    assert (row.state, row.next_check_on) == ("new", date(2026, 2, 4))
    ask(row, here.yuli, date(2026, 4, 1), obtained=Decimal(3))
    assert (row.state, row.obtained, row.closed_on) == ("partly", Decimal(3), None)
    assert row in Commitment.objects.open()
    ask(row, here.nora, date(2026, 8, 1), obtained=Decimal(6))
    assert (row.state, row.closed_on, row.next_check_on) == ("kept", date(2026, 8, 1), None)


def test_a_broken_promise_stays_owed_until_it_is_made_void(here):
    row = ask(promise(here), here.yuli, date(2026, 8, 1), state="broken", obstacle="budget")
    assert row in Commitment.objects.open()
    assert row.obstacle == "budget"
    ask(row, here.yuli, date(2026, 8, 2), state="void")
    assert row not in Commitment.objects.open()


def test_institution_and_post_are_found_by_their_words_and_keep_them(here):
    first = promise(here, post_said="alcalde", official_said="Anselmo Rivas")
    second = promise(here, who="MUNICIPALIDAD  del valle", post_said="Alcalde")
    assert first.institution == second.institution
    assert first.post == second.post
    first.institution.delete()
    record.rebuild(subject=second.pk)
    first.refresh_from_db()
    assert (first.institution, first.institution_said, first.official_said) == (None, TOWN, "Anselmo Rivas")
    second.refresh_from_db()
    assert second.institution.name == "MUNICIPALIDAD  del valle"


def test_an_entry_that_was_a_mistake_is_taken_back(here):
    row = ask(promise(here), here.yuli, date(2026, 3, 1), state="kept")
    entry = row.follow_ups.get()
    refused = services.take_back(commitment=row, entry=entry.pk, by=here.nora, nonce=uuid7())
    assert refused.code == "not_leading"
    assert services.take_back(commitment=row, entry=entry.pk, by=here.lidia, nonce=uuid7())
    row.refresh_from_db()
    assert (row.state, row.closed_on, row.follow_ups.count()) == ("new", None, 0)


def test_two_who_correct_at_once_are_both_kept_until_one_takes_both_up(here):
    row = promise(here)
    seen = [version.pk for version in services.standing_versions(row)]
    same = {"organisation": here.kitchen, "commitment": row.pk, "institution_said": TOWN, "made_on": row.made_on}
    for by, words in ((here.yuli, "Seis meses, uno por mes."), (here.nora, "Seis meses, desde marzo.")):
        assert services.note(by=by, nonce=uuid7(), based_on=seen, words=words, **same)
    standing = services.standing_versions(row)
    assert {version.payload["words"] for version in standing} == {
        "Seis meses, uno por mes.",
        "Seis meses, desde marzo.",
    }
    both = [version.pk for version in standing]
    assert services.note(by=here.yuli, nonce=uuid7(), based_on=both, words="Uno por mes, desde marzo.", **same)
    assert [version.payload["words"] for version in services.standing_versions(row)] == ["Uno por mes, desde marzo."]


def test_a_publication_outlives_a_rebuild(here):
    row = promise(here)
    Commitment.objects.filter(pk=row.pk).update(published_at=timezone.now(), public_words="Kits")
    record.rebuild(subject=row.pk)
    row.refresh_from_db()
    assert (row.public_words, row.published_at is not None) == ("Kits", True)


STATES = st.sampled_from(["", "ongoing", "kept", "partly", "broken", "void"])
STORY = st.lists(
    st.tuples(st.integers(0, 200), STATES, st.sampled_from(["", "1", "3", "6"]), st.booleans()), min_size=1, max_size=5
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=STORY, order=st.randoms(use_true_random=False))
def test_any_order_and_repetition_writes_the_same_rows(here, story, order):
    began = timezone.now() - timedelta(days=300)
    number = uuid7()
    note = {
        **services.BLANK,
        "commitment": str(number),
        "organisation": here.kitchen.pk,
        "institution_said": TOWN,
        "words": KITS,
        "unit": "meses",
        "promised": "6",
        "made_on": (began.date()).isoformat(),
    }
    events = [("noted", note, began)]
    for place, (day, state, obtained, climbs) in enumerate(story):
        at = began + timedelta(days=day, minutes=place)
        on = timezone.localdate(at).isoformat()
        said = {"commitment": str(number), "on": on, "result": "x", "state": state, "obtained": obtained}
        step = {"commitment": str(number), "step": "reminder", "on": on}
        events.append(("escalated", step, at) if climbs else ("followed", said, at))
    ids = [event_id(number, {"n": n, **payload}) for n, (_kind, payload, _at) in enumerate(events)]

    def send(batch):
        for n in batch:
            kind, payload, at = events[n]
            record.record(
                kind=f"exchange.commitment_{kind}",
                subject=number,
                by=here.yuli,
                payload=payload,
                id=ids[n],
                happened_at=at,
                device="celular",
                keep=True,
            )

    send(range(len(events)))
    wanted = rows_of(number)
    Event.objects.filter(subject=number).delete()
    Commitment.objects.filter(pk=number).delete()
    FollowUp.objects.filter(commitment=number).delete()
    EscalationStep.objects.filter(commitment=number).delete()
    batch = [*range(len(events)), *range(len(events))]
    order.shuffle(batch)
    send(batch)
    assert rows_of(number) == wanted
    assert not KeptEvent.objects.filter(subject=number).exists()


def rows_of(number):
    skipped = ("noted_at",)
    row = Commitment.objects.filter(pk=number).values().get()
    return (
        {name: value for name, value in row.items() if name not in skipped},
        list(FollowUp.objects.filter(commitment=number).order_by("pk").values()),
        list(EscalationStep.objects.filter(commitment=number).order_by("pk").values()),
    )


# --- Who may -----------------------------------------------------------------------------------------------


def test_only_women_of_the_organisation_note_its_promises(here):
    said = {"organisation": here.kitchen, "institution_said": TOWN, "words": "x", "made_on": date(2026, 1, 1)}
    assert services.note(by=here.rosa, nonce=uuid7(), **said).code == "not_in_scope"
    assert services.note(by=here.olga, nonce=uuid7(), **said)
    assert services.note(by=here.lidia, nonce=uuid7(), followers=[here.rosa], **said).code == "not_companion"


def test_what_is_only_for_who_was_there_is_unknown_to_the_rest(here):
    row = promise(here, by=here.lidia, reserve="participants", followers=[here.nora])
    assert row in Commitment.objects.visible_to(here.nora)
    assert row not in Commitment.objects.visible_to(here.yuli)
    refused = services.follow(commitment=row, by=here.yuli, nonce=uuid7(), on=date(2026, 2, 1), result="x")
    assert refused.code == "unknown_commitment"


def test_a_day_to_come_is_refused(here):
    row = promise(here)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert services.follow(commitment=row, by=here.yuli, nonce=uuid7(), on=tomorrow, result="x").code == "future_day"


# --- From a session ------------------------------------------------------------------------------------------


def test_promises_of_the_field_entry_become_commitments_once(here):
    session = SessionLog.objects.create(organisation=here.kitchen, type="dialogue", held_on=date(2026, 10, 5))
    said = {"id": str(uuid7()), "who": "Municipalidad del Valle, alcalde, Anselmo", "what": KITS, "due": "30/11"}
    event = Event(pk=uuid7(), by=here.yuli.pk, happened_at=timezone.now(), device="")
    for _again in range(2):
        promises_noted.send(sender=None, session=session, promises=[said], event=event)
    row = Commitment.objects.get(session=session)
    assert (row.institution_said, row.post_said, row.official_said) == ("Municipalidad del Valle", "alcalde", "Anselmo")
    assert (row.due_on, row.made_on, row.noted_by) == (date(2026, 11, 30), date(2026, 10, 5), here.yuli)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("30/11", (date(2026, 11, 30), "")),
        ("3/2", (date(2027, 2, 3), "")),
        ("30-11-26", (date(2026, 11, 30), "")),
        ("2026-12-01", (date(2026, 12, 1), "")),
        ("31/02", (None, "31/02")),
        ("29/2", (None, "29/2")),
        ("en dos meses", (None, "en dos meses")),
        ("Sin fecha", (None, "")),
        ("", (None, "")),
    ],
)
def test_by_when_is_read_as_it_was_typed(said, found):
    assert day_said(said, after=date(2026, 10, 5)) == found


@given(st.text(max_size=120))
@settings(max_examples=80)
def test_no_text_typed_as_a_day_breaks_the_entry(said):
    day, words = day_said(said, after=date(2026, 10, 5))
    assert day is None or words == ""


# --- Told to the others --------------------------------------------------------------------------------------


def test_a_handover_is_told_the_open_promises_and_the_two_when_to_ask(here):
    row = promise(here, followers=[here.nora, here.yuli])
    promise(here, words="Ya cumplieron.", organisation=here.federation)
    told = facts.ask("open_commitments", organisation=here.kitchen)
    assert [(each["words"], each["due"]) for each in told] == [(KITS, date(2026, 7, 20))]
    assert told[0]["url"] == reverse("exchange:commitment", args=[row.pk])
    asked = [one for one in (invite(here.nora) for invite in path._inviters) if one and "promesa" in one.words]
    assert len(asked) == 1
    assert any(part.code == "commitments" for part in path.parts_of(here.yuli)) is False
    ask(row, here.yuli, date(2026, 2, 4))
    assert [part.facts[0].kind for part in path.parts_of(here.yuli) if part.code == "commitments"] == [
        "commitment_followed"
    ]


# --- Pages ------------------------------------------------------------------------------------------------


def posted(**changes):
    return {
        "nonce": str(uuid7()),
        "institution_said": TOWN,
        "words": KITS,
        "made_on": "2026-01-20",
        "has_date": "date",
        "due_on": "2026-07-20",
        "kind": "spoken",
        "reserve": "organisation",
        **changes,
    }


def test_a_promise_without_a_date_is_asked_for_one_and_nothing_she_typed_is_lost(here, client):
    client.force_login(here.yuli)
    said = posted(organisation=here.kitchen.pk, due_on="")
    answer = client.post(reverse("exchange:note_commitment"), said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "marca «Sin fecha»" in page
    assert KITS in page
    answer = client.post(reverse("exchange:note_commitment"), {**said, "has_date": "none", "due_said": "en dos meses"})
    row = Commitment.objects.get()
    assert answer.url == reverse("exchange:commitment", args=[row.pk])
    page = client.get(answer.url).content.decode()
    assert "No tiene fecha." in page
    assert "en dos meses" in page


def test_a_due_date_on_a_holiday_says_the_next_working_day(here, client):
    client.force_login(here.yuli)
    said = posted(organisation=here.kitchen.pk, due_on="2026-07-28")
    page = client.post(reverse("exchange:note_commitment"), said, follow=True).content.decode()
    assert "Fiestas Patrias" in page
    assert "30 de julio de 2026" in page
    assert Commitment.objects.get().due_on == date(2026, 7, 28)


def test_the_same_form_sent_twice_is_one_promise(here, client):
    client.force_login(here.yuli)
    said = posted(organisation=here.kitchen.pk)
    for _again in range(2):
        client.post(reverse("exchange:note_commitment"), said)
    assert Commitment.objects.count() == 1
    assert Event.objects.filter(kind="exchange.commitment_noted").count() == 1


def test_kept_cannot_be_said_while_a_part_is_missing(here, client):
    row = promise(here, unit="meses", promised=Decimal(6), obtained=Decimal(3))
    client.force_login(here.yuli)
    said = {"nonce": str(uuid7()), "on": "2026-08-01", "channel": "visit", "result": "Dijo que ya.", "state": "kept"}
    answer = client.post(reverse("exchange:follow_commitment", args=[row.pk]), said)
    assert answer.status_code == 422
    assert "cumplido en parte" in answer.content.decode()
    client.post(reverse("exchange:follow_commitment", args=[row.pk]), {**said, "state": "partly"})
    row.refresh_from_db()
    assert row.state == "partly"


def test_a_page_of_one_promise_costs_the_same_whatever_its_story(here, client, django_assert_max_num_queries):
    row = promise(here, followers=[here.nora, here.yuli])
    for day in range(1, 9):
        ask(row, here.yuli, date(2026, 2, day))
        services.escalate(commitment=row, by=here.yuli, nonce=uuid7(), step="reminder", on=date(2026, 3, day))
    client.force_login(here.yuli)
    # Session and user 2, standing 3, the row 1, follow-ups and steps 2, heirs 1, versions 1, evidence 1, may she write
    # 1 + 3, menu and notices.
    with django_assert_max_num_queries(18):
        assert client.get(reverse("exchange:commitment", args=[row.pk])).status_code == 200


def test_the_list_narrows_down_and_finds_words(here, client):
    promise(here, followers=[here.nora, here.yuli])
    promise(here, words="Un pilón de agua", who="Ministerio de Vivienda", due_on=None)
    client.force_login(here.nora)
    address = reverse("exchange:commitments")

    def shown(**asked):
        page = client.get(address, asked).content.decode()
        return (KITS in page, "pilón" in page)

    assert shown() == (True, True)
    assert shown(estado="overdue") == (True, False)
    assert shown(estado="mine") == (True, False)
    assert shown(estado="closed") == (False, False)
    assert shown(q="vivienda") == (False, True)
    assert shown(estado="x") == (True, True)


def test_a_stranger_finds_nothing(here, client):
    row = promise(here)
    client.force_login(here.rosa)
    assert client.get(reverse("exchange:commitment", args=[row.pk])).status_code == 404
    assert KITS not in client.get(reverse("exchange:commitments"), {"q": "kits"}).content.decode()
    wide = promise(here, reserve="public")
    assert client.get(reverse("exchange:commitment", args=[wide.pk])).status_code == 200
    assert client.get(reverse("exchange:follow_commitment", args=[wide.pk])).status_code == 403


def test_a_proof_loses_its_place_and_its_address_is_not_enough(here, client, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    row = promise(here)
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "S", 2: (12.0, 2.0, 0.0)})
    picture = BytesIO()
    Image.new("RGB", (900, 700), "white").save(picture, "JPEG", exif=exif)
    address = reverse("exchange:add_proof", args=[row.pk])
    said = {"shows": "stamped", "words": "Cargo", "dated": "2026-03-01", "received_on": "2026-03-20"}
    client.force_login(here.yuli)
    assert client.post(address, {**said, "photo": SimpleUploadedFile("x.jpg", b"nada")}).status_code == 422
    for _again in range(2):
        photo = SimpleUploadedFile("cargo.jpg", picture.getvalue(), "image/jpeg")
        assert client.post(address, {**said, "photo": photo}).status_code == 302
    proof = row.evidence.get()
    assert "avisaron tarde" in client.get(reverse("exchange:commitment", args=[row.pk])).content.decode()
    file = reverse("exchange:photo", args=[proof.pk])
    kept = b"".join(client.get(file).streaming_content)
    assert len(kept) <= 200 * 1024
    assert not Image.open(BytesIO(kept)).getexif()
    client.force_login(here.rosa)
    assert client.get(file).status_code == 404


def test_the_text_for_whatsapp_names_no_woman_and_is_short(here, client):
    row = promise(here, words="kits " * 300, official_said="Anselmo Rivas", followers=[here.nora, here.yuli])
    client.force_login(here.yuli)
    page = client.get(reverse("exchange:commitment", args=[row.pk]))
    text = page.context["text"]
    assert len(text) <= 700
    assert not any(name in text for name in ("Nora", "Yuli", "Anselmo"))


# --- Rules ----------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(made_on=st.dates(date(2020, 1, 1), date(2030, 1, 1)), after=st.integers(-10, 400))
def test_the_next_check_is_always_later_than_the_last(made_on, after):
    last = made_on + timedelta(days=after)
    found = rules.next_check(made_on, last=last)
    assert found > last
    assert rules.next_check(made_on) == made_on + timedelta(days=15)
    assert found in rules.checks(made_on) or found == last + timedelta(days=30)


def test_when_a_companion_dies_her_place_is_free_and_what_came_stays(here):
    found = promise(here, followers=[here.nora, here.yuli], asked="6", promised="6", unit="meses")
    ask(found, here.nora, date(2026, 3, 1), obtained="3")
    members_signals.woman_gone.send(sender=Member, member=here.nora.pk, by=here.olga.pk)
    found.refresh_from_db()
    assert {found.follower_one, found.follower_two} == {here.yuli, None}
    assert found.obtained == 3
    assert found.state == "partly"
    members_signals.woman_gone.send(sender=Member, member=here.nora.pk, by=here.olga.pk)
    assert Commitment.objects.get(pk=found.pk).follower_one == here.yuli


def test_where_that_was_an_error_she_follows_it_up_again_unless_two_others_do(here):
    kept, taken = (promise(here, words=words, followers=[here.nora, here.yuli]) for words in ("Agua", "Gas"))
    since = datetime.now(tz=UTC)
    members_signals.woman_gone.send(sender=Member, member=here.nora.pk, by=here.olga.pk)
    services.take_back_up(commitment=Commitment.objects.get(pk=taken.pk), back=here.olga.pk, by=here.olga.pk)
    for _twice in range(2):
        members_signals.woman_returned.send(sender=Member, member=here.nora.pk, by=here.olga.pk, since=since)
    followers = {each.words: {each.follower_one, each.follower_two} for each in Commitment.objects.all()}
    assert followers == {"Agua": {here.nora, here.yuli}, "Gas": {here.yuli, here.olga}}
