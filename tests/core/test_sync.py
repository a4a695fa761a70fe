"""Batches: read, answered one by one, receipted. With kinds of its own: the transport knows none."""

import json
import uuid

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from academy.core import record, sync
from academy.core.ids import ALPHABET, uuid7
from academy.core.models import Event, KeptEvent, SyncReceipt
from academy.core.record import registry
from tests.core.test_record import Repeated, Said

pytestmark = pytest.mark.django_db

YULI, HILDA = uuid7(), uuid7()


@pytest.fixture(autouse=True)
def summary(monkeypatch):
    written = {}

    def fold(subject, identifier, events):
        written[subject] = [event.payload["word"] for event in events]

    monkeypatch.setattr(registry, "handlers", {**registry.handlers})
    monkeypatch.setattr(registry, "projectors", {**registry.projectors})
    monkeypatch.setattr(Said, "heard", [])
    record.handles(Said)
    record.handles(Repeated)
    record.projects("tests_words")(fold)
    return written


def raw(word="hola", **changes):
    now = timezone.now().isoformat()
    event = {"id": str(uuid7()), "kind": "tests.said", "subject": str(YULI), "happened_at": now}
    return {**event, "content_version": "", "payload": {"word": word}, **changes}


def body_of(*events, **more):
    return json.dumps({"device": "phone", "events": list(events), **more}).encode()


def sent(*events, by=YULI):
    return sync.take(sync.read_batch(body_of(*events)), by=by)


# --- Reading ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"x"',
        b"{}",
        b'{"events": {}}',
        b'{"events": null}',
        b"\xff\xfe{}",
        json.dumps({"events": []}).encode("utf-16"),
        b'{"events": ' + b"[" * 100_000,
        b'{"events": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
def test_what_is_no_batch_is_refused_as_a_whole(body):
    with pytest.raises(sync.Refused) as refused:
        sync.read_batch(body)
    assert (refused.value.status, refused.value.code) == (400, "unreadable")


def test_too_many_events_and_too_many_bytes_are_refused_with_413():
    for body in (body_of(*[0] * (sync.MOST_EVENTS + 1)), b" " * (sync.MOST_BYTES + 1)):
        with pytest.raises(sync.Refused) as refused:
            sync.read_batch(body)
        assert refused.value.status == 413
    assert len(sync.read_batch(body_of(*[0] * sync.MOST_EVENTS)).events) == sync.MOST_EVENTS


def test_numbers_that_no_database_keeps_spoil_their_event_and_not_the_batch(summary):
    strange = body_of(raw("HERE"), raw("nos")).replace(b'"HERE"', b"[NaN, -Infinity, 1e999, " + b"9" * 5000 + b"]")
    report = sync.take(sync.read_batch(strange), by=YULI)
    assert [answer.state for answer in report.answers] == ["applied", "applied"]
    assert summary[YULI][0] == ["NaN", "-Infinity", "1e999", "9" * 5000]


# --- One by one ---------------------------------------------------------------------------------------


def test_each_event_is_answered_by_its_id_with_a_reason_where_it_was_kept(summary):
    good, silent = raw(), raw("")
    report = sent(good, silent, good)
    assert [(a.id, a.state, a.code, a.reason) for a in report.answers] == [
        (good["id"], "applied", "", ""),
        (silent["id"], "kept", "silent", "Di algo."),
        (good["id"], "already", "", ""),
    ]
    assert summary[YULI] == ["hola"]


def test_what_has_no_usable_id_is_told_by_its_place_and_not_taken():
    answers = sent(None, [], "x", {}, raw(id=None), raw(id=5), raw(id="x" * 99), raw()).as_json()["events"]
    assert [(a["index"], a["state"]) for a in answers[:-1]] == [(n, "unreadable") for n in range(7)]
    assert answers[-1]["state"] == "applied"
    assert not KeptEvent.objects.exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": 5}, "malformed"),
        ({"kind": "tests.future"}, "unknown_kind"),
        ({"kind": "x\x00" * 500}, "unknown_kind"),
        ({"subject": "nobody"}, "malformed"),
        ({"subject": str(HILDA)}, "not_hers"),
        ({"payload": "text"}, "malformed"),
        ({"happened_at": "yesterday"}, "bad_time"),
        ({"payload": {"word": [[[[[[[[[[[[[[[[[[[[["deep"]]]]]]]]]]]]]]]]]]]]]}}, "too_deep"),
        ({"payload": {"word": "a" * record.PAYLOAD_LIMIT}}, "unreadable"),
    ],
)
def test_what_cannot_be_used_lies_on_the_shelf_whole(change, code):
    from academy.core import shelf

    event = raw(**change)
    report = sent(event)
    assert [(a.state, a.code) for a in report.answers] == [("kept", code)]
    assert report.answers[0].reason
    kept = KeptEvent.objects.get(pk=event["id"])
    whole = shelf.unpacked(kept.envelope)
    assert {name: whole[name] for name in event if name != "happened_at"} == {
        name: value for name, value in event.items() if name != "happened_at"
    }
    assert sent(event).answers == report.answers
    assert KeptEvent.objects.count() == 1
    assert record.retry_kept() == {"kept": 1}


