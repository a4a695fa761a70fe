"""The record itself, with a kind of event of its own: core knows no kinds."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from academy.core import record
from academy.core.decisions import Allowed
from academy.core.ids import uuid7
from academy.core.models import Event, KeptEvent, Ledger
from academy.core.record import registry

pytestmark = pytest.mark.django_db

YULI, HILDA = uuid7(), uuid7()


class Said(record.Handler):
    kind, stream = "tests.said", "tests_words"
    heard = []

    def clean(self, payload):
        if not payload.get("word"):
            raise record.Unfit("Di algo.", "silent")
        return {"word": payload["word"]}

    def identifier(self, payload):
        return "all"

    def arrived(self, event):
        self.heard.append(event.payload["word"])


class Repeated(Said):
    kind = "tests.repeated"

    def may(self, arrival):
        return Allowed()


@pytest.fixture(autouse=True)
def summary(monkeypatch):
    """The kinds of this module, registered for one test; gives the summary they are folded into."""
    written = {}

    def fold(subject, identifier, events):
        written[subject, identifier] = [event.payload["word"] for event in events]

    monkeypatch.setattr(registry, "handlers", {**registry.handlers})
    monkeypatch.setattr(registry, "projectors", {**registry.projectors})
    monkeypatch.setattr(Said, "heard", [])
    record.handles(Said)
    record.handles(Repeated)
    record.projects("tests_words")(fold)
    return written


def say(word, *, subject=YULI, by=None, kind="tests.said", **more):
    return record.record(kind=kind, subject=subject, by=by or subject, payload={"word": word}, **more)


def test_an_event_is_stored_and_folded_at_once(summary):
    outcome = say("hola")
    assert outcome.state == record.APPLIED
    assert outcome
    assert summary[YULI, "all"] == ["hola"]
    assert Event.objects.get(pk=outcome.id).key == "tests_words:all"


def test_the_same_event_twice_is_one(summary):
    first = say("hola", id=uuid7())
    again = say("otra cosa", id=first.id)
    assert again.state == record.ALREADY
    assert again
    assert summary[YULI, "all"] == ["hola"]
    assert Said.heard == ["hola"]
    assert Ledger.objects.get(pk=YULI).events == 1


def test_events_are_folded_in_the_order_in_which_they_happened(summary):
    now = timezone.now()
    say("segunda", happened_at=now - timedelta(hours=1))
    say("primera", happened_at=now - timedelta(hours=2))
    assert summary[YULI, "all"] == ["primera", "segunda"]


def test_equal_times_are_ordered_by_id(summary):
    now = timezone.now()
    later, earlier = uuid7(2_000), uuid7(1_000)
    say("b", id=later, happened_at=now)
    say("a", id=earlier, happened_at=now)
    assert summary[YULI, "all"] == ["a", "b"]


def test_what_cannot_be_used_is_refused_with_its_reason_and_nothing_is_written():
    outcome = say("")
    assert (outcome.state, outcome.reason, outcome.code) == (record.KEPT, "Di algo.", "silent")
    assert not outcome
    assert not Event.objects.exists()
    assert not KeptEvent.objects.exists()


def test_offline_work_that_cannot_be_used_is_kept_aside_as_it_came():
    outcome = say("", keep=True, device="phone")
    kept = KeptEvent.objects.get(pk=outcome.id)
    assert kept.envelope["payload"] == {"word": ""}
    assert kept.envelope["device"] == "phone"
    assert (kept.subject, kept.code) == (YULI, "silent")


def test_what_was_kept_leaves_the_shelf_once_it_is_applied():
    outcome = say("", keep=True)
    assert say("hola", id=outcome.id).state == record.APPLIED
    assert not KeptEvent.objects.exists()


def test_an_unknown_kind_is_kept():
    outcome = record.record(kind="tests.future", subject=YULI, by=YULI, payload={}, keep=True)
    assert outcome.code == "unknown_kind"
    assert KeptEvent.objects.get().kind == "tests.future"


def test_nobody_records_for_another_unless_the_kind_allows_it():
    assert say("hola", by=HILDA).code == "not_hers"
    assert say("hola", by=HILDA, kind="tests.repeated")


def test_a_time_that_has_not_come_is_clamped_and_marked():
    now = timezone.now()
    event = Event.objects.get(pk=say("hola", happened_at=now + timedelta(days=1), at=now).id)
    assert event.happened_at == event.received_at == now
    assert event.clock_ahead


def test_the_heaps_of_two_women_never_mix(summary):
    say("mía")
    say("tuya", subject=HILDA)
    assert summary == {(YULI, "all"): ["mía"], (HILDA, "all"): ["tuya"]}


def test_a_rebuild_writes_the_same_again(summary):
    say("mía")
    say("tuya", subject=HILDA)
    live = dict(summary)
    summary.clear()
    seen = []
    assert record.rebuild(progress=lambda done, total: seen.append((done, total))) == 2
    assert summary == live
    assert seen == [(1, 2), (2, 2)]


def test_one_womans_summaries_can_be_rebuilt_alone(summary):
    say("mía")
    say("tuya", subject=HILDA)
    summary.clear()
    assert record.rebuild(subject=HILDA) == 1
    assert summary == {(HILDA, "all"): ["tuya"]}


def test_a_fold_that_breaks_takes_its_event_with_it(monkeypatch):
    def broken(subject, identifier, events):
        raise RuntimeError

    monkeypatch.setitem(registry.projectors, "tests_words", broken)
    with pytest.raises(RuntimeError):
        say("hola")
    assert not Event.objects.exists()


def test_two_handlers_for_one_kind_are_a_mistake_seen_at_start():
    class Other(Said):
        pass

    with pytest.raises(RuntimeError, match="two handlers"):
        record.handles(Other)


def test_the_number_of_another_womans_event_is_no_repetition(summary):
    first = say("hola", id=uuid.uuid4())
    outcome = say("hola", subject=HILDA, id=first.id)
    # Answered "already", her phone would throw away what was never written.
    assert (outcome.state, outcome.code) == (record.KEPT, "id_taken")
    assert say("hola", kind="tests.repeated", id=first.id).code == "id_taken"
    assert summary == {(YULI, "all"): ["hola"]}


def test_what_is_kept_of_one_woman_is_not_touched_under_the_number_of_another():
    hers = say("", keep=True)
    say("", subject=HILDA, id=hers.id, keep=True)
    assert KeptEvent.objects.get(pk=hers.id).subject == YULI
    assert KeptEvent.objects.get(subject=HILDA).envelope["id"] == str(hers.id)
    assert say("hola", subject=HILDA, id=hers.id)
    assert KeptEvent.objects.get(pk=hers.id).subject == YULI


def test_words_are_stored_without_what_a_database_refuses(summary):
    say("ho\x00la \ud800", device="ph\x00one")
    assert summary[YULI, "all"] == ["hola ?"]
    assert Event.objects.get().device == "phone"


def nested(depth):
    word = ["x"]
    for _n in range(depth):
        word = [word]
    return word


@pytest.mark.parametrize("word", ["a" * record.PAYLOAD_LIMIT, nested(5000), float("nan"), object()])
def test_what_cannot_be_stored_is_refused_and_kept_as_far_as_it_can_be_read(word):
    outcome = say(word, keep=True)
    assert (outcome.state, outcome.code) == (record.KEPT, "unreadable")
    assert not Event.objects.exists()
    assert len(KeptEvent.objects.get().envelope["payload"]["unreadable"]) <= record.UNREADABLE_LIMIT
