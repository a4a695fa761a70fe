"""What each of the three people comes for, done as she does it."""

import re

import pytest

LESSON = "/cursos/es-derecho-no-favor/de-la-olla-a-la-ley/"


def test_a_guest_reads_a_lesson_and_answers_without_javascript(phone):
    page = phone(javascript=False)
    page.goto("/")
    page.click("text=Es derecho, no favor")
    page.click("main >> text=De la olla a la ley")
    question = page.locator("section.question").first
    question.locator("[type=radio], [type=checkbox]").first.check()
    question.locator("button").click()
    assert page.locator("section.question").first.locator(".verdict").inner_text()


def test_with_javascript_only_the_question_travels(phone):
    page = phone()
    page.goto(LESSON)
    sizes = []
    page.on("response", lambda response: sizes.append(response.url))
    question = page.locator("section.question").first
    question.locator("[type=radio], [type=checkbox]").first.check()
    question.locator("button").click()
    page.wait_for_selector("section.question .verdict")
    assert len(sizes) == 1
    assert "/pregunta/" in sizes[0]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_young_member_does_the_task_and_a_companion_confirms_it(phone, enter, javascript):
    hers = enter(phone(javascript=javascript), "joven")
    lesson = LESSON if javascript else "/cursos/es-derecho-no-favor/que-dice-la-ley-25307/"
    hers.goto(lesson)
    if hers.locator("text=Ya la leí").count():
        hers.click("text=Ya la leí")
        hers.wait_for_selector(".done-mark")
    hers.goto(lesson)
    hers.locator("section.task a.btn").first.click()
    hers.fill("[name=note]", "La fundadora me contó todo.")
    hers.click("main button.btn")
    hers.wait_for_selector("text=Falta que una compañera la confirme")

    companion = enter(phone(javascript=javascript), "veterana")
    companion.goto("/tareas/")
    assert "La fundadora me contó todo." in companion.content()
    companion.locator("main form button").first.click()
    companion.wait_for_load_state()

    hers.goto(lesson)
    assert re.search(r"Confirmada el", hers.locator("section.task").inner_text())
    hers.goto("/mi-camino/")
    assert "✓" in hers.locator(".path-list").inner_text() or hers.locator(".path-list .done").count()


def test_an_editor_opens_a_lesson_in_the_editor(phone, enter):
    page = enter(phone(width=1280, height=800), "editora")
    page.goto("/admin/")
    assert "Relevo" in page.title()
    page.goto("/admin/pages/")
    assert page.locator("text=Relevo").count()


def test_an_organiser_invites_and_the_new_member_comes_in(phone, enter):
    organiser = enter(phone(), "organizadora")
    organiser.goto("/organizar/")
    organiser.click("text=Comedor Sol de la Ladera")
    organiser.click("text=Invitar")
    organiser.fill("[name=display_name]", "Zenaida")
    organiser.click("main button.btn")
    code = organiser.locator(".code").first.inner_text()
    newcomer = phone(javascript=False)
    newcomer.goto(f"/i/{code.replace('-', '').strip()}/")
    assert "Zenaida" in newcomer.content()


def test_a_facilitator_sees_counts_and_not_names(phone, enter):
    page = enter(phone(width=1280, height=800), "facilitadora")
    page.goto("/acompanar/")
    page.click("main >> text=Es derecho, no favor")
    words = page.locator("main").inner_text()
    assert "Maruja" in words
    assert "Milagros" not in words
