"""Willingness and readiness: hers alone, for a year; by name only with her consent; seen done by whom she asked."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core import record
from academy.core.ids import uuid7
from academy.members import consenting, path
from academy.members.models import Consent, Membership, Seat
from academy.members.services import account
from leadership.models import SeatTask, TaskEvidence, TaskTick, Willingness
from leadership.stages import services as stages
from leadership.stages.looking import look
from leadership.willing import bench, rules, services
from leadership.willing.evidence import tasks_of_kind
from leadership.willing.permissions import may_see_names
from tests.courses.factories import MemberFactory

from .women import TODAY, house, sits


@pytest.fixture
def here(db):
    found = house()
    found.kind = found.seat.kind
    found.task = tasks_of_kind(found.kind)[0][0]
    return found


def says(member, kind, answer="yes", *, above=False, at=None):
    outcome = services.say(member=member, kind=kind, answer=answer, above=above, nonce=uuid7(), at=at)
    assert outcome, outcome.reason


def ticks(member, here, *, done=True, asked=None):
    return services.tick(member=member, kind=here.kind, task=here.task, done=done, asked=asked, nonce=uuid7())


def wants(member):
    words = consenting.wording_of(Consent.Purpose.PROPOSED)
    account.give_consent(member=member, purpose=words.purpose, wording=words.version, language="es")


def seen_by_another(here):
    return SeatTask.objects.create(kind=here.kind, task=here.task, seen_by_another=True, courses="L2")


# --- Rules -----------------------------------------------------------------------------------------


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
@settings(max_examples=40)
def test_what_she_says_counts_for_a_year_and_a_day_less_at_most(said_on):
    until = rules.good_until(said_on)
    assert 365 <= (until - said_on).days <= 366
    assert until.day == said_on.day or (said_on.month, said_on.day, until.day) == (2, 29, 28)


@given(st.lists(st.tuples(st.sampled_from(["ticked", "unticked", "confirmed"]), st.sampled_from("ab"), st.booleans())))
@settings(max_examples=60)
def test_a_task_is_confirmed_only_by_whom_she_asked_and_while_she_says_that_she_does_it(steps):
    events = [SimpleNamespace(kind=kind, by=who, asked=who if asks else None) for kind, who, asks in steps]
    done, asked, confirmed = rules.standing_ticks(events)
    last = [each.kind for each in events if each.kind != "confirmed"]
    assert (done is not None) == bool(last and last[-1] == "ticked")
    if confirmed is not None:
        assert done is not None
        assert confirmed.by in {each.asked for each in events if each.kind == "ticked"}


def test_a_task_keeps_its_key_in_every_language_and_writing():
    spanish = "Convocar la asamblea\nFirmar documentos"
    keys = [key for key, _words in rules.keyed(spanish, spanish)]
    assert [key for key, _words in rules.keyed("Call the assembly\nSign papers", spanish)] == keys
    assert [key for key, _words in rules.keyed(" CONVOCAR  la asambléa\n\nfirmar documentos")] == keys
    # A half-made translation is read by its own words: nothing is mixed up.
    assert len(rules.keyed("Call the assembly", spanish)) == 1
    assert rules.keyed("", spanish) == []


# --- What she says ---------------------------------------------------------------------------------


def test_her_last_word_counts_and_an_empty_one_takes_it_back(here):
    says(here.rosa, here.kind, "yes")
    says(here.rosa, here.kind, "later", above=True)
    row = Willingness.objects.get()
    assert (row.answer, row.above, row.good_until) == ("later", True, rules.good_until(TODAY))
    says(here.rosa, here.kind, "")
    assert not Willingness.objects.exists()


def test_after_a_year_it_counts_no_longer_and_she_is_asked_again_gently(here, client):
    says(here.rosa, here.kind, "yes", at=timezone.now() - timedelta(days=400))
    assert not Willingness.objects.standing().exists()
    assert path.next_invitation(here.rosa).words.startswith("Hace un año dijiste «sí» a un cargo: Presidenta")
    client.force_login(here.rosa)
    assert "hace un año:" in client.get(reverse("leadership:willingness")).content.decode()
    stages.say(member=here.rosa, kind="paused", nonce=uuid7())
    assert path.next_invitation(here.rosa) is None
    stages.say(member=here.rosa, kind="returned", nonce=uuid7())
    says(here.rosa, here.kind, "maybe")
    assert path.next_invitation(here.rosa) is None


def test_nobody_says_it_for_her(here):
    for by in (here.ana, here.lidia, None):
        payload = {"kind": "presidenta", "answer": "yes", "above": False}
        outcome = record.record(kind="leadership.willingness_said", subject=here.rosa, by=by, payload=payload)
        assert outcome.code == "not_hers"
    assert "leadership.willingness_said" in record.kinds_of_hers_alone()


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"kind": "reina", "answer": "yes", "above": False}, "unknown_kind_of_seat"),
        ({"kind": ["presidenta"], "answer": "yes", "above": False}, "unknown_kind_of_seat"),
        ({"kind": "presidenta", "answer": "claro", "above": False}, "bad_payload"),
        ({"kind": "presidenta", "answer": "yes"}, "bad_payload"),
        ([], "bad_payload"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(here, payload, code):
    outcome = record.record(kind="leadership.willingness_said", subject=here.rosa, by=here.rosa, payload=payload)
    assert outcome.code == code
    assert outcome.reason


def test_a_rebuild_gives_the_same_rows(here):
    seen_by_another(here)
    says(here.rosa, here.kind)
    ticks(here.rosa, here, asked=here.lidia)
    services.confirm(tick=TaskTick.objects.get(), by=here.lidia, nonce=uuid7())
    before = [list(model.objects.values()) for model in (Willingness, TaskTick)]
    Willingness.objects.all().delete()
    TaskTick.objects.all().delete()
    record.rebuild(subject=here.rosa)
    after = [list(model.objects.values()) for model in (Willingness, TaskTick)]
    assert [[{**row, "id": 0} for row in rows] for rows in after] == [
        [{**row, "id": 0} for row in rows] for rows in before
    ]


# --- What she does ---------------------------------------------------------------------------------


def test_what_matters_counts_once_a_companion_saw_it(here):
    seen_by_another(here)
    says(here.rosa, here.kind)
    assert bench.missing([here.seat]) == {here.seat.pk: {here.rosa.pk: [here.task]}}
    ticks(here.rosa, here, asked=here.lidia)
    assert bench.ready([here.seat]) == {here.seat.pk: set()}
    services.confirm(tick=TaskTick.objects.get(), by=here.lidia, nonce=uuid7())
    assert bench.ready([here.seat]) == {here.seat.pk: {here.rosa.pk}}
    ticks(here.rosa, here, done=False)
    assert bench.ready([here.seat]) == {here.seat.pk: set()}


def test_only_whom_she_asked_confirms_and_never_herself(here):
    ticks(here.rosa, here, asked=here.lidia)
    tick = TaskTick.objects.get()
    assert services.confirm(tick=tick, by=here.nora, nonce=uuid7()).code == "not_asked"
    assert services.confirm(tick=tick, by=here.rosa, nonce=uuid7()).code == "herself"
    assert services.confirm(tick=tick, by=here.ana, nonce=uuid7()).code == "not_asked"
    assert ticks(here.rosa, here, asked=here.eva).code == "not_companion"


def test_whom_she_asks_is_told_the_task_and_never_the_seat(here, client):
    ticks(here.rosa, here, asked=here.lidia)
    client.force_login(here.lidia)
    page = client.get(reverse("leadership:to_confirm")).content.decode()
    assert "Rosa" in page
    assert "Convocar" in page
    assert "Presidenta" not in page
    assert "Una compañera te pide confirmar" in client.get(reverse("courses:my_path")).content.decode()
    client.post(reverse("leadership:confirm_tick", args=[TaskTick.objects.get().pk]), {"nonce": uuid7()})
    assert TaskTick.objects.get().confirmed_by == here.lidia
    client.force_login(here.nora)
    assert client.post(reverse("leadership:confirm_tick", args=[TaskTick.objects.get().pk])).status_code == 404


def test_having_held_such_a_seat_is_to_have_done_its_tasks(here):
    seen_by_another(here)
    sits(here.seat, here.rosa, since=TODAY - timedelta(days=500))
    look(here.rosa)
    assert TaskEvidence.objects.get().task == here.task
    says(here.rosa, here.kind)
    assert bench.ready([here.seat]) == {here.seat.pk: {here.rosa.pk}}
    here.seat.terms.update(annulled_at=datetime(2026, 1, 1, tzinfo=UTC))
    look(here.rosa)
    assert not TaskEvidence.objects.exists()


def test_what_her_organisation_wrote_for_its_seat_is_asked_of_its_women(here, client):
    here.seat.tasks = "Abrir el local\nConvocar"
    here.seat.save()
    client.force_login(here.rosa)
    address = reverse("leadership:willing_kind", args=["presidenta"])
    assert "Abrir el local" in client.get(address).content.decode()
    for words in ("Abrir el local", "Convocar"):
        task = rules.task_key(words)
        client.post(reverse("leadership:tick_task", args=["presidenta", task]), {"done": "1", "nonce": uuid7()})
    says(here.rosa, here.kind)
    assert bench.ready([here.seat]) == {here.seat.pk: {here.rosa.pk}}
    client.force_login(here.eva)
    assert "Abrir el local" not in client.get(address).content.decode()


def test_a_fact_of_her_path_shows_a_task_done(here, monkeypatch):
    SeatTask.objects.create(kind=here.kind, task=here.task, evidence="session_role spoke", seen_by_another=True)
    facts = [path.Fact(key="a", words="Facilitaste", kind="session_role")]
    monkeypatch.setattr(path, "_tellers", {"tests": (1, "Pruebas", lambda member: facts)})
    look(here.rosa)
    assert TaskEvidence.objects.get().fact == "tests/a"


# --- Who sees it -----------------------------------------------------------------------------------


def names(client, woman, seat):
    client.force_login(woman)
    session = client.session
    session["signed_in_with"] = "password"
    session.save()
    return client.get(reverse("leadership:willing_for_seat", args=[seat.pk]))


def test_her_name_is_seen_by_board_and_organiser_only_while_she_allows_it(here, client):
    says(here.rosa, here.kind, "maybe")
    sits(here.seat, here.nora)
    for reader in (here.nora, here.ana):
        assert "Rosa" not in names(client, reader, here.seat).content.decode()
    wants(here.rosa)
    for reader in (here.nora, here.ana):
        assert "Rosa" in names(client, reader, here.seat).content.decode()
    account.withdraw_consent(member=here.rosa, purpose=Consent.Purpose.PROPOSED)
    assert "Rosa" not in names(client, here.ana, here.seat).content.decode()


def test_a_companion_is_told_why_not_and_a_stranger_finds_nothing(here, client):
    wants(here.rosa)
    says(here.rosa, here.kind)
    assert names(client, here.lidia, here.seat).status_code == 403
    assert names(client, here.eva, here.seat).status_code == 404
    root = MemberFactory(display_name="Raíz", is_superuser=True)
    assert names(client, root, here.seat).status_code == 404
    assert not may_see_names(root, here.kitchen)


def test_more_adelante_is_no_candidacy(here, client):
    wants(here.rosa)
    says(here.rosa, here.kind, "later")
    assert "Rosa" not in names(client, here.ana, here.seat).content.decode()


def test_counts_are_of_five_and_more_and_never_of_whoever_is_named(here, client):
    women = [MemberFactory(member_of=here.kitchen) for _n in range(14)]
    for woman in women[:6]:
        says(woman, here.kind, "yes")
    page = names(client, here.ana, here.seat)
    assert page.context["unnamed"] == 6
    assert "Otras 6 dijeron sí o tal vez" in page.content.decode()
    wants(women[0])
    wants(women[1])
    # Four are left without a name: of four nothing is told.
    page = names(client, here.ana, here.seat)
    assert page.context["unnamed"] is None
    assert len(page.context["named"]) == 2


def test_a_seat_above_is_reached_only_by_who_said_so(here):
    above = Seat.objects.create(organisation=here.federation, kind=here.kind)
    says(here.rosa, here.kind)
    says(here.lidia, here.kind, above=True)
    says(here.eva, here.kind, above=True)
    found = bench.willing([here.seat, above])
    assert found == {here.seat.pk: {here.rosa.pk: "yes", here.lidia.pk: "yes"}, above.pk: {here.lidia.pk: "yes"}}
    Membership.objects.filter(member=here.lidia).update(until=TODAY)
    assert bench.willing([above])[above.pk] == {}
    for_seat = Willingness.objects.standing().for_seat(here.seat)
    assert list(for_seat.values_list("member", flat=True)) == [here.rosa.pk]


def test_the_bench_of_many_seats_costs_the_same_queries(here, django_assert_max_num_queries):
    says(here.rosa, here.kind)
    for number in range(2, 6):
        Seat.objects.create(organisation=here.kitchen, kind=here.kind, number=number)
    seats = list(Seat.objects.select_related("kind", "organisation"))
    with django_assert_max_num_queries(6):
        assert len(bench.ready(seats, proposed_only=True)) == 5


# --- Pages -----------------------------------------------------------------------------------------


def test_she_says_and_changes_it_on_one_page(here, client):
    seen_by_another(here)
    client.force_login(here.rosa)
    address = reverse("leadership:willing_kind", args=["presidenta"])
    assert "¿Quién te vio hacerlo?" in client.get(address).content.decode()
    assert client.post(address, {"answer": "reina"}).status_code == 422
    client.post(address, {"answer": "yes", "above": "on", "nonce": uuid7()})
    assert "también más arriba" in client.get(reverse("leadership:willingness")).content.decode()
    tick = reverse("leadership:tick_task", args=["presidenta", here.task])
    client.post(tick, {"done": "1", "asked": here.lidia.pk, "nonce": uuid7()})
    assert "Espera que Lidia lo confirme" in client.get(address).content.decode()
    refused = client.post(tick, {"done": "1", "asked": here.eva.pk}, follow=True).content.decode()
    assert "Elige a una compañera" in refused
    assert client.post(reverse("leadership:tick_task", args=["presidenta", "nada"]), {"done": "1"}).status_code == 404
    assert client.get(reverse("leadership:willing_kind", args=["reina"])).status_code == 404


def test_wanting_to_be_proposed_is_a_permission_of_its_own(here, client):
    client.force_login(here.rosa)
    address = reverse("leadership:be_proposed")
    client.post(address, {"answer": "yes", "wording": "vieja"})
    assert not consenting.allows(here.rosa, Consent.Purpose.PROPOSED)
    version = consenting.wording_of(Consent.Purpose.PROPOSED).version
    client.post(address, {"answer": "yes", "wording": version})
    assert consenting.allows(here.rosa, Consent.Purpose.PROPOSED)
    client.post(address, {"answer": "no"})
    assert not consenting.allows(here.rosa, Consent.Purpose.PROPOSED)


def test_what_she_chose_comes_back_when_her_session_had_ended(here, client):
    client.force_login(here.rosa)
    address = reverse("leadership:willing_kind", args=["presidenta"])
    client.logout()
    assert reverse("members:sign_in") in client.post(address, {"answer": "yes", "back": address}).url
