"""What a woman who learns comes for, done as she does it. The others' journeys are in the files beside this one."""

import io
import re

import pytest
from PIL import Image

from tests.browser.doing import answer, asked, courses, events, fill, lessons, posted, rows, tapped
from tests.browser.looking import faults

R1 = lessons("R1")
#: Together they ask every kind of question there is.
EVERY_KIND = [lessons("L4")[4], lessons("D1")[1], R1[1], lessons("D1")[0]]
PHOTO = "foto de prueba.jpg"


@pytest.fixture(scope="module")
def photo():
    """A photograph as a phone makes it: 1600 × 1200."""
    file = io.BytesIO()
    Image.effect_noise((1600, 1200), 40).convert("RGB").save(file, "JPEG", quality=80)
    return {"name": PHOTO, "mimeType": "image/jpeg", "buffer": file.getvalue()}


@pytest.mark.parametrize("javascript", [True, False])
def test_a_guest_finds_a_lesson_and_answers_every_kind_of_question(phone, site, javascript):
    stored = events(site, "courses.answered")
    page = phone(javascript=javascript)
    page.goto("/")
    tapped(page, "main >> text=Pasar la posta")
    tapped(page, "main >> text=Mi nuevo lugar")
    kinds = {}
    for address in EVERY_KIND:
        if not page.url.endswith(address):
            page.goto(address)
        for number, question in enumerate(page.locator("section.question").all()):
            kind = asked(question)["type"]
            if kind not in kinds:
                kinds[kind] = answer(page, number, right=True)
                assert page.locator("section.question").nth(number).locator(".notice").count()

    assert kinds.pop("essay") == "Puedes leer sin cuenta. Para guardar tu camino, entra."
    assert kinds == dict.fromkeys(("choice", "choices", "true_false", "number", "short", "order", "match"), "¡Así es!")
    assert events(site, "courses.answered") == stored


def test_with_javascript_only_the_question_travels(phone):
    page = phone()
    page.goto(R1[0], wait_until="networkidle")
    sent = []
    page.on("response", lambda response: sent.append((response.url, len(response.body()))))
    answer(page, 1, right=True)

    assert len(sent) == 1
    url, size = sent[0]
    assert "/pregunta/" in url
    assert size < 4000
    assert page.evaluate("document.activeElement.className") == "verdict"


@pytest.mark.parametrize(("javascript", "lesson"), [(True, R1[0]), (False, R1[1])])
def test_she_reads_answers_does_the_task_and_a_companion_confirms_it(phone, enter, photo, javascript, lesson):
    hers = phone(javascript=javascript)
    hers.goto(lesson)
    tapped(hers, "#fin >> text=Entrar")
    enter(hers, "joven", here=True)
    assert hers.url.endswith(lesson)
    title = hers.locator("h1").inner_text()

    assert answer(hers, 1, right=False) == "Todavía no. Mira por qué."
    assert answer(hers, 1, right=True) == "¡Así es!"
    hers.click("text=Ya la leí")
    assert hers.locator("#fin .done-mark").inner_text().startswith("✓ La leíste el")

    tapped(hers, hers.locator("section.task a.btn").first)
    hers.fill("[name=note]", "La fundadora me contó todo.")
    hers.set_input_files("[name=photo]", photo)
    tapped(hers, "main form button.btn")
    assert "Falta que una compañera la confirme" in hers.locator("section.task").inner_text()

    companion = enter(phone(javascript=javascript), "veterana")
    companion.goto("/tareas/")
    card = companion.locator("article.card", has_text="La fundadora me contó todo.")
    assert "Yuli" in card.inner_text()
    picture = companion.request.get(card.get_by_text("Ver su foto").get_attribute("href"))
    assert (picture.status, picture.headers["content-type"]) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(picture.body())).size[0] <= 1600
    tapped(companion, card.locator("button"))
    assert companion.locator("article.card", has_text="La fundadora me contó todo.").count() == 0

    hers.goto(lesson)
    assert "Confirmada el" in hers.locator("section.task").inner_text()
    hers.goto("/mi-camino/")
    stop = hers.locator(".path-list li", has=hers.get_by_text(title, exact=True))
    assert "done" in stop.get_attribute("class")
    assert "✓" in stop.locator(".done-mark").inner_text()


@pytest.mark.parametrize(("javascript", "lesson"), [(True, R1[2]), (False, R1[3])])
def test_a_double_tap_is_one_answer(phone, enter, site, javascript, lesson):
    page = enter(phone(javascript=javascript), "joven")
    page.goto(lesson)
    stored = events(site, "courses.answered"), events(site, "courses.lesson_read")
    question = page.locator("section.question").first
    fill(question)
    question.locator("button.btn").dblclick()
    page.wait_for_selector(".verdict")
    page.locator("text=Ya la leí").dblclick(no_wait_after=True)
    page.wait_for_selector("#fin .done-mark")
    page.goto(lesson)

    assert page.locator(".verdict").first.inner_text() == "¡Así es!"
    assert (events(site, "courses.answered"), events(site, "courses.lesson_read")) == (stored[0] + 1, stored[1] + 1)


def test_she_finishes_a_course_and_anyone_can_check_her_certificate(phone, enter, site):
    hers, companion = enter(phone(javascript=False), "joven"), enter(phone(javascript=False), "veterana")
    for address in lessons("D1"):
        posted(hers, address, "/leida/")
        task = re.search(r'href="(/leccion/[^"]*/tarea/[^"]*)"', hers.request.get(address).text())[1]
        posted(hers, task, "ninguna", note="Lo hicimos entre vecinas.")
    while 'class="btn">Sí, la hizo' in (waiting := companion.request.get("/tareas/").text()):
        assert "Lo hicimos entre vecinas." in waiting
        posted(companion, "/tareas/", "/confirmar/")

    hers.goto("/mi-camino/")
    tapped(hers, "main >> text=Mi celular y yo")
    tapped(hers, "main form button.btn")
    assert "Pregunta 1 de 6" in hers.locator("h1").inner_text()
    for number in range(6):
        assert hers.locator(".verdict").count() == 0
        fill(hers.locator("section.question"), right=number > 0)
        tapped(hers, "text=Guardar y seguir")
    tapped(hers, "text=Terminar la prueba")
    assert hers.locator("h1").inner_text() == "¡Pasaste la prueba!"
    assert courses()["D1"]["test"]["message_pass"]["es"] in hers.locator("main").inner_text()
    assert hers.locator("section.question .verdict").count() == 6

    hers.goto("/mi-camino/")
    tapped(hers, "text=Pedir mi constancia")
    hers.fill("[name=name]", "Yuliana Inventada Flores")
    tapped(hers, "text=Hacer mi constancia")
    link = hers.locator("main a[href$='.pdf']").first.get_attribute("href")
    paper = hers.request.get(link)
    assert paper.body().startswith(b"%PDF")
    assert paper.headers["content-type"] == "application/pdf"

    code = re.search(r"/constancia/([^/.]+)\.pdf", link)[1]
    stranger = phone()
    stranger.goto("/constancia/")
    stranger.fill("[name=code]", code.lower())
    tapped(stranger, "main form button.btn")
    assert "Esta constancia es verdadera" in stranger.locator("h1").inner_text()
    words = stranger.locator("main").inner_text()
    assert "Yuliana Inventada Flores" in words
    assert "Mi celular sin miedo" in words
    assert rows(site, "select count(*) from courses_certificate where code = ?", code) == [(1,)]
    assert faults(stranger) == []
    drawn = enter(phone(), "joven")
    drawn.goto("/constancias/")
    assert faults(drawn) == []
