"""What going on without signal costs her: bytes and requests, counted, never timed."""

import json

import pytest

from courses.offline import page_sum
from tests.browser.doing import kept_by_the_phone, lessons, worker
from tests.browser.road import Road
from tests.browser.test_offline_reading import ADDRESSES_KEPT, COURSE, cut, saved

R1 = lessons("R1")
MANIFEST = f"{COURSE}descarga.json"
#: What the worker believes about the line. A page cannot tell it.
LINE = 'Object.defineProperty(navigator, "connection", { value: %s });\n'
SETTINGS = (
    """said => caches.open("relevo-files-1").then(c => c.put("/_kept/settings", new Response(JSON.stringify(said))))"""
)


@pytest.fixture
def road(site):
    road = Road(site.url)
    yield road
    road.close()


@pytest.fixture
def far(phone, road):
    """``far()``: a new phone at the end of the road."""

    def make():
        page = phone()
        page.road = road
        page.at = lambda address: page.goto(road.url + address, wait_until="domcontentloaded")
        page.worker = lambda: worker(page)
        return page

    return make


def test_a_course_that_changed_in_one_lesson_brings_that_lesson_only(far, road):
    page = far()
    saved(page)
    page.worker()
    road.changed[R1[1]] = lambda content: content.replace(b"</h1>", b" (nueva)</h1>", 1)
    fresh = page.request.get(road.url + R1[1], headers={"Cookie": ""}).body()

    def manifest(content):
        said = json.loads(content)
        next(each for each in said["files"] if each["u"] == R1[1])["h"] = page_sum(fresh)
        return json.dumps({**said, "version": "0123456789abcdef"}).encode()

    road.changed[MANIFEST] = manifest
    page.click("text=Ver si hay algo nuevo")
    page.wait_for_selector("text=El curso cambió.")
    road.seen.clear()
    page.click("text=Traer lo nuevo")
    page.wait_for_selector("section[data-keep] >> text=Ya está en este celular")
    assert [path for path in road.seen if not path.startswith("/sync")] == [R1[1]]
    cut(page)
    page.at(R1[1])
    assert "(nueva)" in page.inner_text("h1")


@pytest.mark.parametrize(
    ("line", "budget", "first", "second"),
    [
        ('{ type: "wifi", saveData: false }', 5, True, True),
        ('{ type: "cellular", saveData: false }', 5, True, False),
        ('{ type: "wifi", saveData: true }', 5, False, False),
        ('{ type: "wifi", saveData: false }', 0, False, False),
    ],
)
def test_the_next_lesson_comes_ahead_only_on_wifi_and_within_what_she_allows(far, road, line, budget, first, second):
    road.changed["/sw.js"] = lambda content: (LINE % line).encode() + content
    page = far()
    page.at("/guardado/")
    page.worker()
    page.evaluate(SETTINGS, {"budget": budget * 1048576})
    road.seen.clear()
    page.at(R1[0])
    if second:
        kept_by_the_phone(page, R1[1])
    elif first:
        kept_by_the_phone(page, R1[0])
    page.wait_for_timeout(700)
    found = page.evaluate(ADDRESSES_KEPT)
    assert ([R1[0] in found, R1[1] in found]) == [first, second]
    assert (road.passed(R1[0]), road.passed(R1[1])) == (1 + first, int(second))


def test_a_borrowed_phone_has_no_page_and_no_drawing_in_any_cache(far, site):
    page, person = far(), site.people["joven"]
    page.at("/entrar/?otra=1")
    page.worker()  # a guest's page brings it: the door
    for name in ("organisation", "name", "pin"):
        page.fill(f"[name={name}]", person[name])
    page.check("[name=phone][value=borrowed]")
    with page.expect_navigation():
        page.click("main button.btn:not(.quiet) >> nth=0")
    for address in (R1[0], COURSE, "/mi-camino/"):
        page.at(address)
        assert page.get_attribute("body", "data-borrowed") is not None
    page.wait_for_timeout(700)
    left = [each for each in page.evaluate(ADDRESSES_KEPT) if each.startswith(("/cursos", "/media", "/mi-"))]
    assert left == []
    assert page.evaluate("async () => (await relevoBox.profiles()).length") == 0


def test_on_2g_the_first_lesson_is_read_and_the_second_costs_little(far, road):
    """50 kbit/s down, 20 up, half a second away. Nothing is timed: bytes and requests of the page are counted."""
    road.changed["/sw.js"] = lambda content: (LINE % '{ type: "wifi" }').encode() + content
    page = far()
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    shape = {"offline": False, "latency": 500, "downloadThroughput": 50_000 // 8, "uploadThroughput": 20_000 // 8}
    line.send("Network.emulateNetworkConditions", shape)
    came = []
    line.on("Network.loadingFinished", lambda said: came.append(said["encodedDataLength"]))
    page.at(R1[0])
    assert page.locator("article.lesson").is_visible()
    page.wait_for_load_state()
    assert sum(came) <= 50 * 1024, "the lesson and its drawings"
    page.worker()
    kept_by_the_phone(page, R1[1])
    came.clear()
    page.at(R1[1])
    assert page.locator("article.lesson").is_visible()
    page.wait_for_load_state()
    assert len([size for size in came if size]) <= 4, came
    assert sum(came) <= 14 * 1024, came
    # It is on the phone already: where the line hangs it opens without a single request getting through.
    road.hanging.set()
    road.seen.clear()
    page.at(R1[1])
    assert page.get_attribute("html", "data-kept")
    assert road.seen == []
    road.hanging.clear()
