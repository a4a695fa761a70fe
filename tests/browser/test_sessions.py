"""The field entry on a phone without signal, and every page of sessions and papers for everyone."""

import io
import wave

from PIL import Image

from tests.browser.doing import rows, tapped, worker
from tests.browser.looking import faults

NOTE = "/dialogo/sesiones/anotar/"


def a_photo():
    out = io.BytesIO()
    Image.effect_noise((1800, 1200), 60).convert("RGB").save(out, "JPEG", quality=92)
    return {"name": "pagina.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def a_voice():
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 8000)
    return {"name": "voz.wav", "mimeType": "audio/wav", "buffer": out.getvalue()}


def test_without_signal_a_session_with_its_photo_and_voice_waits_on_the_phone_and_arrives_once(phone, enter, site):
    page = enter(phone(), "joven", anew=True)
    page.goto(NOTE)
    for _half_second in range(60):
        if page.evaluate("path => self.relevoBox ? relevoBox.kept('form:' + path).then(Boolean) : false", NOTE):
            break
        page.wait_for_timeout(500)
    worker(page)
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("form[data-from-box]")
    page.select_option("[name=type]", "dialogue")
    page.fill("[name=how_many]", "14")
    page.fill("[name=note]", "Pedimos seis meses y dieron tres")
    page.set_input_files("[name=photo]", a_photo())
    page.set_input_files("[name=voice]", a_voice())
    page.click("text=Compromiso 1")
    page.fill("[name=who_1]", "Municipalidad")
    page.fill("[name=what_1]", "Tres meses de kits")
    page.click("form[data-from-box] button.wide")
    page.wait_for_selector("form .notice:has-text('Guardado en este celular')")
    me = page.evaluate("document.querySelector('form[data-from-box]').dataset.me")
    assert page.evaluate("me => relevoBox.count(me)", me) == 1
    page.context.set_offline(False)
    # It may have gone by itself already, when the signal came back: what counts is that nothing is left here.
    told = page.evaluate("relevoBox.flush({ now: true })")
    assert (told["left"], told["kept"]) == (0, 0)
    kept = rows(site, "select id, note, how_many from peer_exchange_sessionlog where note like 'Pedimos seis meses y%'")
    assert [each[1:] for each in kept] == [("Pedimos seis meses y dieron tres", 14)]
    shown = "select count(*) from peer_exchange_evidence where session_id = ?"
    assert rows(site, shown, kept[0][0])[0][0] == 2
    promised = "select institution_said, words from peer_exchange_commitment where session_id = ?"
    assert rows(site, promised, kept[0][0])[0][1] == "Tres meses de kits"


def test_every_page_of_sessions_and_papers_can_be_used_by_everyone(phone, enter):
    page = enter(phone(javascript=False), "veterana")
    page.goto(NOTE)
    page.select_option("[name=type]", "assembly")
    page.fill("[name=how_many]", "18")
    page.fill("[name=note]", "Se eligió comité")
    tapped(page, "form.brief button.wide")
    session = page.url[page.url.index("/dialogo/") :]
    page.goto(f"{session}asistencia/")
    page.locator(".tiles input").first.check(force=True)
    tapped(page, "form.brief button.wide")
    page.goto(f"{session}asistencia/")
    page.click("text=Pasar la hoja de papel")
    page.fill("[name=lines]", "Vecina Inventada; Otra Olla\nVecina Inventada; Otra Olla")
    seen = enter(phone(), "veterana")
    page.click("form.brief button.wide")
    page.wait_for_selector("text=¿Es la misma?")
    found = []
    seen.goto("/dialogo/papeles/")
    dossier = seen.locator(".plain a.card").first.evaluate("a => a.pathname")
    addresses = ["/dialogo/", "/dialogo/sesiones/?q=comité", NOTE, "/dialogo/sesiones/circulo/", session]
    addresses += [f"{session}{part}/" for part in ("texto", "chat", "aportar", "acta", "acta/firmada", "asistencia")]
    addresses += [f"{session}asistencia/{part}/" for part in ("detalles", "cuenta")]
    for address in [*addresses, f"{session}quien-la-lee/", "/dialogo/papeles/", dossier, f"{dossier}asamblea/"]:
        assert seen.goto(address).status == 200, address
        found += faults(seen)
    assert found == []
