"""Events as devices write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.core import envelopes

GOOD = {
    "id": "0190a1b2-0000-7000-8000-000000000001",
    "kind": "tests.said",
    "subject": "0190a1b2-0000-7000-8000-000000000002",
    "happened_at": "2026-05-01T10:00:00.000Z",
    "payload": {},
}


def nested(depth):
    value = "x"
    for _n in range(depth):
        value = [value]
    return value


def test_a_time_is_read_in_its_zone():
    assert envelopes.read(GOOD).happened_at == datetime(2026, 5, 1, 10, tzinfo=UTC)
    here = envelopes.read({**GOOD, "happened_at": "2026-05-01T05:00:00-05:00"})
    assert here.happened_at == datetime(2026, 5, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "when",
    [
        None,
        7,
        "",
        "ayer",
        "2026-05-01",
        "2026-05-01T10:00:00",  # no zone: it could be five hours off
        "1969-12-31T23:59:59Z",
        "0001-01-01T00:00:00+14:00",  # before the beginning of time
        "2026-05-01T10:00:00Z" + " " * 40,
    ],
)
def test_a_time_that_is_none_is_told(when):
    with pytest.raises(envelopes.Malformed) as malformed:
        envelopes.read({**GOOD, "happened_at": when})
    assert malformed.value.code == "bad_time"


@pytest.mark.parametrize(
    "change",
    [
        {"subject": None},
        {"subject": "nobody"},
        {"subject": 5},
        {"kind": None},
        {"kind": ["a"]},
        {"payload": None},
        {"payload": "x"},
        {"payload": [1]},
        {"content_version": 5},
    ],
)
def test_what_lacks_a_part_is_malformed(change):
    with pytest.raises(envelopes.Malformed) as malformed:
        envelopes.read({**GOOD, **change})
    assert malformed.value.code == "malformed"


def test_nesting_is_measured_without_recursion():
    assert not envelopes.too_deep(nested(envelopes.DEPTH))
    assert envelopes.too_deep(nested(envelopes.DEPTH + 1))
    assert envelopes.too_deep(nested(100_000))


@given(
    raw=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda s: st.lists(s) | st.dictionaries(st.text(), s)
    )
)
def test_whatever_comes_has_an_id_or_none(raw):
    assert envelopes.id_in(raw) is None
