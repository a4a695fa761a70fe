"""The four real courses as files: opened from disk, with scripts and without, and what comes home from them."""

import io
import re

import pytest
import zxingcpp
from PIL import Image

from courses.onefile.building import ALL, BUDGET

from .doing import courses, rows, tapped
from .looking import AXE, EVERYTHING


@pytest.fixture(scope="module")
def files(site, chromium, tmp_path_factory):
    """``files("R1", "es")``: the path of a course's file, fetched as a guest and laid on the disk."""
    folder, context = tmp_path_factory.mktemp("files"), chromium.new_context(base_url=site.url)
    fetched = {}

    def fetch(code, language):
        if (code, language) not in fetched:
            page = context.request.get(f"/cursos/{courses()[code]['slug']}/").text()
            key = re.search(r'href="/llevar/([0-9a-f-]{36})/"', page)[1]
            answer = context.request.get(f"/llevar/{key}/{language}.html")
            assert answer.ok
            path = folder / f"{code}-{language}.html"
            path.write_bytes(answer.body())
            fetched[code, language] = path
        return fetched[code, language]

    yield fetch
    context.close()


@pytest.fixture
def opened(chromium):
    """``opened(path, javascript=False)``: the file in a browser that is offline and tells what it asked for."""
    contexts = []

    def open_file(path, *, javascript=True):
        context = chromium.new_context(
            java_script_enabled=javascript, viewport={"width": 360, "height": 640}, offline=True
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.errors = [], []
        page.on("request", lambda r: page.asked.append(r.url))
        page.on("pageerror", lambda e: page.errors.append(str(e)))
        page.on("console", lambda m: m.type == "error" and page.errors.append(m.text))
        page.goto(path.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()


@pytest.mark.parametrize("code", sorted(courses()))
def test_every_course_is_light_and_holds_no_question_of_its_test(files, code):
    course = courses()[code]
    lessons = [block["prompt"]["es"] for lesson in course["lessons"] for block in lesson["blocks"] if "prompt" in block]
    asked = [question["prompt"]["es"] for question in course["test"]["questions"]]
    for language in ("es", ALL):
        path = files(code, language)
        assert path.stat().st_size <= BUDGET, (code, language, path.stat().st_size)
        words = _words(path.read_text(encoding="utf-8"))
        assert [prompt for prompt in asked if prompt not in lessons and _words(prompt) in words] == []
        assert all(_words(prompt) in words for prompt in lessons)


def _words(text):
    bare = re.sub(r"&#x27;|&quot;|&lt;|&gt;|&amp;", " ", re.sub(r"<[^>]*>", " ", text))
    return " ".join(re.findall(r"\w+", bare))


def test_without_scripts_an_answer_still_says_why_and_each_lesson_gives_its_word(files, opened):
    page = opened(files("R1", ALL), javascript=False)
    question = page.locator(".L-es [data-k=choice]").first
    assert question.locator(".tell:visible").count() == 0
    question.locator("label.choice").first.click()
    assert question.locator("label.choice + .tell:visible").count() == 1
    assert page.locator(".L-es .receipt:visible").count() == len(courses()["R1"]["lessons"])
    assert page.locator("button:visible").count() == 0
    page.locator("label[for=l-en]").click()
    assert page.locator("h1 span:visible").inner_text() == courses()["R1"]["title"]["en"]
    assert page.locator(".L-es:visible").count() == 0
    assert [each for each in page.asked if not each.startswith(("file:", "data:"))] == []


def test_it_is_accessible_by_light_in_the_dark_and_at_320_pixels(files, opened):
    page = opened(files("P2", ALL))
    found = AXE.run(page, options=EVERYTHING).response["violations"]
    page.emulate_media(color_scheme="dark")
    found += AXE.run(page, options={"runOnly": {"type": "rule", "values": ["color-contrast"]}}).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"][:150]) for rule in found] == []
    assert page.locator("h1").count() == 1
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_its_calculator_reckons_without_a_network(files, opened):
    page = opened(files("P2", "es"))
    form = page.locator("[data-calc]")
    for name, figure in {"rations_per_day": "80", "days": "22", "market": "2640"}.items():
        form.locator(f"[name={name}]").fill(figure)
    form.get_by_role("button", name="Calcular").click()
    assert page.locator("[data-v=cash_each]").first.inner_text() == "S/\N{NO-BREAK SPACE}1.50"
    assert page.errors == []


def test_what_she_did_in_a_file_comes_home_as_hers_by_code_and_by_picture(files, opened, phone, enter, site, tmp_path):
    page = opened(files("L4", "es"))
    answered = _answer_all(page)
    for button in page.locator("[data-read]").all():
        button.click()
    back = page.locator("[data-back]")
    code = back.locator("[data-code]").inner_text()
    picture = tmp_path / "codigo.png"
    back.locator("[data-qr]").screenshot(path=picture)
    (seen,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.read_bytes())).convert("L"))
    assert seen.text == back.locator("[data-copy]").input_value()
    assert page.errors == []
    page.reload()
    assert back.locator("[data-code]").inner_text() == code

    hers = enter(phone(javascript=False), "joven")
    hers.goto("/tengo-un-codigo/")
    hers.fill("[name=typed]", code.replace("-", " ").lower())
    tapped(hers, "[data-return] button")
    assert "Quedó en tu camino" in hers.locator(".notice.ok").inner_text()
    before = _count(site, "courses.answered")
    hers.set_input_files("[name=photo]", picture)
    tapped(hers, "[data-return] button")
    assert f"de {answered}" in hers.locator(".notice.ok").inner_text()
    assert _count(site, "courses.answered") - before >= answered - _essays(page)
    total = _count(site, "courses.answered")
    hers.set_input_files("[name=photo]", picture)
    tapped(hers, "[data-return] button")
    assert "ya estaba anotado" in hers.locator(".notice.ok").inner_text()
    assert _count(site, "courses.answered") == total


def _count(site, kind):
    return rows(site, "select count(*) from core_event where kind = ?", kind)[0][0]


def _essays(page):
    return page.locator("[data-k=essay]").count()


def _answer_all(page):
    """Answer every question somehow; gives how many."""
    count = 0
    for question in page.locator("[data-q]").all():
        kind = question.get_attribute("data-k")
        if kind == "essay":
            continue
        count += 1
        if kind in ("choice", "choices", "true_false"):
            question.locator("label.choice").first.click()
        elif kind in ("number", "short"):
            question.locator("input").fill("12,5" if kind == "number" else "asamblea general ñ")
        else:
            for place, each in enumerate(question.locator("select").all(), start=1):
                each.select_option(index=place)
        if kind not in ("choice", "true_false"):
            question.get_by_role("button").click()
    return count
