"""Cycles, maps and what surrounds them on a cheap phone: by everyone, without JavaScript, and without signal."""

import json

from academy.demo import gathering
from tests.browser.doing import rows, tapped, until, worker
from tests.browser.looking import faults

POINTS = "select count(*) from peer_exchange_mappoint where words = ?"


def address(kind, *end):
    names = {"cycle": "ciclos", "map": "mapas", "workshop": "talleres", "plan": "planes", "visit": "visitas"}
    return "/".join(["/dialogo", names[kind], str(gathering._number(kind)), *end, ""])


def test_every_page_can_be_used_by_everyone_and_a_point_is_noted_without_javascript(phone, enter, site):
    page = enter(phone(javascript=False, width=320), "joven")
    page.goto(address("map", "punto"))
    page.check("[name=layer][value=risk]")
    page.fill("[name=words]", "Poste inclinado")
    page.fill("[name=square]", "f6")
    tapped(page, "main button:text-is('Guardar')")
    assert "Poste inclinado" in page.content()
    seen, found = enter(phone(), "joven"), []
    walked = [address("cycle"), address("cycle", "paso", "4"), address("cycle", "papeles"), address("map")]
    walked += [address("map", "punto"), address("workshop"), address("plan"), address("plan", "modulo")]
    walked += [address("visit"), address("visit", "cambiar"), "/dialogo/practicas/nueva/", "/dialogo/ciclos/nuevo/"]
    for each in walked:
        seen.goto(each)
        found += faults(seen)
    assert found == []


def test_without_signal_a_point_waits_on_the_phone_and_arrives_once(phone, enter, site):
    page = enter(phone(), "joven", anew=True)
    form = address("map", "punto")
    page.goto(form)
    kept = f"() => self.relevoBox ? relevoBox.kept({json.dumps('form:' + form)}).then(Boolean) : false"
    worker(page)
    until(lambda: page.evaluate(kept), seconds=40)
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("form[data-from-box]")
    page.check("[name=layer][value=garden]")
    page.fill("[name=words]", "Biohuerto nuevo")
    page.fill("[name=square]", "g-4")
    page.click("form[data-from-box] button.wide")
    page.wait_for_selector("form .notice:has-text('Guardado en este celular')")
    page.context.set_offline(False)
    # It may have gone by itself already, when the signal came back: what counts is that nothing is left here.
    told = page.evaluate("relevoBox.flush({ now: true })")
    assert (told["left"], told["kept"]) == (0, 0)
    assert rows(site, POINTS, "Biohuerto nuevo")[0][0] == 1
