"""Courses on the phone, in a real browser: downloaded, cut off, hung, renewed, switched off, full."""

import json
import re
import uuid

import pytest

from tests.browser.doing import kept_by_the_phone, lessons, rows, tapped, until, worker
from tests.browser.road import Road

R1 = lessons("R1")
COURSE = R1[0].rsplit("/", 2)[0] + "/"
SAVED = "Ya está en este celular"
#: Everything in every cache, [address, content]: what a thief of the phone, or the next woman, could read.
ALL_THAT_IS_KEPT = """async () => {
  const all = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      all.push([new URL(request.url).pathname, await (await cache.match(request)).text()]);
    }
  }
  return all;
}"""
SHELLS = "() => caches.keys().then(all => all.filter(name => name.startsWith('relevo-shell-')))"
ADDRESSES_KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found;
}"""


@pytest.fixture
def road(site):
    road = Road(site.url)
    yield road
    road.close()


@pytest.fixture
def far(phone, road):
    """A phone at the end of the road."""
    page = phone()
    page.road = road

    def at(address):
        return page.goto(road.url + address, wait_until="domcontentloaded")

    page.at = at
    page.worker = lambda: worker(page)
    return page


def saved(page, address=COURSE):
    """Download a course by its button, and wait until it is there."""
    page.at(address)
    page.click("section[data-keep] button >> nth=0")
    page.wait_for_selector("section[data-keep] button + button >> nth=0")


def opened(page, address=R1[0]):
    """Open a lesson, and wait until the worker has kept it."""
    page.at(address)
    page.worker()
    kept_by_the_phone(page, address)


def cut(page):
    page.context.set_offline(True)


def test_a_downloaded_course_is_read_without_signal(far):
    saved(far)
    far.worker()
    assert re.search(r"Ocupa \d+ KB", far.inner_text("section[data-keep]"))
    cut(far)
    for address in (COURSE, *R1, f"{COURSE}prueba/"):
        far.at(address)
        assert far.get_attribute("html", "data-kept"), address
        assert "lo guardado el" in far.inner_text("[data-kept-line]")
    far.at(R1[1])  # never opened before it was cut off
    drawing = "document.querySelector('.lesson img')"
    far.evaluate(f"{drawing}.scrollIntoView()")
    far.wait_for_function(f"{drawing}.complete && {drawing}.naturalWidth > 0")
    # What is not here leads to what is; nothing is said to be lost.
    far.at("/mi-camino/")
    assert "no está en este celular" in far.inner_text("[data-kept-line]")
    tapped(far, "[data-list] a")
    assert far.url == far.road.url + COURSE
    far.at("/qu/cursos/no-guardado/")
    assert far.get_attribute("html", "lang") == "qu"


def test_a_broken_download_goes_on_where_it_stopped(far, road):
    """And twice the same is fetched once; what two courses share stays while one of them needs it."""
    far.at(COURSE)
    far.worker()
    road.only(4, lambda path: path.startswith((COURSE, "/media/")) and not path.endswith("descarga.json"))
    far.click("section[data-keep] button:has-text('Guardar')")
    far.wait_for_selector("section[data-keep] button:has-text('Seguir guardando')")
    assert "ya llegó" in far.inner_text("section[data-keep]") or "Algo no llegó" in far.inner_text("section[data-keep]")
    first = set(far.evaluate(ADDRESSES_KEPT))
    road.free()
    far.at(COURSE)
    road.seen.clear()
    far.click("section[data-keep] button:has-text('Seguir guardando')")
    far.wait_for_selector(f"section[data-keep] >> text={SAVED}")
    again = [path for path in road.seen if path in first and path != COURSE and not path.startswith("/static/")]
    assert again == []
    assert road.passed(R1[-1]) == 1
    road.seen.clear()
    far.click("text=Ver si hay algo nuevo")
    far.wait_for_selector("text=Está al día.")
    assert [path for path in road.seen if path.startswith(COURSE)] == [f"{COURSE}descarga.json"]


def test_a_course_is_taken_off_the_phone_and_another_keeps_what_both_need(far):
    saved(far)
    saved(far, f"/en{COURSE}")
    far.at("/guardado/")
    far.wait_for_function("() => document.querySelectorAll('[data-course] .row button').length === 4")
    assert "ya están en este celular" in far.inner_text("[data-list]")
    far.on("dialog", lambda dialog: dialog.accept())
    far.locator("[data-course]", has=far.locator("a[lang=es]")).get_by_text("Quitar de este celular").click()
    far.wait_for_function("() => document.querySelectorAll('[data-course]').length === 1")
    kept = far.evaluate(ADDRESSES_KEPT)
    assert R1[2] not in kept
    assert f"/en{R1[2]}" in kept
    assert any(path.startswith("/media/") for path in kept), "the drawings are the other course's too"
    far.locator("[data-course]").get_by_text("Quitar de este celular").click()
    far.wait_for_selector("[data-empty]:not([hidden])")
    left = far.evaluate(ADDRESSES_KEPT)
    assert not [
        path
        for path in left
        if path.startswith(("/_kept/", "/en")) and path not in ("/_kept/settings", "/en/guardado/")
    ]


def test_a_server_that_hangs_does_not_keep_her_from_what_is_on_the_phone(far, road):
    opened(far)
    far.at("/guardado/")
    road.hanging.set()
    # The road hangs until the end of this test: whatever is shown now did not wait for it.
    far.at(R1[0])
    assert far.get_attribute("html", "data-kept")
    far.at(R1[0])
    assert far.get_attribute("html", "data-kept")
    road.hanging.clear()


def test_nothing_of_hers_is_in_what_the_phone_keeps_for_everybody(far, site):
    page, name = far, site.people["joven"]["name"]
    enter_at(page, site.people["joven"])
    for address in ("/mi-camino/", "/mi-pagina/", R1[0], COURSE, "/", "/calculadora/"):
        page.at(address)
        page.worker()
    page.at(R1[0])
    for _slow_site in range(8):  # a site that takes longer than three seconds is answered for by the phone
        if page.get_attribute("html", "data-kept") is None:
            break
        page.wait_for_timeout(2000)
        page.at(R1[0])
    assert page.locator("form[action*='/leida/'], .done-mark").count(), "online she sees her own page"
    kept_by_the_phone(page, R1[0])
    kept_by_the_phone(page, "/calculadora/")
    kept = [each for each in page.evaluate(ALL_THAT_IS_KEPT) if "/static/" not in each[0]]
    addresses = [address for address, _content in kept]
    assert R1[0] in addresses
    assert not {"/mi-camino/", "/mi-pagina/"} & set(addresses)
    [(member,)] = rows(site, "select id from members_member where display_name = ? and is_demo", name)
    for address, content in kept:
        for secret in (f">{name}<", f" {name} ", f" {name}.", "csrfmiddlewaretoken", 'name="nonce"', "/salir/"):
            assert secret not in content, address
        assert str(uuid.UUID(member)) not in content, address
    cut(page)
    page.at(R1[0])
    assert page.get_attribute("html", "data-kept")
    page.at("/mi-camino/")
    assert page.get_attribute("html", "data-offline") == "unseen"


def enter_at(page, person):
    page.at("/entrar/?otra=1")
    for name in ("organisation", "name", "pin"):
        page.fill(f"[name={name}]", person[name])
    tapped(page, "main button.btn:not(.quiet) >> nth=0")


WORK_WAITING = """() => new Promise((done, fail) => {
  const open = indexedDB.open("hers-for-a-test", 1);
  open.onupgradeneeded = () => open.result.createObjectStore("box").put("pending", 1);
  open.onsuccess = () => { open.result.close(); done(); };
  open.onerror = fail;
})"""
STILL_WAITING = """() => new Promise((done) => {
  const open = indexedDB.open("hers-for-a-test", 1);
  open.onsuccess = () => {
    const get = open.result.transaction("box").objectStore("box").get(1);
    get.onsuccess = () => { open.result.close(); done(get.result); };
  };
})"""


def test_a_new_worker_takes_over_and_loses_nothing(far, road):
    opened(far)
    far.evaluate(WORK_WAITING)
    script = far.request.get(road.url + "/sw.js").text()
    version = re.search(r'"version":"(\w+)"', script)[1]
    road.instead["/sw.js"] = script.replace(version, "0123456789ab").encode()
    road.seen.clear()
    far.evaluate("() => navigator.serviceWorker.getRegistration().then(r => r.update())")
    until(lambda: far.evaluate(SHELLS) == ["relevo-shell-0123456789ab"])
    assert not [path for path in road.seen if path.startswith("/static/")], "files that did not change are not fetched"
    assert far.evaluate(STILL_WAITING) == "pending"
    cut(far)
    far.at(R1[0])
    assert far.get_attribute("html", "data-kept")
    assert far.evaluate("() => getComputedStyle(document.querySelector('.notice.warn')).borderLeftWidth") == "6px"


def test_one_setting_takes_the_worker_off_the_phone_and_leaves_pending_work(far, road):
    from academy.site.offline.views import FAREWELL

    opened(far)
    far.evaluate(WORK_WAITING)
    road.instead["/sw.js"] = FAREWELL.encode()
    far.evaluate("() => navigator.serviceWorker.getRegistration().then(r => { r.update(); })")
    until(lambda: far.evaluate("() => caches.keys()") == [])
    assert far.evaluate(STILL_WAITING) == "pending"
    far.at(R1[1])
    assert far.locator("h1").count() == 1
    assert far.get_attribute("html", "data-kept") is None


def test_a_full_phone_is_told_so_and_what_came_stays(far):
    far.at(COURSE)
    far.worker()
    far.evaluate("""() => {
      const real = Cache.prototype.put;
      let room = 6;
      Cache.prototype.put = function (...said) {
        return room-- > 0 ? real.apply(this, said) : Promise.reject(new DOMException("full", "QuotaExceededError"));
      };
    }""")
    far.click("section[data-keep] button:has-text('Guardar')")
    far.wait_for_selector("text=No hay espacio en el celular.")
    far.at(COURSE)  # with room again
    far.click("section[data-keep] button:has-text('Seguir guardando')")
    far.wait_for_selector(f"section[data-keep] >> text={SAVED}")


SOUND_KEPT = """async () => {
  const rate = 8000, size = rate * 2, bytes = new DataView(new ArrayBuffer(44 + size));
  const text = (at, said) => [...said].forEach((c, n) => bytes.setUint8(at + n, c.charCodeAt(0)));
  text(0, "RIFF"); bytes.setUint32(4, 36 + size, true); text(8, "WAVEfmt "); bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true); bytes.setUint16(22, 1, true); bytes.setUint32(24, rate, true);
  bytes.setUint32(28, rate, true); bytes.setUint16(32, 1, true); bytes.setUint16(34, 8, true);
  text(36, "data"); bytes.setUint32(40, size, true);
  const cache = await caches.open("relevo-files-1");
  await cache.put("/_kept/abc", new Response(bytes.buffer, { headers: { "Content-Type": "audio/wav" } }));
  await cache.put("/documents/99/voz.wav", new Response("", { headers: { "X-Same-As": "abc" } }));
}"""


def test_a_kept_recording_plays_from_its_middle_without_signal(far):
    far.at(R1[0])
    far.worker()
    far.evaluate(SOUND_KEPT)
    cut(far)
    heard = far.evaluate("""() => new Promise((done, fail) => {
      const sound = new Audio("/documents/99/voz.wav");
      sound.onerror = () => fail(new Error("no sound: " + sound.error.code));
      sound.onloadedmetadata = () => { sound.currentTime = 1.5; };
      sound.onseeked = () => done([sound.duration, sound.currentTime]);
    })""")
    assert json.dumps(heard) == "[2, 1.5]"
