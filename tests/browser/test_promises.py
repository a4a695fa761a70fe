"""Promises on a cheap phone: every page for everyone, and following one up without signal."""

import sqlite3

import pytest

from tests.browser.doing import rows, worker
from tests.browser.looking import faults

KITS = "Entregaremos kits%"


@pytest.fixture
def numbers(site):
    """Ids of the story of the kits, its space and institution, as addresses write them."""
    asked = (
        f"select id, institution_id, space_id from peer_exchange_commitment where words like '{KITS}'",
        "select slug from peer_exchange_publicface",
    )
    with sqlite3.connect(site.var / "relevo.sqlite3", timeout=30) as database:
        found, (slug,) = (database.execute(question).fetchone() for question in asked)
    database.close()
    return (*(f"{n[:8]}-{n[8:12]}-{n[12:16]}-{n[16:20]}-{n[20:]}" for n in found), slug)


def test_every_page_of_promises_can_be_used_by_everyone(phone, enter, numbers):
    promise, institution, space, slug = numbers
    page = enter(phone(), "joven")
    found = []
    for address in (
        "/dialogo/compromisos/",
        f"/dialogo/compromisos/{promise}/",
        f"/dialogo/compromisos/{promise}/corregir/",
        f"/dialogo/compromisos/{promise}/escalera/",
        "/dialogo/compromisos/nos-deben/",
        "/dialogo/espacios/",
        f"/dialogo/espacios/{space}/",
        f"/dialogo/instituciones/{institution}/",
        f"/compromisos/{slug}/",
        f"/compromisos/{slug}/tabla/",
        f"/compromisos/{slug}/corregir/{promise}/",
    ):
        assert page.goto(address).status == 200, address
        found += faults(page)
    assert found == []


def test_without_signal_how_it_goes_waits_in_her_box_and_is_sent_later(phone, enter, site, numbers):
    asked = "select count(*) from peer_exchange_followup"
    page = enter(phone(), "joven")
    address = f"/dialogo/compromisos/{numbers[0]}/seguimiento/"
    page.goto(address)
    for _ in range(20):
        if page.evaluate("async at => self.relevoBox && !!(await relevoBox.kept('form:' + at))", address):
            break
        page.wait_for_timeout(500)
    worker(page)
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("form[data-from-box]")
    before = rows(site, asked)[0][0]
    page.fill("[name=result]", "Dijo que en enero.")
    page.fill("[name=obtained]", "4,50")
    page.click("form[data-from-box] button.wide")
    page.wait_for_selector("form .notice:has-text('Guardado en este celular')")
    page.context.set_offline(False)
    # It may have gone by itself already: what counts is that nothing is left here, and that it is there once.
    told = page.evaluate("relevoBox.flush({ now: true })")
    assert (told["left"], told["kept"]) == (0, 0)
    assert rows(site, asked)[0][0] == before + 1
    said = "select result, obtained, channel from peer_exchange_followup where result like 'Dijo que en enero%'"
    assert [(words, float(came), how) for words, came, how in rows(site, said)] == [
        ("Dijo que en enero.", 4.5, "visit")
    ]
