"""The ways in which other systems lose or leak a learner's work, each tried on a real phone against the real site.

The numbers are those of the table in docs/offline.md, which says where the others are tested.
"""

import contextlib
import json
import re

import pytest

from tests.browser.doing import asked, events, fill, lessons, rows, until

R1, L4 = lessons("R1"), lessons("L4")
WITH_REFLECTION = lessons("P2")[1]
WORK = "¿Qué cuesta? a&b=c%20+más «todo» 100%"


def ready(page):
    """The scripts of the phone stand."""
    page.context.set_default_timeout(9_000)
    page.wait_for_function("() => self.relevoBox")
    page.evaluate("() => relevoBox.whose()")
    page.wait_for_load_state("networkidle")
    return page


def opened(page, address):
    page.goto(address)
    return ready(page)


def waiting(page, owner=None):
    return page.evaluate("async o => relevoBox.count(o || (await relevoBox.whose()).owner)", owner)


def offline(page):
    page.context.set_offline(True)


def online(page):
    page.context.set_offline(False)


def sent(page, n=0):
    until(lambda: waiting(page) == n)


def reflect(page, words):
    card = page.locator("section[id^='r-']").first
    card.locator("textarea").fill(words)
    card.locator("button").click()
    card.locator("[data-waiting]").wait_for()
    return card


def written(site, words):
    """How often the record has exactly these words."""
    found = rows(site, "select payload from core_event where kind = 'courses.reflected'")
    return [json.loads(payload)["text"] for (payload,) in found].count(words)


@pytest.fixture
def hers(phone):
    """Her phone. The worker stays out: it would send behind the back of what these tests play on the line."""
    return lambda: phone(service_workers="block")


def typed_in(page, site, key):
    """She comes in by her PIN, as she does it."""
    person = site.people[key]
    page.goto("/entrar/?otra=1")
    ready(page)
    for name in ("organisation", "name", "pin"):
        page.fill(f"[name={name}]", person[name])
    with page.expect_navigation():
        page.click("main button.btn:not(.quiet) >> nth=0")
    ready(page)


def signed_out(page):
    page.goto("/salir/")
    ready(page)
    page.click("main form button.btn")
    page.wait_for_selector("[data-signed-out]")
    ready(page)


def test_path_1_signing_out_with_work_pending_keeps_it_for_her(hers, site):
    page = hers()
    typed_in(page, site, "joven")
    opened(page, WITH_REFLECTION)
    offline(page)
    reflect(page, "pendiente al salir")
    page.route("**/sync/", lambda route: route.abort())
    online(page)
    page.goto("/salir/")
    page.wait_for_selector("text=Queda 1 cosa tuya en este celular")
    page.click("main form button.btn")
    page.wait_for_selector("[data-signed-out]")
    ready(page)
    until(lambda: page.evaluate("async () => (await relevoBox.profiles()).every(p => p.keys.every(k => !k.open))"))
    assert written(site, "pendiente al salir") == 0
    page.unroute("**/sync/")
    typed_in(page, site, "joven")
    sent(page)
    assert written(site, "pendiente al salir") == 1


def test_paths_2_and_13_two_women_on_one_phone_keep_their_work_apart(hers, site):
    page = hers()
    typed_in(page, site, "joven")
    joven = page.evaluate("document.body.dataset.me")
    opened(page, WITH_REFLECTION)
    offline(page)
    reflect(page, "esto es de la joven")
    page.route("**/sync/", lambda route: route.abort())
    online(page)
    signed_out(page)
    page.unroute("**/sync/")
    typed_in(page, site, "veterana")
    veterana = page.evaluate("document.body.dataset.me")
    card = opened(page, WITH_REFLECTION).locator("section[id^='r-']").first
    assert "esto es de la joven" not in page.content()
    assert card.locator("textarea").input_value() == ""
    reflect(page, "esto es de la veterana")
    sent(page)
    assert (waiting(page, joven), waiting(page, veterana)) == (1, 0)
    assert written(site, "esto es de la joven") == 0
    signed_out(page)
    typed_in(page, site, "joven")
    sent(page)
    query = "select subject, by from core_event where payload like '%esto es de la%' order by received_at"
    assert [set(row) for row in rows(site, query)] == [{veterana.replace("-", "")}, {joven.replace("-", "")}]


def test_paths_3_and_4_on_mobile_data_every_sign_arrives_as_she_wrote_it(hers, enter, site):
    page = hers()
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {type: 'cellular', saveData: true}});")
    enter(page, "joven")
    opened(page, WITH_REFLECTION)
    offline(page)
    reflect(page, WORK)
    assert waiting(page) == 1
    online(page)  # no Wi-Fi, no button: only the signal
    sent(page)
    assert written(site, WORK) == 1


