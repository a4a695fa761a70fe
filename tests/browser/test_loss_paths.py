"""The ways in which other systems lose or leak a learner's work, each tried on a real phone against the real site.

The numbers are those of the table in docs/offline.md, which says where the others are tested.
"""

import contextlib
import re

import pytest

from tests.browser.doing import asked, events, fill, lessons, rows
from tests.browser.road import Road

R1, L4 = lessons("R1"), lessons("L4")
WORK = "¿Qué cuesta? a&b=c%20+más «todo» 100%"


@pytest.fixture
def road(site):
    road = Road(site.url)
    yield road
    road.close()


def ready(page):
    """The scripts of the phone stand."""
    page.wait_for_function("() => self.relevoBox", timeout=15_000)
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
    page.wait_for_function("async n => (await relevoBox.count((await relevoBox.whose()).owner)) === n", arg=n)


def reflect(page, words):
    card = page.locator("section[id^='r-']").first
    card.locator("textarea").fill(words)
    card.locator("button").click()
    card.locator("[data-waiting]").wait_for()
    return card


def written(site, words):
    return rows(site, "select count(*) from core_event where kind = 'courses.reflected' and payload like ?", f'%{words}%')[0][0]


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


def test_path_1_signing_out_with_work_pending_keeps_it_for_her(phone, site):
    page = phone()
    typed_in(page, site, "joven")
    opened(page, L4[0] if False else _with_reflection())
    offline(page)
    reflect(page, "pendiente al salir")
    online(page)
    page.route("**/sync/", lambda route: route.abort())
    page.goto("/salir/")
    page.wait_for_selector("text=Queda 1 cosa tuya en este celular")
    page.click("main form button.btn")
    page.wait_for_selector("[data-signed-out]")
    ready(page)
    page.wait_for_function("async () => (await relevoBox.profiles()).every(p => p.keys.every(k => !k.open))")
    assert written(site, "pendiente al salir") == 0
    page.unroute("**/sync/")
    typed_in(page, site, "joven")
    sent(page)
    assert written(site, "pendiente al salir") == 1


def _with_reflection():
    return lessons("P2")[1]


def test_paths_2_and_13_two_women_on_one_phone_keep_their_work_apart(phone, site):
    page = phone()
    typed_in(page, site, "joven")
    joven = page.evaluate("document.body.dataset.me")
    opened(page, _with_reflection())
    offline(page)
    reflect(page, "esto es de la joven")
    online(page)
    page.route("**/sync/", lambda route: route.abort())
    signed_out(page)
    page.unroute("**/sync/")
    typed_in(page, site, "veterana")
    veterana = page.evaluate("document.body.dataset.me")
    card = opened(page, _with_reflection()).locator("section[id^='r-']").first
    assert "esto es de la joven" not in page.content()
    assert card.locator("textarea").input_value() == ""
    reflect(page, "esto es de la veterana")
    sent(page)
    assert (waiting(page, joven), waiting(page, veterana)) == (1, 0)
    assert written(site, "esto es de la joven") == 0
    signed_out(page)
    typed_in(page, site, "joven")
    sent(page)
    found = rows(site, "select subject, by from core_event where kind = 'courses.reflected' and payload like '%esto es de la%' order by received_at")
    assert [{row[0], row[1]} for row in found] == [{veterana.replace("-", "")}, {joven.replace("-", "")}]


def test_paths_3_and_4_on_mobile_data_every_sign_arrives_as_she_wrote_it(phone, enter, site):
    page = phone()
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {type: 'cellular', saveData: true, effectiveType: '2g'}});")
    enter(page, "joven")
    opened(page, _with_reflection())
    offline(page)
    reflect(page, WORK)
    assert waiting(page) == 1
    online(page)  # no Wi-Fi, no button: only the signal
    sent(page)
    [(payload,)] = rows(site, "select payload from core_event where kind = 'courses.reflected' order by received_at desc limit 1")
    assert f'"text": "{WORK}"' in payload or f'"text": {WORK!r}' in payload or WORK in payload.encode().decode("unicode_escape", "ignore")


