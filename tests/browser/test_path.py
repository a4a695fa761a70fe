"""Her path in the hand: every page of it can be used by everyone, and a stage is answered with two taps."""

from tests.browser.doing import rows, tapped
from tests.browser.looking import faults
from tests.browser.test_axe import looked_over
from tests.browser.test_field_forms import ready


def test_her_path_can_be_used_by_everyone_and_her_word_is_asked_once(phone, enter):
    page = enter(phone(), "veterana")
    found = looked_over(
        page,
        "/mi-camino/",
        "/mi-camino/disposicion/",
        "/mi-camino/disposicion/tesorera/",
        "/mi-camino/por-confirmar/",
        "/mi-camino/pasaporte/",
        "/mi-camino/horas/",
        "/mi-camino/momentos/",
    )
    asked = page.locator("section.card.next")
    assert asked.count() == 1
    tapped(page, asked.locator("button.btn").first)
    page.wait_for_selector("li.card .tag.ok")
    found += faults(page)
    page.goto("/mi-camino/momentos/")
    assert page.locator("section.card.next", has_text="Cargo").count() == 0
    assert found == []


def test_what_an_assembly_decides_about_stages_can_be_used_by_everyone(phone, enter):
    page = enter(phone(), "organizadora")
    page.goto("/cargos/")
    tapped(page, page.locator("main a", has_text="Federación Semillas").first)
    tapped(page, page.locator("main a", has_text="Criterios de los momentos"))
    found = faults(page)
    tapped(page, page.locator("main a", has_text="Proponer criterios"))
    assert found + faults(page) == []


def test_what_she_would_take_on_is_noted_without_signal_and_arrives_once(phone, enter, site):
    page = enter(phone(), "joven", anew=True)
    path = "/mi-camino/disposicion/delegada/"
    ready(page, path)
    page.context.set_offline(True)
    page.goto(path)
    page.wait_for_selector("form[data-from-box]")
    page.check("[name=answer][value=maybe]", force=True)
    page.click("form[data-from-box]:has([name=answer]) button.wide")
    page.wait_for_selector("form .notice:has-text('Guardado en este celular')")
    page.context.set_offline(False)
    assert page.evaluate("relevoBox.flush({ now: true })")["left"] == 0
    said = "select answer from leadership_willingness w join members_seatkind k on k.id = w.kind_id where k.code = ?"
    assert rows(site, said, "delegada") == [("maybe",)]
