"""Files in parts: whatever is asked for, the bytes are those of the file at that place."""

from io import BytesIO

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from academy.core import ranges

CONTENT = bytes(range(256)) * 3


def get(header=None, *, content=CONTENT, etag="abc", **headers):
    if header is not None:
        headers["Range"] = header
    request = RequestFactory().get("/", headers=headers)
    return ranges.answer(request, BytesIO(content), size=len(content), content_type="audio/ogg", etag=etag)


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@given(size=st.integers(1, 400), first=st.integers(0, 500), last=st.one_of(st.none(), st.integers(0, 500)))
def test_any_part_is_that_part_of_the_file(size, first, last):
    content = CONTENT[:size]
    response = get(f"bytes={first}-{'' if last is None else last}", content=content)
    if last is not None and last < first:
        assert (response.status_code, body(response)) == (200, content)
    elif first >= size:
        assert response.status_code == 416
        assert response["Content-Range"] == f"bytes */{size}"
    else:
        expected = content[first : (size if last is None else last + 1)]
        assert (response.status_code, body(response)) == (206, expected)
        assert response["Content-Length"] == str(len(expected))
        assert response["Content-Range"] == f"bytes {first}-{first + len(expected) - 1}/{size}"


@given(size=st.integers(1, 400), tail=st.integers(1, 500))
def test_the_end_of_a_file_can_be_asked_for_by_its_length(size, tail):
    content = CONTENT[:size]
    response = get(f"bytes=-{tail}", content=content)
    assert (response.status_code, body(response)) == (206, content[-tail:])


@given(size=st.integers(1, 700), cuts=st.sets(st.integers(1, 699), max_size=5))
def test_the_parts_put_together_are_the_file(size, cuts):
    content = CONTENT[:size]
    edges = [0, *sorted(cut for cut in cuts if cut < size), size]
    parts = [
        body(get(f"bytes={first}-{after - 1}", content=content)) for first, after in zip(edges, edges[1:], strict=False)
    ]
    assert b"".join(parts) == content


@given(st.text(max_size=30))
def test_whatever_a_header_says_the_answer_is_one_of_three(header):
    size = 100
    try:
        found = ranges.wanted(header, size)
    except ranges.Unsatisfiable:
        return
    assert found is None or 0 <= found[0] <= found[1] < size


@pytest.mark.parametrize("header", ["bytes=0-1,4-5", "items=0-1", "bytes=-", "bytes", f"bytes={'9' * 5000}-"])
def test_what_we_do_not_understand_gets_the_whole_file(header):
    response = get(header)
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert response["Accept-Ranges"] == "bytes"


def test_nothing_from_the_end_cannot_be_given():
    assert get("bytes=-0").status_code == 416


def test_a_part_of_other_bytes_is_never_given():
    assert get("bytes=0-1", **{"If-Range": '"abc"'}).status_code == 206
    assert get("bytes=0-1", **{"If-Range": '"old"'}).status_code == 200
    assert get("bytes=0-1", **{"If-Range": "Sun, 22 Nov 2026 00:00:00 GMT"}).status_code == 200


def test_what_did_not_change_is_not_sent_again():
    response = get(**{"If-None-Match": '"abc"'})
    assert (response.status_code, response.content) == (304, b"")


def test_the_file_is_closed_with_the_answer():
    file = BytesIO(CONTENT)
    request = RequestFactory().get("/", headers={"Range": "bytes=0-1"})
    response = ranges.answer(request, file, size=len(CONTENT), content_type="audio/ogg")
    response._resource_closers.pop()()  # what Django calls at the end, without its word to the database
    assert file.closed