def test_text_that_no_database_keeps_is_kept_letter_by_letter():
    from academy.core import shelf

    event = raw("", note="\x00\ud800")
    event["payload"]["more"] = "a\x00b\udfff"
    sent(event)
    assert shelf.unpacked(KeptEvent.objects.get().envelope)["payload"] == {"word": "", "more": "a\x00b\udfff"}


def test_the_site_learns_a_kind_and_what_was_kept_goes_through(summary, monkeypatch):
    monkeypatch.delitem(registry.handlers, "tests.repeated")
    event = raw(kind="tests.repeated", subject=str(HILDA), happened_at="2199-01-01T00:00:00Z")
    assert sent(event).answers[0].code == "unknown_kind"
    first = KeptEvent.objects.get()
    record.handles(Repeated)
    assert record.retry_kept() == {"applied": 1}
    stored = Event.objects.get()
    assert (stored.by, stored.device, stored.clock_ahead) == (YULI, "phone", True)
    assert stored.happened_at == stored.received_at == first.received_at


def test_a_time_that_has_not_come_is_clamped_to_the_arrival_of_the_batch():
    now = timezone.now()
    sync.take(sync.Batch("p", [raw(happened_at="2199-01-01T00:00:00Z")]), by=YULI, at=now)
    event = Event.objects.get()
    assert (event.happened_at, event.clock_ahead) == (now, True)


def test_a_handler_that_breaks_keeps_its_event_and_does_not_stop_the_others(monkeypatch, caplog):
    monkeypatch.setattr(Repeated, "clean", lambda self, payload: payload["missing"])
    report = sent(raw(kind="tests.repeated", payload={"word": "secreto"}), raw())
    assert [(a.state, a.code) for a in report.answers] == [("kept", "site_error"), ("applied", "")]
    assert "KeyError" in caplog.text
    assert "secreto" not in caplog.text