@pytest.mark.parametrize("status", [500, 400])
def test_paths_5_and_9_an_error_of_the_site_deletes_nothing(hers, enter, site, status):
    page = enter(hers(), "joven")
    words = f"con error {status}"
    opened(page, WITH_REFLECTION)
    page.route("**/sync/", lambda route: route.fulfill(status=status, body="{}", content_type="application/json"))
    reflect(page, words)
    page.wait_for_selector(".waits >> text=1 por enviar")
    assert waiting(page) == 1
    page.unroute("**/sync/")
    page.goto("/mi-camino/enviado/")
    ready(page)
    if waiting(page):  # after a 500 it rests a while, unless she asks for it
        page.click("[data-centre] >> text=Enviar ahora")
    page.wait_for_selector("[data-centre] >> text=Recibido 1 de 1")
    assert re.search(r"Recibido 1 de 1 · [0-9A-Z]{4}", page.inner_text("[data-centre]"))
    assert (waiting(page), written(site, words)) == (0, 1)


def test_path_7_no_address_says_who_she_is(hers, enter, site):
    page = enter(hers(), "joven")
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    opened(page, WITH_REFLECTION)
    offline(page)
    reflect(page, "sin nombre en la dirección")
    online(page)
    sent(page)
    me, person = page.evaluate("document.body.dataset.me"), site.people["joven"]
    assert any(each.endswith("/sync/") for each in addresses)
    assert not [each for each in addresses if me in each or person["pin"] in each or person["name"] in each]


def test_path_10_a_tab_that_is_killed_keeps_what_was_pending(hers, enter, site):
    page = enter(hers(), "joven")
    opened(page, WITH_REFLECTION)
    offline(page)
    reflect(page, "antes de cerrar")
    page.close()
    context = page.context
    context.set_offline(False)
    again = context.new_page()
    opened(again, "/mi-camino/")
    sent(again)
    assert written(site, "antes de cerrar") == 1


def test_path_12_a_connection_cut_after_the_site_has_heard_counts_once(hers, enter, site):
    """The answer is on its way back when the line breaks: she sees it safe here, and the site has it once."""
    page = enter(hers(), "joven")
    opened(page, R1[2])
    stored = events(site, "courses.answered")

    def heard_and_cut(route):
        route.fetch()
        route.abort()

    page.route("**/pregunta/**", heard_and_cut)
    page.route("**/sync/", heard_and_cut)
    question = page.locator("section.question").first
    fill(question)
    question.locator("button.btn").click()
    question.locator("[data-waiting]").wait_for()
    assert question.locator(".verdict").inner_text() == "¡Así es!"
    assert waiting(page) == 1
    assert events(site, "courses.answered") == stored + 1
    page.unroute("**/sync/")
    page.evaluate("() => relevoBox.flush({now: true})")
    sent(page)
    assert events(site, "courses.answered") == stored + 1
    kept = rows(site, "select count(*) from core_keptevent where code = 'id_taken'")[0][0]
    assert kept == 0


def test_path_12_every_kind_of_question_has_one_id_by_form_and_by_sync(hers, enter, site):
    page, kinds = enter(hers(), "joven"), set()
    for address in (L4[4], lessons("D1")[1], R1[1], lessons("D1")[0]):
        opened(page, address)
        page.route("**/pregunta/**", lambda route: (route.fetch(), route.abort()))
        for question in page.locator("section.question").all():
            kind = asked(question)["type"]
            if kind in kinds:
                continue
            kinds.add(kind)
            stored = events(site, "courses.answered")
            fill(question)
            question.locator("button.btn").click()
            question.locator("[data-waiting]").wait_for()
            page.evaluate("() => relevoBox.flush({now: true})")
            sent(page)
            assert events(site, "courses.answered") == stored + 1, kind
        page.unroute("**/pregunta/**")
    assert kinds == {"choice", "choices", "true_false", "number", "short", "order", "match", "essay"}


def test_path_14_a_request_that_hangs_does_not_keep_her_waiting(hers, enter):
    page = enter(hers(), "joven")
    opened(page, R1[3])
    page.route("**/pregunta/**", lambda route: None)  # never answered
    page.route("**/sync/", lambda route: None)
    question = page.locator("section.question").first
    fill(question, right=False)
    question.locator("button.btn").click()
    question.locator("[data-waiting]").wait_for(timeout=12_000)
    assert question.locator(".verdict").inner_text() == "Todavía no. Mira por qué."
    with contextlib.suppress(Exception):
        page.unroute_all(behavior="ignoreErrors")


