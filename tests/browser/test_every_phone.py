"""By keyboard alone, and in each language."""

import pytest

from tests.browser.doing import courses, lessons, tapped

LESSON = lessons("P2")[0]
R1 = courses()["R1"]
#: What stands in the menu and on the first page (a known string of each language).
WORDS = {
    "es": ("Cursos", "Aprende, practica y pasa la posta."),
    "en": ("Courses", "Learn, practise and pass it on."),
    "qu": ("Cursokuna", "Yachay, ruway, hukman haywariy."),
    "ay": ("Cursonaka", "Yatiqaña, luraña, yaqhar churaña."),
}
#: What has the focus: its words, and whether a woman who looks can see that it has it.
FOCUSED = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const seen = box.width > 1 && box.height > 1 && box.right > 0 && box.bottom > 0 && box.top < innerHeight;
  const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return {tag: e.tagName, kind: e.type || '', name: e.name || '', words: (e.innerText || '').trim(),
          seen, marked, inMain: !!e.closest('main'), at: e.outerHTML.slice(0, 90)};
}"""


def tab(page):
    page.keyboard.press("Tab")
    focused = page.evaluate(FOCUSED)
    assert focused["seen"], f"cannot be seen: {focused['at']}"
    assert focused["marked"], f"no mark of the focus: {focused['at']}"
    return focused


def tab_to(page, wanted):
    for _ in range(60):
        focused = tab(page)
        if wanted(focused):
            return focused
    pytest.fail("never reached by Tab")


def test_by_keyboard_alone_she_reaches_a_question_and_answers_it(phone):
    page = phone()
    page.goto(LESSON)
    assert tab(page)["words"] == "Ir al contenido"
    menu = tab(page)
    assert not menu["inMain"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    assert tab(page)["inMain"], "the skip link skips nothing"

    tab_to(page, lambda focused: focused["kind"] in ("radio", "checkbox"))
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.checked")
    tab_to(page, lambda focused: focused["words"] == "Responder")
    page.keyboard.press("Enter")
    page.wait_for_selector(".verdict")
    assert page.evaluate("document.activeElement.className") == "verdict"
    # From what she is told she goes on, not back to the top of the page.
    assert tab(page)["inMain"]


@pytest.mark.parametrize("javascript", [True, False])
def test_by_keyboard_alone_she_signs_in(phone, site, javascript):
    page = phone(javascript=javascript)
    page.goto("/entrar/")
    page.locator("[name=organisation]").focus()
    joven = site.people["joven"]
    page.keyboard.type(joven["organisation"])
    page.keyboard.press("Tab")
    page.keyboard.type(joven["name"])
    page.keyboard.press("Tab")  # the drawings stay folded
    page.keyboard.press("Tab")
    page.keyboard.type(joven["pin"])
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Hola, Yuli")


@pytest.mark.parametrize("code", WORDS)
def test_each_language_speaks_and_says_which_it_is(phone, code):
    page, prefix = phone(javascript=False), "" if code == "es" else f"/{code}"
    menu, lead = WORDS[code]
    page.goto(f"{prefix}/")
    assert page.get_attribute("html", "lang") == code
    assert menu in page.locator("header").inner_text()
    assert lead in page.locator("main").inner_text()

    page.goto(f"{prefix}{lessons('R1')[0]}")
    assert page.get_attribute("html", "lang") == code
    assert page.locator("h1").inner_text() == R1["lessons"][0]["title"][code]
    assert menu in page.locator("header").inner_text()
    # The switch keeps her in the same lesson.
    tapped(page, ".langs [hreflang=en]")
    assert page.url.endswith(f"/en{lessons('R1')[0]}")


@pytest.mark.parametrize("code", ["qu", "ay"])
def test_what_is_not_translated_yet_says_so_and_is_marked_as_spanish(phone, code):
    page = phone(javascript=False)
    page.goto(f"/{code}{lessons('R1')[0]}")
    lesson = R1["lessons"][0]
    spanish = page.locator("section.scene").first.locator("[lang=es]").all_inner_texts()
    assert "Son las seis en el comedor Las Retamas." in " ".join(spanish)
    assert page.locator("h1").get_attribute("lang") is None
    assert page.locator("p.lead").first.inner_text() == lesson["intro"][code]
    assert page.locator("p.lead").first.get_attribute("lang") is None
    for prompt in page.locator("section.question legend").all():
        assert prompt.get_attribute("lang") == "es"
    assert page.locator("article .notice.small").first.inner_text().strip()
    # A screen reader must not read Quechua words with a Spanish voice: nothing above the pieces is marked.
    assert page.locator("main[lang], article[lang], body[lang]").count() == 0