def test_what_breaks_again_does_not_stop_what_is_tried_after_it(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(Said, "clean", lambda self, payload: payload["missing"])
        patch.setattr(Repeated, "clean", lambda self, payload: payload["missing"])
        sent(raw(kind="tests.repeated"), raw())
    monkeypatch.setattr(Repeated, "clean", lambda self, payload: payload["missing"])
    assert record.retry_kept() == {"kept": 1, "applied": 1}


def test_what_two_people_sent_lies_there_once_for_each():
    event = raw("", kind="tests.repeated")
    sent(event, by=HILDA)
    sent(event, by=YULI)
    sent(event, by=YULI)
    assert set(KeptEvent.objects.values_list("by", flat=True)) == {YULI, HILDA}
    assert KeptEvent.objects.count() == 2


def test_two_contents_of_one_id_that_are_both_refused_lie_side_by_side():
    one, two = raw("", more=1), raw("")
    two["id"] = one["id"]
    two["payload"] = {"word": "", "other": True}
    sent(one, two)
    assert KeptEvent.objects.count() == 2
    good = {**one, "payload": {"word": "hola"}}
    assert sent(good).answers[0].state == "applied"
    assert set(KeptEvent.objects.values_list("code", flat=True)) == {"silent", "id_taken"}


@pytest.mark.parametrize("by", [str(HILDA), str(YULI).upper()], ids=["hilda", "yuli in capitals"])
def test_what_says_that_another_recorded_it_waits_for_her_session(by):
    answer = sent(raw(by=by)).answers[0]
    assert answer.state == ("later" if by == str(HILDA) else "applied")
    assert not KeptEvent.objects.exists()


# --- The receipt --------------------------------------------------------------------------------------


def test_a_receipt_counts_what_is_safe_here():
    good = raw()
    report = sent(good, raw(""), good, None)
    receipt = SyncReceipt.objects.get()
    assert (receipt.by, receipt.device, receipt.total, receipt.received) == (YULI, "phone", 4, 3)
    assert (receipt.applied, receipt.already, receipt.kept) == (1, 1, 1)
    assert len(receipt.code) == 4
    assert set(receipt.code) <= set(ALPHABET)
    assert report.as_json()["receipt"] == {
        "code": receipt.code,
        "received": 3,
        "of": 4,
        "kept": 1,
        "words": f"Recibido 3 de 4 · {receipt.code}",
    }


def test_nothing_sent_is_nothing_received():
    assert sent().as_json() == {"receipt": None, "events": []}
    assert not SyncReceipt.objects.exists()


def test_a_code_that_she_has_already_is_not_given_again(monkeypatch):
    codes = iter(["AAAA", "AAAA", "BBBB"])
    monkeypatch.setattr(sync, "spoken_code", lambda length: next(codes))
    sent(raw())
    assert sent(raw()).receipt.code == "BBBB"


def test_receipts_of_last_year_are_forgotten():
    long_ago = timezone.now() - sync.RECEIPTS_KEPT - sync.timedelta(days=1)
    SyncReceipt.objects.create(code="AAAA", by=YULI, at=long_ago)
    SyncReceipt.objects.create(code="AAAA", by=HILDA, at=long_ago)
    sent(raw())
    assert SyncReceipt.objects.filter(code="AAAA").values_list("by", flat=True).get() == HILDA


# --- Whatever comes -----------------------------------------------------------------------------------

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
SOMETIMES = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from([str(uuid.UUID(int=n)) for n in range(4)]) | ANYTHING,
        "kind": st.sampled_from(["tests.said", "tests.repeated", "courses.answered", "courses.enrolled"]) | ANYTHING,
        "subject": st.sampled_from([str(YULI), str(HILDA)]) | ANYTHING,
        "by": st.sampled_from([str(YULI), str(HILDA)]) | ANYTHING,
        "happened_at": st.datetimes(timezones=st.timezones()).map(lambda t: t.isoformat()) | ANYTHING,
        "content_version": st.text() | ANYTHING,
        "payload": st.fixed_dictionaries({"word": ANYTHING}, optional={"course": ANYTHING}) | ANYTHING,
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=st.lists(SOMETIMES | ANYTHING, max_size=6))
@example(events=[{"id": str(uuid.UUID(int=0)), "subject": {}, "payload": 10**18}])
@example(events=[{"id": str(uuid.UUID(int=0)), "kind": "\ud800", "subject": str(YULI), "payload": {"\x00": "\x00"}}])
def test_whatever_comes_is_answered_once_each_and_nothing_with_an_id_is_lost(events):
    from academy.core import shelf

    report = sync.take(sync.read_batch(json.dumps({"events": events}).encode()), by=YULI)
    assert len(report.answers) == len(events)
    for event, answer in zip(events, report.answers, strict=True):
        told = answer.as_json()
        json.dumps(told)
        if answer.state in ("applied", "already", "kept"):
            assert told["id"] == event["id"]
        else:
            assert answer.state in ("unreadable", "later")
        if answer.state == "kept":
            # As it is read: a number that no database keeps is text from then on.
            arrived = sync.read_batch(json.dumps({"events": [event]}).encode()).events[0]
            here = [shelf.unpacked(kept.envelope) for kept in KeptEvent.objects.all()]
            assert any(shelf.written(shelf.said(each)) == shelf.written(shelf.said(arrived)) for each in here) or any(
                isinstance(v, float) for v in _leaves(event)
            )
    again = sync.take(sync.read_batch(json.dumps({"events": events}).encode()), by=YULI)
    count = (Event.objects.count(), KeptEvent.objects.count())
    assert {a.state for a in again.answers} <= {"already", "kept", "unreadable", "later"}
    sync.take(sync.read_batch(json.dumps({"events": events}).encode()), by=YULI)
    assert (Event.objects.count(), KeptEvent.objects.count()) == count
    record.retry_kept(by_hand=True)


def _leaves(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    else:
        yield value