def test_path_15_one_bad_note_does_not_hold_back_the_others(hers, enter, site):
    page = enter(hers(), "joven")
    opened(page, WITH_REFLECTION)
    offline(page)
    page.evaluate(
        """async () => { await relevoBox.put({kind: "courses.answered", payload: {course: "nope"}});
        await relevoBox.put({kind: "no.such_kind", payload: {}}); }"""
    )
    reflect(page, "detrás de dos malas")
    online(page)
    sent(page)
    assert written(site, "detrás de dos malas") == 1
    page.goto("/mi-camino/enviado/")
    assert "Lo que guardamos aparte" in page.inner_text("main")
    assert page.locator("li.card h3").count() >= 2


def test_a_session_that_ended_meanwhile_leads_to_the_door_and_loses_nothing(hers, site):
    page = hers()
    typed_in(page, site, "joven")
    opened(page, WITH_REFLECTION)
    page.context.clear_cookies(name="sesion")
    card = reflect(page, "mi sesión se acabó")
    card.locator("a >> text=Entra otra vez para enviar").click()
    assert written(site, "mi sesión se acabó") == 0
    typed_in(page, site, "joven")
    sent(page)
    assert written(site, "mi sesión se acabó") == 1


def test_a_clock_that_is_wrong_costs_nothing(hers, enter, site):
    page = hers()
    enter(page, "joven")
    page.clock.set_fixed_time("2031-01-01T00:00:00Z")
    opened(page, WITH_REFLECTION)
    offline(page)
    reflect(page, "en el futuro")
    online(page)
    page.evaluate("() => relevoBox.flush({now: true})")
    sent(page)
    assert rows(site, "select clock_ahead from core_event where payload like '%en el futuro%'") == [(1,)]


def test_a_lesson_kept_on_the_phone_shows_her_own_marks_and_takes_her_work(phone, enter, site):
    """The guests' page, as the worker kept it: she answers, does the task, reads it to the end; all of it arrives."""
    page = enter(phone(), "joven")
    opened(page, L4[1])
    until(
        lambda: page.evaluate(
            "async () => Boolean(navigator.serviceWorker.controller && await caches.match(location.pathname))"
        )
    )
    opened(page, L4[1])
    first = page.locator("section.question").first
    fill(first)
    first.locator("button.btn").click()
    first.locator(".verdict").wait_for()
    ready(page)
    offline(page)
    page.goto(L4[1], wait_until="domcontentloaded")
    first.locator(".actions").locator("xpath=preceding-sibling::p[contains(., 'Ya respondiste')]").wait_for()
    assert page.get_attribute("html", "data-kept")
    assert page.evaluate("document.body.dataset.me") is None
    second = page.locator("section.question").nth(1)
    fill(second, right=False)
    second.locator("button.btn").click()
    second.locator("[data-waiting]").wait_for()
    assert second.locator(".verdict").inner_text() in ("Todavía no. Mira por qué.", "Vas bien. Falta un poco.")
    page.locator("section.task textarea").first.fill("Hecho sin señal")
    page.locator("section.task form button").first.click()
    page.locator("section.task [data-waiting]").first.wait_for()
    page.locator("#fin form button").click()
    page.locator("#fin [data-waiting]").wait_for()
    before = events(site, "courses.task_done")
    online(page)
    page.evaluate("() => relevoBox.flush({now: true})")
    sent(page)
    assert events(site, "courses.task_done") == before + 1
    page.goto(L4[1])
    assert page.locator("#fin .done-mark").inner_text().startswith("✓ La leíste")


def test_a_full_phone_says_so_and_her_words_stay_in_their_field(hers, enter):
    page = enter(hers(), "joven")
    opened(page, WITH_REFLECTION)
    page.evaluate(
        """() => { const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...a) {
          if (this.name === "outbox") throw new DOMException("", "QuotaExceededError");
          return put.apply(this, a); }; }"""
    )
    offline(page)
    card = page.locator("section[id^='r-']").first
    card.locator("textarea").fill("no cabe")
    card.locator("button").click()
    card.locator("[data-told]").wait_for()
    assert "No hay espacio en este celular" in card.inner_text()
    assert card.locator("textarea").input_value() == "no cabe"


def test_on_a_borrowed_phone_nothing_is_kept_and_she_is_told(hers, site):
    page, person = hers(), site.people["joven"]
    page.goto("/entrar/?otra=1")
    ready(page)
    for name in ("organisation", "name", "pin"):
        page.fill(f"[name={name}]", person[name])
    page.check("[name=phone][value=borrowed]")
    with page.expect_navigation():
        page.click("main button.btn:not(.quiet) >> nth=0")
    opened(page, R1[4])
    question = page.locator("section.question").first
    fill(question)
    offline(page)
    question.locator("button.btn").click()
    question.locator("[data-told]").wait_for()
    assert "Este celular es prestado y no guarda nada" in question.inner_text()
    assert page.evaluate("async () => [(await relevoBox.profiles()).length, await relevoBox.count('guest')]") == [0, 0]
