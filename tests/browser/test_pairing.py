"""Two women of a pair on cheap phones: without JavaScript, and without signal."""

import sqlite3

import pytest

from tests.browser.doing import rows, tapped, worker
from tests.browser.looking import faults

NOTED = "select count(*) from mentoring_meeting"


@pytest.fixture
def pair(site):
    """Yuli takes the place of the one who learns in a demo pair; gives its address."""
    with sqlite3.connect(site.var / "relevo.sqlite3", timeout=30) as database:
        (yuli,) = database.execute("select id from members_member where display_name = 'Yuli'").fetchone()
        (pk,) = database.execute("select id from mentoring_pairing order by began_at limit 1").fetchone()
        database.execute("update mentoring_pairing set mentee_id = ? where id = ?", (yuli, pk))
    database.close()
    return f"/acompanamiento/pareja/{pk[:8]}-{pk[8:12]}-{pk[12:16]}-{pk[16:20]}-{pk[20:]}/"


def test_without_javascript_a_meeting_is_noted_and_every_page_can_be_used_by_everyone(phone, enter, site, pair):
    page = enter(phone(javascript=False, width=320), "joven")
    before = rows(site, NOTED)[0][0]
    page.goto(f"{pair}encuentro/")
    page.check("[name=day][value=yesterday]")
    page.check("[name=minutes][value='30']")
    page.fill("[name=next_step]", "Ensayar el saludo")
    tapped(page, "text=Guardar")
    assert "Ensayar el saludo" in page.content()
    assert rows(site, NOTED)[0][0] == before + 1
    seen, found = enter(phone(), "joven"), []
    of_pair = ["", "acuerdo/", "encuentro/", "como-va/", "pausa/", "cambio/", "cierre/", "recordatorio/"]
    others = ["buen-trato/", "calendario/", "apoyo/", "apoyo/avisar/"]
    for address in [*(pair + end for end in of_pair), *(f"/acompanamiento/{end}" for end in others)]:
        seen.goto(address)
        found += faults(seen)
    assert found == []


def test_without_signal_a_meeting_waits_on_the_phone_and_arrives_once(phone, enter, site, pair):
    page = enter(phone(), "joven", anew=True)
    address = f"{pair}encuentro/"
    page.goto(address)
    for _half_second in range(60):
        if page.evaluate("path => self.relevoBox ? relevoBox.kept('form:' + path).then(Boolean) : false", address):
            break
        page.wait_for_timeout(500)
    worker(page)
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("form[data-from-box]")
    before = rows(site, NOTED)[0][0]
    page.fill("[name=next_step]", "Leer el acta juntas")
    page.click("text=Si quieres: tema y notas")
    page.fill("[name=private]", "Solo mío")
    page.click("form[data-from-box] button.wide")
    page.wait_for_selector("form .notice:has-text('Guardado en este celular')")
    me = page.evaluate("document.querySelector('form[data-from-box]').dataset.me")
    assert page.evaluate("me => relevoBox.count(me)", me) == 1
    page.context.set_offline(False)
    # It may have gone by itself already, when the signal came back: what counts is that nothing is left here.
    told = page.evaluate("relevoBox.flush({ now: true })")
    assert (told["left"], told["kept"]) == (0, 0)
    assert rows(site, NOTED)[0][0] == before + 1
    page.goto(pair)
    assert "Leer el acta juntas" in page.content()
    assert "Solo mío" in page.content()
    stored = rows(site, "select group_concat(payload) from core_event where kind = 'mentoring.meeting_logged'")[0][0]
    assert "Solo m" not in stored
