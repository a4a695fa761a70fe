"""``/sync/`` over the wire, the page of what she sent, and her facilitator's look at a receipt."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from academy.core import sync
from academy.core.ids import uuid7
from academy.core.models import AuditEntry, Event, KeptEvent, SyncReceipt
from academy.members.models import Consent
from academy.members.services import sending
from tests.members.factories import ConsentFactory, MemberFactory, RoleFactory

pytestmark = pytest.mark.django_db
HEADERS = {"X-Relevo": "sync", "Origin": "http://testserver"}


def sheet(member, **changes):
    """A saved sum: the one kind of event that needs no course."""
    return {
        "id": str(uuid7()),
        "kind": "courses.sheet_saved",
        "subject": str(member.pk),
        "happened_at": timezone.now().isoformat(),
        "content_version": "",
        "payload": {"id": str(uuid7()), "name": "Mayo", "figures": {"days": "22"}},
        **changes,
    }


def post(client, body, **headers):
    body = body if isinstance(body, bytes) else json.dumps(body)
    return client.post("/sync/", body, content_type="application/json", headers={**HEADERS, **headers})


def batch(*events):
    return {"device": "phone", "events": list(events)}


# --- The door -------------------------------------------------------------------------------------


def test_the_address_is_the_same_in_every_language(people, as_):
    from django.utils.translation import override

    for language in ("es", "qu", "ay", "en"):
        with override(language):
            assert reverse("sync") == "/sync/"


def test_a_batch_is_taken_and_each_event_answered(people, as_):
    event = sheet(people.rosa)
    answer = post(as_(people.rosa), batch(event))
    told = answer.json()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert told["events"] == [{"id": event["id"], "state": "applied", "code": "", "reason": ""}]
    assert told["receipt"]["words"] == f"Recibido 1 de 1 · {SyncReceipt.objects.get().code}"
    stored = Event.objects.get()
    assert (stored.by, stored.device) == (people.rosa.pk, "phone")


def test_reasons_are_in_her_language(people, as_):
    people.rosa.language = "en"
    people.rosa.save()
    told = post(as_(people.rosa), batch(sheet(people.rosa, kind="courses.future"))).json()
    from django.utils.translation import gettext, override

    with override("en"):
        assert told["events"][0]["reason"] == gettext("Este sitio aún no conoce este tipo de anotación.")


def test_replays_after_sign_out_are_answered_401_and_nothing_is_written(people, as_):
    client = as_(people.rosa)
    event = sheet(people.rosa)
    client.logout()
    answer = post(client, batch(event))
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")
    assert not Event.objects.exists()
    assert not KeptEvent.objects.exists()
    assert not SyncReceipt.objects.exists()


def test_a_new_pin_ends_the_sessions_that_phones_send_with(people, as_):
    client = as_(people.rosa)
    people.rosa.set_pin("930517")
    people.rosa.save()
    assert post(client, batch(sheet(people.rosa))).status_code == 401


def test_who_came_in_by_pin_and_holds_a_role_is_asked_for_her_password(people, client):
    client.force_login(people.fina)
    session = client.session
    session["signed_in_with"] = "pin"
    session.save()
    answer = post(client, batch(sheet(people.fina)))
    assert (answer.status_code, answer.json()["code"]) == (401, "needs_password")


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Relevo": ""},
        {"X-Relevo": "fragment"},
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver.example.org"},
        {"Origin": "http://testserver:81"},
        {"Origin": "http://example.org"},
    ],
)
def test_another_site_cannot_send_in_her_name(people, headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.rosa)
    answer = post(client, batch(sheet(people.rosa)), **headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_from_here")
    assert not Event.objects.exists()


def test_a_worker_needs_no_token(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.rosa)
    assert post(client, batch(sheet(people.rosa))).status_code == 200


@pytest.mark.parametrize(
    ("trusted", "origin", "status"),
    [
        ("https://escuela.example.org", "https://escuela.example.org", 200),
        ("https://*.example.org", "https://escuela.example.org", 200),
        ("https://*.example.org", "http://escuela.example.org", 403),
        ("https://*.example.org", "https://badexample.org", 403),
    ],
)
def test_a_proxy_that_changes_the_host_is_trusted_by_the_setting_for_forms(
    people, as_, settings, trusted, origin, status
):
    settings.CSRF_TRUSTED_ORIGINS = [trusted]
    assert post(as_(people.rosa), batch(sheet(people.rosa)), Origin=origin).status_code == status


def test_a_batch_that_is_too_large_is_answered_413_with_the_limits_and_nothing_is_lost(people, as_):
    client = as_(people.rosa)
    for body in (batch(*[sheet(people.rosa)] * 501), b" " * (512 * 1024 + 1), b" " * 4_000_000):
        answer = post(client, body)
        assert answer.status_code == 413
        assert answer.json()["limit_events"] == 500
        assert answer.json()["limit_bytes"] == 512 * 1024
    assert not Event.objects.exists()
    assert not SyncReceipt.objects.exists()


JUNK = (
    st.binary(max_size=200)
    | st.text(max_size=200).map(str.encode)
    | st.recursive(
        st.none() | st.integers() | st.text(max_size=9), lambda s: st.lists(s) | st.dictionaries(st.text(max_size=9), s)
    ).map(lambda value: json.dumps(value).encode())
)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=JUNK)
@example(
    body=b'{"events": [{"id": "0190a1b2-0000-7000-8000-000000000001", "kind": "courses.answered", '
    b'"subject": "\\u0000"}]}'
)
@example(body=b'{"events":' + b"[" * 990 + b"]" * 990 + b"}")
@example(body=b'{"device": "\\ud800", "events": [1, {"id": {}}, {"id": "\\ud800"}]}')
def test_no_body_makes_it_fall(people, client, body):
    client.force_login(people.rosa)
    answer = post(client, body)
    assert answer.status_code in (200, 400)
    assert answer.json()


PAYLOADS = st.dictionaries(
    st.sampled_from(
        ["course", "lesson", "question", "version", "response", "task", "asked", "text", "block", "attempt", "figures"]
        + ["id", "name", "right", "note", "photo", "questions", "pass_mark", "test"]
    ),
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(st.characters(codec=None), max_size=9)
        | st.uuids().map(str),
        lambda s: st.lists(s, max_size=2) | st.dictionaries(st.sampled_from(["text", "option", "id"]), s, max_size=2),
        max_leaves=4,
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    payload=PAYLOADS,
    kind=st.sampled_from(
        "enrolled lesson_read answered reflected test_started test_answered test_finished marked task_done "
        "task_confirmed sheet_saved".split()
    ),
    when=st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat()),
)
def test_no_payload_makes_a_handler_fall(people, client, payload, kind, when):
    client.force_login(people.rosa)
    event = sheet(people.rosa, kind=f"courses.{kind}", payload=payload, happened_at=when)
    told = post(client, batch(event)).json()["events"][0]
    assert told["state"] in ("applied", "kept")
    assert told["code"] != "site_error"


# --- What she sent --------------------------------------------------------------------------------


@pytest.fixture
def kept(people):
    """Three things that are kept: hers, one of hers that Elena's session sent, one of Fina's about her."""

    def keep(by, **changes):
        event = sheet(people.rosa, **changes)
        sync.take(sync.Batch("p", [event]), by=by)
        return KeptEvent.objects.get(pk=event["id"])

    text = {"lesson": str(uuid7()), "text": "Lo que pensé <b>"}
    return {
        "own": keep(people.rosa, kind="courses.reflected", payload={"course": str(uuid7()), **text}),
        "foreign": keep(people.elena),
    }


CENTRE = "/mi-camino/enviado/"


def test_she_reads_what_arrived_and_what_was_kept_and_why(people, as_, kept):
    page = as_(people.rosa).get(CENTRE).content.decode()
    receipt = SyncReceipt.objects.get(by=people.rosa.pk)
    assert f"Recibido 1 de 1 · {receipt.code}" in page
    assert "Algo que escribiste para ti" in page
    assert "Este sitio no conoce este curso." in page
    assert "Lo que pensé &lt;b&gt;" in page
    assert "Solo ella puede anotar esto." in page
    assert "lo envió otra persona" in page  # Elena is a stranger to her
    assert page.count("Es mío") == 1


def test_who_sent_it_sees_that_it_is_kept_and_none_of_its_words(people, as_, kept):
    page = as_(people.elena).get(CENTRE).content.decode()
    assert "Lo que anotaste de otras" in page
    assert "1 × una cuenta" in page
    assert "Mayo" not in page
    assert "Rosa" not in page


def test_nothing_kept_is_said(people, as_):
    page = as_(people.rosa).get(CENTRE).content.decode()
    assert "Nada. Todo está en su lugar." in page
    assert "Probar otra vez" not in page


def test_she_tries_again_by_hand(people, as_, kept):
    own, client = kept["own"], as_(people.rosa)
    KeptEvent.objects.filter(pk=own.pk).update(kind="courses.sheet_saved", envelope=sheet(people.rosa, id=str(own.pk)))
    answer = client.post(CENTRE, follow=True)
    assert "1 anotación entró ahora." in answer.content.decode()
    assert Event.objects.get().pk == own.pk
    assert list(KeptEvent.objects.all()) == [kept["foreign"]]
    assert "Todavía no se puede." in client.post(CENTRE, follow=True).content.decode()


def test_what_another_session_sent_of_her_becomes_hers_when_she_says_so(people, as_, kept):
    foreign = kept["foreign"]
    as_(people.fina).post(CENTRE, {"claim": foreign.pk})
    as_(people.elena).post(CENTRE, {"claim": foreign.pk})
    assert not Event.objects.exists()
    as_(people.rosa).post(CENTRE, {"claim": foreign.pk})
    event = Event.objects.get()
    assert (event.pk, event.by, event.subject) == (foreign.pk, people.rosa.pk, people.rosa.pk)
    assert AuditEntry.objects.get(action="members.kept_claimed").about == people.rosa.pk
    assert not KeptEvent.objects.filter(pk=foreign.pk).exists()


def test_she_deletes_what_is_hers_after_being_asked_and_it_is_written_down(people, as_, kept):
    own = kept["own"]
    address = reverse("members:delete_kept", args=[own.pk])
    client = as_(people.rosa)
    assert "¿Borrar esto?" in client.get(address).content.decode()
    assert KeptEvent.objects.filter(pk=own.pk).exists()
    client.post(address)
    assert not KeptEvent.objects.filter(pk=own.pk).exists()
    entry = AuditEntry.objects.get(action="members.kept_deleted")
    assert entry.detail == {"kind": "courses.reflected", "code": "unknown_course"}
    assert client.get(address).status_code == 404


def test_nobody_else_deletes_it(people, as_, kept):
    for whose, member in (("own", people.fina), ("own", people.elena), ("foreign", people.elena)):
        address = reverse("members:delete_kept", args=[kept[whose].pk])
        assert as_(member).post(address).status_code == 404
    assert KeptEvent.objects.count() == 2


def test_what_could_not_be_read_at_all_is_hers_who_sent_it(people, as_):
    sync.take(sync.Batch("p", [sheet(people.rosa, subject=None)]), by=people.rosa)
    page = as_(people.rosa).get(CENTRE).content.decode()
    assert "Esta anotación llegó incompleta." in page
    assert "Mayo" in page


# --- Her facilitator ------------------------------------------------------------------------------

RECEIPT = "/acompanar/recibo/"


def test_the_facilitator_finds_the_receipt_whose_code_she_was_read(people, as_, kept):
    code = SyncReceipt.objects.get(by=people.rosa.pk).code
    spelt = f" {code[:2].lower()}-{code[2:].lower()} "
    answer = as_(people.fina).get(RECEIPT, {"codigo": spelt})
    assert answer.status_code == 200
    assert f"Recibido 1 de 1 · {code}" in answer.content.decode()
    assert "Rosa Quispe" in answer.content.decode()
    entry = AuditEntry.objects.get(action="members.receipt_looked_up")
    assert (entry.by, entry.about) == (people.fina.pk, people.rosa.pk)


def test_out_of_scope_there_is_no_such_receipt(people, as_, kept):
    code = SyncReceipt.objects.get(by=people.rosa.pk).code
    answer = as_(people.elena).get(RECEIPT, {"codigo": code})
    assert answer.status_code == 404
    assert "Rosa" not in answer.content.decode()
    assert as_(people.fina).get(RECEIPT, {"codigo": "\x00 ZZZZ %"}).status_code == 404
    assert as_(people.rosa).get(RECEIPT, {"codigo": code}).status_code == 403
    assert not AuditEntry.objects.filter(action="members.receipt_looked_up").exists()


def test_the_facilitator_reads_what_is_kept_by_name_only_with_permission_and_never_its_words(people, as_, kept):
    page = as_(people.fina).get(RECEIPT).content.decode()
    assert "menos de 5 mujeres" in page
    assert "Rosa" not in page
    assert "Este sitio no conoce este curso." not in page
    consent = ConsentFactory(member=people.rosa, purpose=Consent.Purpose.PROGRESS_BY_NAME)
    page = as_(people.fina).get(RECEIPT).content.decode()
    assert "Rosa Quispe" in page
    assert "1 × algo que escribiste para ti: Este sitio no conoce este curso." in page
    assert "Lo que pensé" not in page
    consent.withdrawn_at = timezone.now()
    consent.save()
    assert "Rosa" not in as_(people.fina).get(RECEIPT).content.decode()
    assert "Rosa" not in as_(people.elena).get(RECEIPT).content.decode()


def test_counts_without_names_are_told_from_five_women_on(people):
    RoleFactory(member=people.elena, organisation=people.kitchen, facilitator=True)
    women = MemberFactory.create_batch(5, organisation=people.kitchen)
    for member in women:
        sync.take(sync.Batch("p", [sheet(member, kind="courses.future")]), by=member)
    sync.take(sync.Batch("p", [sheet(women[0], payload=[])]), by=women[0])
    scope = sending.kept_in_scope(user=people.fina)
    assert (scope.named, scope.others) == ([], 5)
    assert [(what, count) for what, _reason, count in scope.lines] == [("una anotación", 5)]
    women[0].memberships.update(until=timezone.localdate())
    scope = sending.kept_in_scope(user=people.fina)
    assert (scope.others, scope.lines) == (None, [])
