"""A certificate test without signal: handed out, cut off, answered, finished, sent; and read on the result's page."""

import json
import re

import pytest

from tests.browser.doing import courses, fill, kept_by_the_phone, rows, until, worker
from tests.browser.test_loss_paths import offline, online, ready, sent, typed_in

COURSE = f"/cursos/{courses()['D1']['slug']}/"
TEST = f"{COURSE}{courses()['D1']['test'].get('slug', courses()['D1']['test']['id'])}/"
QUESTION = "[data-step=q]:not([hidden])"
EVERYTHING_IN_CLEAR = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push(await (await cache.match(request)).text());
  }
  return found.join("");
}"""

SENT_BY_ANOTHER_PHONE = """async events => {
  const body = JSON.stringify({ device: "second", events: events.map(({ why, photo, ...each }) => each) });
  const headers = { "Content-Type": "application/json", "X-Relevo": "sync" };
  return (await (await fetch("/sync/", { method: "POST", headers, body })).json()).events;
}"""


def attempts(site):
    return rows(site, "select id, percent, passed, finished_at is not null from courses_attempt order by started_at")


@pytest.fixture
def taken(phone, site):
    """Her phone with a worker, signed in, cut off on the test that was handed to it."""
    page = phone()
    typed_in(page, site, "joven")
    page.goto(TEST)
    ready(page)
    worker(page)
    kept_by_the_phone(page, TEST)
    page.click("text=Guardar la prueba para darla sin señal")
    page.wait_for_selector("[data-taken-note]:not([hidden])")
    offline(page)
    page.goto(TEST)
    page.wait_for_selector("[data-taken]")
    return page


def test_it_is_taken_without_signal_and_its_result_comes_when_it_is_sent(taken, site):
    page, before = taken, len(attempts(site))
    mine = page.evaluate("path => relevoBox.kept('test:' + path)", TEST)
    page.click("text=Empezar")
    assert "Pregunta 1 de 6" in page.inner_text(QUESTION)
    page.click(f"{QUESTION} >> text=Guardar y seguir")
    assert page.locator(f"{QUESTION} [data-told]").count() == 1, "nothing chosen: she is told, and stays"
    for number in range(1, 7):
        if number == 4:
            # The tab dies in the middle of it.
            page.goto(TEST)
            page.wait_for_selector(f"{QUESTION} >> text=Pregunta 4 de 6")
        fill(page.locator(QUESTION), right=True)
        page.click(f"{QUESTION} >> text=Guardar y seguir")
        page.wait_for_selector(f"text=Pregunta {number + 1} de 6" if number < 6 else "[data-step=end]:not([hidden])")
    page.click("text=Terminar la prueba")
    page.wait_for_selector("text=Verás tu resultado cuando se envíe.")
    assert len(attempts(site)) == before
    # Its questions left the phone with the end.
    left = page.evaluate("path => relevoBox.kept('test:' + path)", TEST)
    assert "versions" not in left
    assert "data-q" not in left["html"]
    replay = page.evaluate("() => relevoBox.list()")
    assert mine["attempt"] not in page.evaluate(EVERYTHING_IN_CLEAR)
    assert not re.search(r'"right"|"accept"|"why"', json.dumps([mine, [each["payload"] for each in replay]]))
    online(page)
    sent(page)
    page.wait_for_selector("[data-sent]:not([hidden])")
    until(lambda: attempts(site)[-1][1:] == (100, 1, 1))
    page.click("text=Ver mi resultado")
    page.wait_for_selector("text=¡Pasaste la prueba!")
    # Another phone of hers sends the same again.
    answer = page.evaluate(SENT_BY_ANOTHER_PHONE, replay)
    assert {each["state"] for each in answer} == {"already"}
    assert len(attempts(site)) == before + 1


def test_another_woman_on_the_phone_is_not_shown_it(taken, site):
    page = taken
    online(page)
    typed_in(page, site, "veterana")
    offline(page)
    page.goto(TEST)
    page.wait_for_load_state()
    assert page.locator("[data-taken]").count() == 0
