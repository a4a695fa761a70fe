"""What a woman sees of her phone's store: who is here without signal, what waits, what she throws away, what goes."""

import re
from io import BytesIO

import pytest
from PIL import Image

from tests.browser.doing import events, lessons, rows, tapped, until
from tests.browser.looking import faults
from tests.browser.test_loss_paths import (
    WITH_REFLECTION,
    offline,
    online,
    opened,
    ready,
    reflect,
    sent,
    signed_out,
    typed_in,
    waiting,
    written,
)

CENTRE = "/mi-camino/enviado/"


@pytest.fixture
def hers(phone):
    return lambda **more: phone(service_workers="block", **more)


def me(page):
    return page.evaluate("document.body.dataset.me")


def tiled(page, owner):
    """Her phone knows by now how her tile looks."""
    until(lambda: page.evaluate("async o => Boolean((await relevoBox.profile(o) || {}).tile)", owner))


def kept_by_the_worker(page, address):
    opened(page, address)
    has_it = "async () => Boolean(navigator.serviceWorker.controller && await caches.match(location.pathname))"
    until(lambda: page.evaluate(has_it), 15)


def picture():
    """As a phone takes it: large, and with the place where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "la marca de su celular"
    file = BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(file, "JPEG", quality=90, exif=exif)
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


# --- Who is here, without signal --------------------------------------------------------------------------


def test_without_signal_her_pin_opens_her_page_and_what_she_does_waits_for_her(phone, site):
    page = phone()
    typed_in(page, site, "joven")
    joven = me(page)
    tiled(page, joven)
    signed_out(page)
    typed_in(page, site, "veterana")
    veterana = me(page)
    tiled(page, veterana)
    kept_by_the_worker(page, WITH_REFLECTION)
    offline(page)
    page.goto(WITH_REFLECTION, wait_until="domcontentloaded")
    page.locator(".who", has_text="¿No eres Doña Hilda?").get_by_role("button", name="Cambiar").click()
    page.locator(".profiles button", has_text="Yuli").click()
    page.fill("#who-pin", "111222")
    page.get_by_role("button", name="Abrir").click()
    page.wait_for_selector("text=Ese no es.")
    assert page.evaluate("async () => (await relevoBox.whose()).owner") == veterana
    page.fill("#who-pin", site.people["joven"]["pin"])
    with page.expect_navigation():
        page.get_by_role("button", name="Abrir").click()
    page.locator(".who", has_text="¿No eres Yuli?").wait_for()
    assert page.evaluate("async () => [await relevoBox.whose()].map(w => [w.owner, w.local])[0]") == [joven, True]
    shut = "async o => (await relevoBox.profile(o)).keys.every(k => !k.open)"
    assert page.evaluate(shut, veterana), "the one before is shut"
    reflect(page, "de Yuli, sin señal")
    assert (waiting(page, joven), waiting(page, veterana)) == (1, 0)
    # There is signal: the site still has the other's session. It ends, and nothing was sent in anybody's name.
    online(page)
    page.goto("/mi-camino/")
    page.wait_for_url("**/entrar/**", timeout=9_000)
    page.locator(".profiles a", has_text="Yuli").locator("text=1 por enviar").wait_for()
    assert written(site, "de Yuli, sin señal") == 0
    tapped(page, page.locator(".profiles a", has_text="Yuli"))
    ready(page)
    page.fill("[name=pin]", site.people["joven"]["pin"])
    with page.expect_navigation():
        page.click("main form[data-door] button.btn")
    ready(page)
    sent(page)
    query = "select subject, by from core_event where payload like '%de Yuli, sin se%'"
    assert [set(row) for row in rows(site, query)] == [{joven.replace("-", "")}]


def test_a_hidden_name_stands_nowhere_and_opens_for_who_types_it(phone, site):
    page = phone()
    typed_in(page, site, "joven")
    joven = me(page)
    page.goto("/mi-pagina/")
    ready(page)
    page.get_by_role("button", name="Esconder mi nombre").click()
    ready(page)
    until(lambda: page.evaluate("async o => Boolean(((await relevoBox.profile(o)).tile || {}).sealed)", joven))
    stored = page.evaluate("async () => JSON.stringify((await relevoBox.profiles()).map(p => p.tile))")
    assert "Yuli" not in stored
    signed_out(page)
    kept_by_the_worker(page, "/guardado/")
    offline(page)
    page.goto("/guardado/", wait_until="domcontentloaded")
    page.locator("#who-name").wait_for()
    assert page.locator(".profiles button").count() == 0
    page.fill("#who-name", "Nadie")
    page.get_by_role("button", name="Buscar en este celular").click()
    page.wait_for_selector("text=no conoce ese nombre")
    page.fill("#who-name", " yuli ")
    page.get_by_role("button", name="Buscar en este celular").click()
    page.fill("#who-pin", site.people["joven"]["pin"])
    with page.expect_navigation():
        page.get_by_role("button", name="Abrir").click()
    page.locator(".who", has_text="¿No es tu página?").wait_for()
    assert page.evaluate("async () => (await relevoBox.whose()).owner") == joven
    assert faults(page) == []


# --- Screens at the door ----------------------------------------------------------------------------------


def test_a_pin_of_before_is_asked_once_and_opens_what_waited(hers, enter, site):
    page = hers()
    typed_in(page, site, "joven")
    opened(page, WITH_REFLECTION)
    offline(page)
    reflect(page, "bajo el PIN de antes")
    # As if her PIN had been changed on another phone: what lies here is under one that the site no longer knows.
    page.evaluate(
        """async ([owner, pin]) => { await relevoBox.openOld(owner, pin, "404142"); await relevoBox.leave(); }""",
        [me(page), site.people["joven"]["pin"]],
    )
    page.context.clear_cookies(name="sesion")
    online(page)
    typed_in(page, site, "joven")
    page.get_by_role("heading", name="Escribe tu PIN de antes").wait_for()
    page.fill("#old-pin", "000000")
    page.get_by_role("button", name="Abrir").click()
    page.wait_for_selector("text=Ese no era.")
    assert faults(page) == []
    page.fill("#old-pin", "404142")
    page.get_by_role("button", name="Abrir").click()
    page.wait_for_selector("text=Listo. Ya se pueden enviar.")
    sent(page)
    assert written(site, "bajo el PIN de antes") == 1
    page.goto("/mi-camino/")
    ready(page)
    assert page.locator("#old-pin").count() == 0


def test_what_a_guest_did_is_offered_at_sign_in_and_becomes_hers(hers, site):
    page = hers()
    opened(page, lessons("R1")[3])
    page.locator("#fin form button").click()
    page.locator("#fin [data-waiting]").wait_for()
    before = events(site, "courses.lesson_read")
    typed_in(page, site, "veterana")
    page.get_by_role("heading", name="¿Fuiste tú?").wait_for()
    assert "alguien leyó 1 lección sin entrar" in page.inner_text("main")
    assert faults(page) == []
    page.get_by_role("button", name="Sí, son mías").click()
    page.wait_for_selector("text=Ahora están en tu camino")
    sent(page)
    assert events(site, "courses.lesson_read") == before + 1


def test_a_file_travels_from_her_phone_and_a_companion_brings_it(hers, enter, site, tmp_path):
    page = enter(hers(), "joven")
    opened(page, WITH_REFLECTION)
    page.route("**/sync/", lambda route: route.abort())
    reflect(page, "viajó en un archivo")
    opened(page, CENTRE)
    until(lambda: page.evaluate("async () => Boolean((await relevoBox.profile(document.body.dataset.me)).carrier)"))
    page.locator("summary", has_text="Llevar en un archivo").click()
    page.get_by_role("button", name="Hacer el archivo").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Guardar el archivo").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.suffix == ".relevo"
    assert "viajó" not in file.read_text()
    companion = enter(hers(), "veterana")
    companion.goto("/mi-camino/traer/")
    companion.set_input_files("[name=file]", file)
    tapped(companion, companion.get_by_role("button", name="Subir"))
    assert re.search(r"Recibido 1 de 1 · \w{4}", companion.inner_text("main"))
    assert written(site, "viajó en un archivo") == 1
    assert waiting(page) == 1, "it stays until the site answers this phone"
    page.unroute("**/sync/")
    page.evaluate("() => relevoBox.flush({now: true})")
    sent(page)
    assert written(site, "viajó en un archivo") == 1


# --- Her own hand on what waits ---------------------------------------------------------------------------


def test_she_throws_one_thing_away_after_being_told_and_the_others_stay(hers, enter, site):
    page = enter(hers(), "joven")
    opened(page, WITH_REFLECTION)
    page.route("**/sync/", lambda route: route.abort())
    reflect(page, "esto lo tiro")
    opened(page, WITH_REFLECTION)
    reflect(page, "esto se queda")
    opened(page, CENTRE)
    page.locator("summary", has_text="Ver una por una").click()
    card = page.locator("[data-one-by-one] li", has_text="esto lo tiro")
    card.get_by_role("button", name="Tirar").click()
    assert "Nunca llegó al sitio" in card.inner_text()
    assert faults(page) == []
    card.get_by_role("button", name="No, dejarla").click()
    card.get_by_role("button", name="Tirar").click()
    card.get_by_role("button", name="Sí, tirarla").click()
    page.wait_for_selector("text=La tiraste.")
    assert waiting(page) == 1
    page.unroute("**/sync/")
    page.get_by_role("button", name="Enviar ahora").click()
    sent(page)
    assert (written(site, "esto lo tiro"), written(site, "esto se queda")) == (0, 1)


# --- Sums and photos --------------------------------------------------------------------------------------


def test_a_sum_made_without_signal_is_kept_once_by_form_and_phone(phone, enter, site):
    page = enter(phone(), "joven")
    kept_by_the_worker(page, "/calculadora/")
    query = "select name, figures from courses_savedsheet where name like 'Sin señal%'"
    offline(page)
    page.goto("/calculadora/?rations_per_day=80&days=22&market=1,760.50", wait_until="domcontentloaded")
    page.locator("#resultado [data-keep]").click()
    page.fill("#sheet-name", "Sin señal, mayo")
    page.get_by_role("button", name="Guardar esta cuenta").click()
    page.locator("[data-waiting]").first.wait_for()
    assert rows(site, query) == []
    page.reload(wait_until="domcontentloaded")
    page.locator("[data-sheets-waiting]", has_text="Sin señal, mayo").wait_for()
    online(page)
    page.evaluate("() => relevoBox.flush({now: true})")
    sent(page)
    [(name, figures)] = rows(site, query)
    assert '"market": "1760.5"' in figures
    assert '"rations_per_day": "80"' in figures
    # The site's own form, whose answer is lost: one event, whichever way it comes.
    page.goto("/calculadora/?rations_per_day=80&free_per_day=&days=22&gas=S/+2.500&price=2,50#resultado")
    ready(page)
    page.fill("#resultado [name=name]", "Sin señal, junio")
    stored = events(site, "courses.sheet_saved")
    form = "document.querySelector('#resultado form[method=post]')"
    page.evaluate(f"() => fetch({form}.action, {{method: 'POST', body: new URLSearchParams(new FormData({form}))}})")
    page.get_by_role("button", name="Guardar esta cuenta").click()
    page.wait_for_url("**/calculadora/guardadas/")
    ready(page)
    assert waiting(page) == 0
    assert events(site, "courses.sheet_saved") == stored + 1
    assert rows(site, "select count(*) from core_keptevent where code = 'id_taken'") == [(0,)]


def task_page(page):
    html = page.request.get(lessons("P2")[0]).text()
    return re.search(r'href="(/leccion/[^"]*/tarea/[^"]*)"', html)[1]


def test_a_photo_without_signal_arrives_small_before_its_task_and_once(hers, enter, site):
    page = enter(hers(), "veterana")
    opened(page, task_page(page))
    offline(page)
    page.fill("[name=note]", "con foto, sin señal")
    page.set_input_files("[name=photo]", picture())
    page.locator("form[data-event] button.btn").click()
    page.locator("[data-waiting]").wait_for()
    uploads, tried = [], []

    def heard_and_cut(route):
        uploads.append(len(route.request.post_data_buffer))
        route.fetch()
        route.abort()

    page.route("**/sync/foto/**", heard_and_cut)
    page.route("**/sync/", lambda route: (tried.append(1), route.abort()))
    online(page)
    page.evaluate("() => relevoBox.flush({now: true})")
    assert waiting(page) == 1, "no answer for the photo: both stay"
    assert tried == [], "the task does not go before its photo"
    page.unroute("**/sync/foto/**")
    page.evaluate("() => relevoBox.flush({now: true})")
    assert (len(tried), waiting(page)) == (1, 1), "cut between the photo and its task"
    page.unroute("**/sync/")
    page.evaluate("() => relevoBox.flush({now: true})")
    sent(page)
    assert max(uploads) <= 200 * 1024
    [(name,)] = rows(site, "select photo from courses_realtask where note = 'con foto, sin señal'")
    files = list((site.var / "private" / "tasks" / "sent").rglob("*.jpg"))
    assert [str(file.relative_to(site.var / "private")) for file in files] == [name]
    assert b"la marca de su celular" not in files[0].read_bytes()


def test_a_photo_that_the_site_refuses_says_why_and_holds_back_nothing(hers, enter, site):
    page = enter(hers(), "joven")
    opened(page, task_page(page))
    refused = {"code": "too_heavy", "reason": "La foto pesa demasiado."}
    page.route("**/sync/foto/**", lambda route: route.fulfill(status=413, json=refused))
    page.fill("[name=note]", "con una foto que no pasa")
    page.set_input_files("[name=photo]", picture())
    page.locator("form[data-event] button.btn").click()
    page.locator("[data-waiting]").wait_for()
    opened(page, WITH_REFLECTION)
    reflect(page, "detrás de la foto")
    sent(page, 1)
    assert written(site, "detrás de la foto") == 1
    opened(page, CENTRE)
    page.wait_for_selector("text=La foto pesa demasiado.")
    page.locator("summary", has_text="Ver una por una").click()
    page.get_by_role("button", name="Tirar").click()
    page.get_by_role("button", name="Sí, tirarla").click()
    sent(page)
