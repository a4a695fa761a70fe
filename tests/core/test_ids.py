import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.core import ids

payloads = st.dictionaries(st.text(max_size=5), st.text(max_size=5) | st.integers() | st.none(), max_size=4)


def test_a_uuid7_has_the_shape_of_its_standard_and_the_time_of_now():
    before = int(time.time() * 1000)
    made = ids.uuid7()
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert before <= made.int >> 80 <= int(time.time() * 1000)


def test_uuid7s_sort_by_their_time():
    assert ids.uuid7(1_000) < ids.uuid7(1_001) < ids.uuid7(2**47)


def test_uuid7s_of_one_moment_differ():
    assert len({ids.uuid7(5) for _ in range(200)}) == 200


@given(st.uuids(), payloads)
def test_the_same_form_saying_the_same_is_the_same_event(nonce, payload):
    again = dict(reversed(payload.items()))
    assert ids.event_id(nonce, payload) == ids.event_id(str(nonce), again)
    assert ids.event_id(nonce, payload).version == 7


def test_the_id_of_an_event_is_the_same_in_every_process_and_release():
    """A change here would make every form that is open in a browser send its event twice."""
    nonce = uuid.UUID("01930000-0000-7000-8000-000000000001")
    said = {"lesson": "ñ", "n": 1}
    assert ids.event_id(nonce, said) == uuid.UUID("01930000-0000-75b5-a3a1-9f4137993eb0")


@given(st.uuids(), payloads, payloads)
def test_other_words_are_another_event(nonce, payload, other):
    assert (ids.event_id(nonce, payload) == ids.event_id(nonce, other)) is (payload == other)


@given(st.uuids(), st.uuids(), payloads)
def test_another_form_is_another_event(nonce, other, payload):
    assert (ids.event_id(nonce, payload) == ids.event_id(other, payload)) is (nonce == other)


def test_an_event_has_the_time_of_its_form():
    nonce = ids.uuid7(1_700_000_000_000)
    assert ids.event_id(nonce, {}).int >> 80 == 1_700_000_000_000


@pytest.mark.parametrize("text", ["", None, "x", "1234", 7, {}, "01930000-0000-7000-8000-00000000000g"])
def test_what_is_no_id_is_none(text):
    assert ids.parse(text) is None


def test_a_code_is_read_as_it_was_meant():
    assert ids.read_code(" ab-cd o1 il u") == "ABCD0111V"
    code = ids.spoken_code(8)
    assert ids.read_code(ids.grouped(code).lower()) == code
