"""What she does on a page, and where the right answers stand: in the course files, like for any reader of them."""

import os
import re
import sqlite3
import time
from functools import lru_cache
from pathlib import Path

import yaml

CONTENT = Path(__file__).resolve().parents[2] / "courses" / "content"


@lru_cache(maxsize=1)
def courses():
    """The course files by their code."""
    read = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(CONTENT.glob("*.yaml")))
    return {course["code"]: course for course in read}


def lessons(code):
    """Addresses of a course's lessons, in order."""
    course = courses()[code]
    return [f"/cursos/{course['slug']}/{lesson['id']}/" for lesson in course["lessons"]]


@lru_cache(maxsize=1)
def _questions():
    """Every question of the courses, by its Spanish words."""
    found = {}
    for course in courses().values():
        blocks = [block for lesson in course["lessons"] for block in lesson["blocks"]]
        for block in [*blocks, *course["test"]["questions"]]:
            if "prompt" in block and block["type"] != "reflection":
                found[_plain(block["prompt"]["es"])] = block
    return found


def _plain(words):
    return " ".join(words.split())


def asked(section):
    """The question of the course file that a ``section`` of a page asks."""
    prompt = section.locator("legend, label[for^='r-']").first
    return _questions()[_plain(prompt.inner_text())]


def fill(section, *, right=True):
    """Answer the question that ``section`` asks, rightly or wrongly, as she does: tick, type, choose."""
    question = asked(section)
    FILLERS[question["type"]](section, question, right)


def _tick(section, words):
    section.locator("label.choice", has=section.page.get_by_text(words, exact=True)).first.locator("input").check()


def _fill_choice(section, question, right):
    _tick(section, next(each["text"]["es"] for each in question["options"] if each["right"] is right))


def _fill_choices(section, question, right):
    for box in section.locator("[type=checkbox]").all():
        box.uncheck()
    for each in question["options"]:
        if each["right"] is right:
            _tick(section, each["text"]["es"])


def _fill_true_false(section, question, right):
    _tick(section, "Verdad" if question["answer"] is right else "No es verdad")


def _fill_number(section, question, right):
    section.locator("[name=r]").fill(str(question["answer"]).replace(".", ",") if right else "987654")


def _fill_short(section, question, right):
    accepted = question["accept"]
    words = accepted if isinstance(accepted, list) else accepted["es"]
    section.locator("[name=r]").fill(words[0] if right else "no sé")


def _fill_essay(section, question, right):
    section.locator("[name=r]").fill("Pido la palabra en la asamblea y cuento lo que aprendí.")


def _fill_order(section, question, right):
    places = {_plain(item["text"]["es"]): place for place, item in enumerate(question["items"], start=1)}
    for row in section.locator(".order-row").all():
        place = places[_plain(row.locator("label").inner_text())]
        row.locator("select").select_option(str(place if right else len(places) + 1 - place))


def _fill_match(section, question, right):
    rights = [pair["right"]["es"] for pair in question["pairs"]]
    lefts = [_plain(pair["left"]["es"]) for pair in question["pairs"]]
    partners = dict(zip(lefts, rights if right else [*rights[1:], rights[0]], strict=True))
    for row in section.locator(".field").all():
        row.locator("select").select_option(label=partners[_plain(row.locator("label").inner_text())])


FILLERS = {
    "choice": _fill_choice,
    "choices": _fill_choices,
    "true_false": _fill_true_false,
    "number": _fill_number,
    "short": _fill_short,
    "essay": _fill_essay,
    "order": _fill_order,
    "match": _fill_match,
}


def events(site, kind):
    """How many events of a kind the record holds, looked up in the site's own database."""
    return rows(site, "select count(*) from core_event where kind = ?", kind)[0][0]


def rows(site, query, *values):
    if standing := os.environ.get("RELEVO_SITE_DATABASE"):
        import psycopg

        with psycopg.connect(standing) as database:
            return database.execute(query.replace("?", "%s"), values).fetchall()
    database = sqlite3.connect(f"file:{site.var / 'relevo.sqlite3'}?mode=ro", uri=True)
    try:
        return database.execute(query, values).fetchall()
    finally:
        database.close()


def tapped(page, what):
    """Tap what leads to another page (a selector or a locator) and wait until that page stands.

    Playwright goes on at once after a click: whoever reads the page then may read the old one, or none.
    """
    with page.expect_navigation():
        page.click(what) if isinstance(what, str) else what.click()


def until(truth, seconds=20):
    """Wait until ``truth()`` holds. For what the page answers with a promise, too: ``wait_for_function`` takes any
    promise for a yes."""
    ends = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.1)


def worker(page):
    """Wait until the worker answers for this page. Where it did not come whole, the next page she opens tries again."""
    ready = "() => Boolean(navigator.serviceWorker.controller)"
    for _page in range(3):
        ends = time.monotonic() + 30
        while time.monotonic() < ends:
            if page.evaluate(ready):
                return
            time.sleep(0.1)
        page.reload(wait_until="domcontentloaded")
    raise AssertionError("no worker after three pages")


def kept_by_the_phone(page, address):
    """Wait until the worker has kept the page at ``address``."""
    until(lambda: page.evaluate("path => caches.match(path).then(Boolean)", address))


def answer(page, number, *, right):
    """Answer the page's question ``number`` and give what she is told."""
    question = page.locator("section.question").nth(number)
    before = question.element_handle()
    fill(question, right=right)
    button = question.locator("button.btn").first
    if page.scripted:
        button.click()
        page.wait_for_function("old => !old.isConnected", arg=before)
    else:
        tapped(page, button)
    return page.locator("section.question").nth(number).locator(".verdict").inner_text()


def posted(page, address, form, **fields):
    """Send a form of the page at ``address``, found by a piece of its action, without drawing the page.

    For the long way to what a test is about; gives the HTML that comes back.
    """
    html = page.request.get(address).text()
    found = re.search(rf'<form[^>]*action="([^"]*{form}[^"]*)".*?</form>', html, re.S)
    action = found[1].split("#")[0] if found else address
    inputs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[0] if found else html)
    reply = page.request.post(action, form={**dict(inputs), **fields}, headers={"Referer": page.url})
    assert reply.ok, (action, reply.status)
    return reply.text()
