"""The bench reads pages as a browser does; its times are held by no test."""

import time

import pytest

from benchmarks import load
from benchmarks.browser import Browser, _max_age
from benchmarks.reading import Figure, imports_of, percentile, read_page, urls_of_style
from benchmarks.server import family, process_table, read_status

PAGE = """<!doctype html><html><head>
<link rel="stylesheet" href="/static/css/site.css"><link rel="icon" href="/static/i.svg" type="image/svg+xml">
<link rel="alternate" hreflang="en" href="/en/"><link rel=preload as=font href="/f.woff2">
<script type="module" src="../js/app.js"></script><script>let a = 1</script></head>
<body><img src="/a.svg"><img src="/b.svg" loading="lazy"><img src="/a.svg"><img src="data:image/png;base64,AA==">
<picture><source type="image/avif" srcset="/p.avif 480w, /p2.avif 960w"><source type="image/webp" srcset="/p.webp">
<img src="/p.jpg" loading="lazy"></picture>
<picture><source type="image/jxl" srcset="/q.jxl"><img src="/q.jpg"></picture>
<template><img src="/asleep.svg"><form action="/asleep/"></form></template><noscript><img src="/n.svg"></noscript>
<a href="otra/">Otra</a>
<form method="POST" action="/pregunta/1/#q">
<input type="hidden" name="csrf" value="x"><input type="radio" name="r" value="a">
<input type="radio" name="r" value="b"></form></body></html>"""


def test_a_page_makes_a_browser_fetch_what_stands_in_it_each_thing_once():
    page = read_page(PAGE, "/cursos/uno/")

    assert page.now == ["/static/css/site.css", "/static/i.svg", "/f.woff2", "/cursos/js/app.js", "/a.svg", "/q.jpg"]
    assert page.later == ["/b.svg", "/p.avif"]
    assert page.links == ["/cursos/uno/otra/"]


def test_forms_are_read_with_their_hidden_fields_and_choices():
    [form] = read_page(PAGE).forms

    assert (form.method, form.action) == ("post", "/pregunta/1/#q")
    assert form.fields == {"csrf": "x"}
    assert form.radios == {"r": ["a", "b"]}


def test_modules_and_styles_tell_what_they_fetch_in_turn():
    script = """import {a} from "./a.js"; import './b.js'
        export * from '/c.js'; const later = import("./later.js"); let form = "from 'x'";"""
    style = "@import '/more.css'; a{background:url(img/x.svg)} b{background:url('data:image/svg+xml,x')}"

    assert imports_of(script, "/static/js/app.js") == ["/static/js/a.js", "/static/js/b.js", "/c.js"]
    assert sorted(urls_of_style(style, "/static/css/site.css")) == ["/more.css", "/static/css/img/x.svg"]


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (14, "bench x 14 s"),
        (0.1234, "bench x 0.123 s"),
        (5.0, "bench x 5.00 s"),
        (1319.4, "bench x 1319 s"),
        (0.0, "bench x 0 s"),
    ],
)
def test_a_figure_is_one_line_with_the_digits_that_count(value, line):
    assert Figure("x", value, "s").line() == line


def test_the_95th_of_a_hundred_is_the_95th():
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([7], 0.95) == 7
    assert percentile([3, 1, 2], 0.5) == 2


@pytest.mark.parametrize(
    ("control", "seconds"),
    [("max-age=315360000, public, immutable", 315360000), ("private, no-cache", 0), ("max-age=0", 0), ("", 0)],
)
def test_only_what_says_for_how_long_is_kept_without_asking(control, seconds):
    assert _max_age(control) == seconds


def test_memory_is_that_of_the_processes_started_and_of_theirs():
    table = {1: (0, 10), 20: (1, 5), 21: (20, 7), 22: (21, 1), 30: (1, 100)}

    assert family(table, {20, 99}) == {20, 21, 22}
    assert read_status("Name:\tgunicorn\nPPid:\t17\nVmRSS:\t  2048 kB\n") == (17, 2048)
    assert read_status("Name:\tkthreadd\nPPid:\t0\n") == (0, 0)


def test_this_process_is_in_the_table_of_processes():
    import os

    parent, resident = process_table()[os.getpid()]
    assert parent == os.getppid()
    assert resident > 1000


def test_a_run_does_what_it_was_asked_and_no_more():
    done = []

    result = load.run(lambda thread, turn: done.append((thread, turn)), 10, threads=3)

    assert len(done) == len(set(done)) == len(result.waits) == 12
    assert result.rate > 0


def test_the_first_trouble_ends_a_run_and_is_told():
    def act(thread, turn):
        raise RuntimeError("answered 500")

    with pytest.raises(RuntimeError, match="answered 500"):
        load.run(act, 1000, threads=2)


def test_a_run_stops_when_its_time_is_over():
    result = load.run(lambda thread, turn: time.sleep(0.02), 10_000, threads=2, seconds=0.1)

    assert 1 <= len(result.waits) < 100


class Shelf(Browser):
    """A browser whose wire is a dictionary."""

    def __init__(self, answers):
        super().__init__("127.0.0.1", 1)
        self.answers, self.asked = answers, []

    def request(self, method, address, body=None, headers=None):
        from benchmarks.browser import Answer

        self.asked.append(address)
        kind, text, control = self.answers[address]
        tag = f'"{len(text)}"'
        known = (headers or {}).get("If-None-Match") == tag
        told = {"content-type": kind, "cache-control": control, "etag": tag}
        return Answer(304 if known else 200, told, 0 if known else len(text), "" if known else text)


def test_opening_a_page_again_asks_only_for_what_may_have_changed():
    page = '<link rel=stylesheet href="/s.css"><script src="/a.js"></script><img src="/l.svg" loading=lazy>'
    shelf = Shelf(
        {
            "/": ("text/html", page, "no-cache"),
            "/s.css": ("text/css", "a{}", "max-age=60"),
            "/a.js": ("text/javascript", "import './b.js'", "max-age=60"),
            "/b.js": ("text/javascript", "1", "no-cache"),
            "/l.svg": ("image/svg+xml", "<svg/>", "max-age=60"),
        }
    )

    cold, warm = shelf.open("/"), shelf.open("/")

    assert (cold.requests, cold.bytes, cold.later_requests, cold.later_bytes) == (4, len(page) + 3 + 15 + 1, 1, 6)
    assert (warm.requests, warm.bytes, warm.later_requests) == (2, 0, 0)
    assert shelf.asked[-2:] == ["/", "/b.js"]