@pytest.mark.parametrize("status", [500, 400])
def test_paths_5_and_9_an_error_of_the_site_deletes_nothing(phone, enter, site, status):
    page = enter(phone(), "joven")
    words = f"con error {status}"
    opened(page, _with_reflection())
    page.route("**/sync/", lambda route: route.fulfill(status=status, body="{}", content_type="application/json"))
    reflect(page, words)
    page.wait_for_selector(".waits >> text=1 por enviar")
    assert waiting(page) == 1
    page.unroute("**/sync/")
    page.goto("/mi-camino/enviado/")
    page.click("[data-centre] >> text=Enviar ahora")
    page.wait_for_selector("[data-centre] .notice.ok")
    assert re.search(r"Recibido 1 de 1 · [0-9A-Z]{4}", page.inner_text("[data-centre] .notice.ok"))
    assert (waiting(page), written(site, words)) == (0, 1)


def test_path_7_no_address_says_who_she_is(phone, enter, site):
    page = enter(phone(), "joven")
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    opened(page, _with_reflection())
    offline(page)
    reflect(page, "sin nombre en la dirección")
    online(page)
    sent(page)
    me, person = page.evaluate("document.body.dataset.me"), site.people["joven"]
    assert any(each.endswith("/sync/") for each in addresses)
    assert not [each for each in addresses if me in each or person["pin"] in each or person["name"] in each]


def test_path_10_a_tab_that_is_killed_keeps_what_was_pending(phone, enter, site):
    page = enter(phone(), "joven")
    opened(page, _with_reflection())
    offline(page)
    reflect(page, "antes de cerrar")
    page.close()
    context = page.context
    context.set_offline(False)
    again = context.new_page()
    opened(again, "/mi-camino/")
    sent(again)
    assert written(site, "antes de cerrar") == 1


def test_path_12_a_connection_cut_after_the_site_has_heard_counts_once(phone, enter, site, road):
    """The answer is on its way back when the line breaks: she sees it safe here, and the site has it once."""
    page = enter(phone(), "joven")
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


def test_path_12_every_kind_of_question_has_one_id_by_form_and_by_sync(phone, enter, site):
    page, kinds = enter(phone(), "joven"), set()
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


def test_path_14_a_request_that_hangs_does_not_keep_her_waiting(phone, enter):
    page = enter(phone(), "joven")
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


def test_path_15_one_bad_note_does_not_hold_back_the_others(phone, enter, site):
    page = enter(phone(), "joven")
    opened(page, _with_reflection())
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


def test_a_session_that_ended_meanwhile_leads_to_the_door_and_loses_nothing(phone, site):
    page = phone()
    typed_in(page, site, "joven")
    opened(page, _with_reflection())
    page.context.clear_cookies(name="sesion")
    card = reflect(page, "mi sesión se acabó")
    card.locator("a >> text=Entra otra vez para enviar").click()
    assert written(site, "mi sesión se acabó") == 0
    typed_in(page, site, "joven")
    sent(page)
    assert written(site, "mi sesión se acabó") == 1


def test_a_clock_that_is_wrong_costs_nothing(phone, enter, site):
    page = phone()
    enter(page, "joven")
    page.clock.set_fixed_time("2031-01-01T00:00:00Z")
    opened(page, _with_reflection())
    offline(page)
    reflect(page, "en el año 2031")
    online(page)
    page.evaluate("() => relevoBox.flush({now: true})")
    sent(page)
    assert rows(site, "select clock_ahead from core_event where payload like '%en el a_o 2031%' or payload like '%en el a%2031%'") == [(1,)]


def test_a_full_phone_says_so_and_her_words_stay_in_their_field(phone, enter):
    page = enter(phone(), "joven")
    opened(page, _with_reflection())
    page.evaluate(
        """() => { const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...a) { if (this.name === "outbox") throw new DOMException("", "QuotaExceededError");
          return put.apply(this, a); }; }"""
    )
    offline(page)
    card = page.locator("section[id^='r-']").first
    card.locator("textarea").fill("no cabe")
    card.locator("button").click()
    card.locator("[data-told]").wait_for()
    assert "No hay espacio en este celular" in card.inner_text()
    assert card.locator("textarea").input_value() == "no cabe"


def test_on_a_borrowed_phone_nothing_is_kept_and_she_is_told(phone, site):
    page, person = phone(), site.people["joven"]
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
