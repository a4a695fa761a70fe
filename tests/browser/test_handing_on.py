"""Elections, handovers and lists with names in the hand: everyone can use them, and two women make a list."""

import re

from tests.browser.doing import tapped
from tests.browser.looking import faults
from tests.browser.test_axe import looked_over


def test_handing_a_seat_on_can_be_used_by_everyone_and_no_password_gets_in(phone, enter):
    page = enter(phone(), "veterana")
    page.goto("/cargos/")
    tapped(page, page.locator("main .cards a", has_text="Comedor Sol de la Ladera").first)
    board = re.search(r"/cargos/\d+/", page.url)[0]
    found = looked_over(page, f"{board}elecciones/", f"{board}elecciones/convocar/", f"{board}entregas/")
    page.goto(f"{board}elecciones/")
    tapped(page, page.locator("main a", has_text="Elección del"))
    found += faults(page)
    page.goto(f"{board}entregas/")
    tapped(page, page.locator("main .card a").first)
    found += faults(page)
    tapped(page, page.locator("main a.btn", has_text="Entregar").first)
    page.fill("[name=what]", "La clave es Rosita2024")
    tapped(page, page.locator("main form button.btn"))
    assert page.locator(".field-error", has_text="Parece una clave").count() == 1
    assert page.input_value("[name=what]") == "La clave es Rosita2024"
    assert found + faults(page) == []


def test_a_list_with_names_takes_two_women_and_each_page_can_be_used_by_everyone(phone, enter):
    page = enter(phone(), "veterana")
    page.goto("/cargos/")
    tapped(page, page.locator("main .cards a", has_text="Comedor Sol de la Ladera").first)
    tapped(page, page.locator("main a", has_text="Listas con nombres"))
    found = faults(page)
    tapped(page, page.locator("main a", has_text="Padrón de hábiles").first)
    found += faults(page)
    page.fill("[name=why]", "Asamblea de elección")
    tapped(page, page.locator("main form button.btn"))
    assert page.locator("main", has_text=re.compile("La puede aprobar:.*Rosa")).count() == 1
    assert page.locator("button[value=approve]").count() == 0
    assert found + faults(page) == []
