"""Compression: what is sent smaller, what is left alone."""

import zlib

import brotli
import pytest
from django.http import FileResponse, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.middleware.http import ConditionalGetMiddleware
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from academy.core.compression import Compression, best_of, pressed, zipped

WORDS = ("La olla no espera. " * 60).encode()


def answer(response, accept="gzip, deflate, br", *, inner=None):
    request = RequestFactory().get("/", headers={"accept-encoding": accept} if accept else {})
    view = inner(lambda _: response) if inner else (lambda _: response)
    return Compression(view)(request)


def page(content=WORDS, kind="text/html; charset=utf-8", **headers):
    return HttpResponse(content, content_type=kind, headers=headers)


def test_a_page_is_sent_as_brotli_where_the_browser_takes_it():
    sent = answer(page())
    assert sent["Content-Encoding"] == "br"
    assert brotli.decompress(sent.content) == WORDS
    assert sent["Content-Length"] == str(len(sent.content))
    assert sent["Vary"] == "Accept-Encoding"


def test_a_browser_without_brotli_gets_gzip():
    sent = answer(page(), "gzip")
    assert sent["Content-Encoding"] == "gzip"
    assert zlib.decompress(sent.content, 31) == WORDS


@pytest.mark.parametrize("accept", ["", "identity", "br;q=0, gzip;q=0.0"])
def test_a_browser_that_takes_neither_gets_the_page_as_it_is_and_caches_are_told(accept):
    sent = answer(page(), accept)
    assert "Content-Encoding" not in sent
    assert sent.content == WORDS
    assert sent["Vary"] == "Accept-Encoding"


def test_a_refused_encoding_is_not_used_though_it_is_named():
    assert best_of("br;q=0, gzip") == "gzip"
    assert best_of("gzip;q=0.5,br;q=0.1") == "br"
    assert best_of(None) is None


@pytest.mark.parametrize(
    "response",
    [
        page(b"corto"),
        page(kind="image/png"),
        page(kind="application/pdf"),
        page(**{"Content-Encoding": "br"}),
        page(**{"Cache-Control": "no-transform"}),
        HttpResponse(WORDS, status=206, content_type="text/html", headers={"Content-Range": "bytes 0-9/10"}),
        HttpResponseNotModified(),
    ],
    ids=["small", "png", "pdf", "already", "no-transform", "part", "not modified"],
)
def test_what_gains_nothing_is_left_alone(response):
    before = response.content
    assert answer(response).content == before


def test_streams_are_left_alone():
    sent = answer(StreamingHttpResponse([WORDS], content_type="text/html"))
    assert "Content-Encoding" not in sent
    assert b"".join(sent.streaming_content) == WORDS
    assert "Content-Encoding" not in answer(FileResponse([WORDS], content_type="text/csv"))


def test_the_etag_becomes_weak_and_still_answers_not_modified():
    first = answer(page(), inner=ConditionalGetMiddleware)
    assert first["ETag"].startswith('W/"')
    request = RequestFactory().get("/", headers={"accept-encoding": "br", "if-none-match": first["ETag"]})
    again = Compression(ConditionalGetMiddleware(lambda _: page()))(request)
    assert again.status_code == 304


@given(st.binary(max_size=3000))
def test_nothing_is_lost_on_the_way(content):
    assert brotli.decompress(pressed(content)) == content
    assert zlib.decompress(zipped(content), 31) == content
