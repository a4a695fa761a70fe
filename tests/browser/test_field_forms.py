"""Forms of the field on a phone: what they weigh, and what is noted where there is no signal."""

import re

from tests.browser.doing import rows, until, worker

NOTE, NEW, CYCLES = "/dialogo/sesiones/anotar/", "/dialogo/compromisos/nuevo/", "/dialogo/ciclos/"
KEPT = "path => self.relevoBox ? relevoBox.kept('form:' + path).then(Boolean) : false"


def test_a_cold_visit_to_the_field_entry_takes_twenty_kilobytes_in_all(phone, enter):
    """Every request of the page by itself, with its headers, until it asks for nothing more: what comes when it is idle
    too. What the worker brings for all pages once in a phone's life is another account (docs/offline.md)."""
    enter(phone(), "joven")
    page = enter(phone(), "joven")  # her session on a phone that never saw the site
    line, asked, came = page.context.new_cdp_session(page), {}, {}
    line.send("Network.enable")
    line.on("Network.requestWillBeSent", lambda said: asked.setdefault(said["requestId"], said["request"]["url"]))
    line.on("Network.loadingFinished", lambda said: came.setdefault(said["requestId"], said["encodedDataLength"]))
    page.goto(NOTE)
    worker(page)
    until(lambda: page.evaluate(KEPT, NOTE))
    page.wait_for_load_state("networkidle")
    weight = {asked[key]: size for key, size in came.items() if asked[key].startswith("http")}
    names = " ".join(weight)
    assert all(part in names for part in (NOTE, "/css/site.", "/js/form.", "/js/session.", "/celular/llave.json")), (
        names
    )
    assert sum(weight.values()) <= 20 * 1024, weight


def ready(page, path):
    """Open the form with signal, until it waits in her box."""
    page.goto(path)
    worker(page)
    until(lambda: page.evaluate(KEPT, path))


def written(page, **fields):
    page.wait_for_selector("form[data-from-box]")
    for name, words in fields.items():
        page.fill(f"[name={name}]", words)
    page.click("form[data-from-box] button.wide")
    page.wait_for_selector("form .notice:has-text('Guardado en este celular')")


def test_promises_and_steps_noted_without_signal_arrive_once_and_a_refused_one_keeps_her_words(phone, enter, site):
    page = enter(phone(), "joven", anew=True)
    page.goto(CYCLES)
    cycle = re.search(rf"{CYCLES}[0-9a-f-]{{36}}/", page.content())[0]
    good, refused = f"{cycle}paso/4/", f"{cycle}paso/5/"
    for path in (NEW, good, refused):
        ready(page, path)
    page.context.set_offline(True)
    page.goto("/guardado/")
    page.click("[data-forms] a:has-text('Anotar un compromiso')")
    page.wait_for_selector("form[data-from-box]")
    page.check("[name=has_date][value=none]", force=True)
    written(page, institution_said="Municipalidad", words="Traerán agua los lunes")
    page.goto(good)
    page.wait_for_selector("form[data-from-box]")
    page.check("[name=state][value=done]", force=True)
    written(page, output="Hablarán Yuli y doña Hilda")
    page.goto(refused)
    page.wait_for_selector("form[data-from-box]")
    # Another edition of the site offered a state that this one does not know.
    page.eval_on_selector("[name=state]", "radio => { radio.value = 'antes'; radio.checked = true; }")
    written(page, output="El ensayo salió bien")
    assert page.evaluate("relevoBox.list().then(waits => waits.length)") == 3
    page.context.set_offline(False)
    # They may have gone by themselves already: what counts is that nothing is left here.
    assert page.evaluate("relevoBox.flush({ now: true })")["left"] == 0
    promised = "select count(*) from peer_exchange_commitment where words = 'Traerán agua los lunes'"
    assert rows(site, promised)[0][0] == 1
    stepped = "select number, state from peer_exchange_cyclestep where output = ?"
    assert rows(site, stepped, "Hablarán Yuli y doña Hilda") == [(4, "done")]
    assert rows(site, stepped, "El ensayo salió bien") == []
    page.goto("/mi-camino/enviado/")
    card = page.locator("li.card", has_text="El ensayo salió bien")
    assert "¿Cómo va?" in card.inner_text()
