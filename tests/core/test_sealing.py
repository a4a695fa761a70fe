"""Words that one woman alone can read."""

import base64
import secrets
import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core import record, sealing
from academy.core.models import Event, KeptEvent
from academy.core.sync import Batch, take

ANA, BETA = uuid.uuid4(), uuid.uuid4()
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=80)


def new_key():
    return base64.b64encode(secrets.token_bytes(48)).decode()


@settings(max_examples=40)
@given(words)
def test_what_is_sealed_opens_for_its_owner_and_for_nobody_else(text):
    token = sealing.seal(text, ANA)
    assert sealing.is_token(token)
    assert sealing.open_for(token, ANA) == text
    assert sealing.letters(token) == len(text)
    with pytest.raises(sealing.CannotOpen):
        sealing.open_for(token, BETA)


@settings(max_examples=40)
@given(words, st.data())
def test_a_token_with_one_sign_changed_does_not_open(text, data):
    token = sealing.seal(text, ANA)
    place = data.draw(st.integers(0, len(token) - 2))
    other = data.draw(st.sampled_from("abcdefXYZ0189-_:"))
    changed = token[:place] + other + token[place + 1 :]
    if changed != token:
        with pytest.raises(sealing.CannotOpen):
            sealing.open_for(changed, ANA)


def test_sealing_twice_is_sealing_once():
    token = sealing.seal("Me cuesta decir que no.", ANA)
    assert sealing.seal(token, ANA) == token
    assert sealing.seal("Me cuesta decir que no.", ANA) == token, "a repeat from her phone is seen to be one"


def test_a_token_of_another_moved_into_her_row_is_only_words():
    hers = sealing.seal("mío", ANA)
    moved = sealing.seal(hers, BETA)
    assert sealing.open_for(moved, BETA) == hers
    assert "mío" not in sealing.open_for(moved, BETA)


def test_old_keys_open_and_the_first_one_seals(settings):
    old, new = new_key(), new_key()
    settings.SEALING_KEYS = old
    token = sealing.seal("nota", ANA)
    settings.SEALING_KEYS = f"{new},{old}"
    assert sealing.open_for(token, ANA) == "nota"
    fresh = sealing.resealed(token)
    assert fresh != token
    assert sealing.same({"a": 1, "private": token}, {"a": 1, "private": fresh})
    assert not sealing.same({"a": 2, "private": token}, {"a": 1, "private": fresh})
    settings.SEALING_KEYS = new
    assert sealing.open_for(fresh, ANA) == "nota"
    with pytest.raises(sealing.CannotOpen):
        sealing.open_for(token, ANA)


@pytest.mark.parametrize("bad", ["corta", base64.b64encode(b"x" * 16).decode(), " , ", "ñ" * 50])
def test_a_bad_key_stops_with_its_name_and_without_its_value(bad):
    with pytest.raises(ImproperlyConfigured, match="SEALING_KEYS") as stopped:
        sealing.check(bad)
    assert not bad.strip(" ,") or bad not in str(stopped.value)


def test_a_site_without_a_key_makes_one_that_only_its_owner_can_read(settings, tmp_path):
    settings.SEALING_KEYS, settings.KEYS_ROOT = "", tmp_path / "keys"
    token = sealing.seal("nota", ANA)
    assert (tmp_path / "keys" / "sealing").stat().st_mode & 0o077 == 0
    assert sealing.open_for(token, ANA) == "nota"


# --- In the record ---------------------------------------------------------------------------------


def everything():
    rows = [str(event.payload) for event in Event.objects.all()]
    return "".join(rows + [str(kept.envelope) for kept in KeptEvent.objects.all()])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"happened_at": "no sé"},
        {"payload": {"private": ["secreto", {"x": "secreto"}]}},
        {"payload": {"private": "secreto \ud800 \x00", "z": "\ud800"}},
        {"content_version": 7},
    ],
)
def test_what_is_private_is_never_stored_in_clear_whatever_the_event_is(changed):
    raw = {
        "id": str(uuid.uuid4()),
        "kind": "tests.unknown",
        "subject": str(ANA),
        "happened_at": "2026-05-01T10:00:00Z",
        "payload": {"private": "secreto"},
        **changed,
    }
    for _again in range(2):
        report = take(Batch("celular", [raw]), by=ANA)
        assert [answer.state for answer in report.answers] == ["kept"]
    assert KeptEvent.objects.count() == 1
    assert "secreto" not in everything()
    assert "sealed:1:" in everything()


@pytest.mark.django_db
def test_a_form_that_is_refused_leaves_nothing_in_clear():
    outcome = record.record(kind="tests.unknown", subject=ANA, by=ANA, payload={"private": "secreto"}, keep=True)
    assert outcome.state == "kept"
    assert "secreto" not in everything()
