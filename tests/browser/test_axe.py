"""Every kind of page against WCAG 2.0, 2.1 and 2.2 A and AA by axe, light and dark, at 360 px; and none is wider than
320 px, none has a target too small for a thumb."""

import re
import uuid
from urllib.parse import urlencode

from tests.browser.doing import answer, lessons, posted, rows, tapped
from tests.browser.looking import faults
from tests.browser.test_calculator import WORKED_EXAMPLE

LESSONS = [lessons("R1")[1], lessons("L4")[4], lessons("P2")[4], lessons("D1")[4]]
NO_SUCH = ("/no-hay-tal-pagina/", "/ay/no-hay/", "/i/ABCDEFGH/")


def looked_over(page, *addresses):
    """The faults of all these pages together, so that one run tells of all."""
    found = []
    for address in addresses:
        reply = page.goto(address)
        assert (reply.status == 404) is (address in NO_SUCH), f"{address}: {reply.status}"
        assert page.url.endswith(address), f"{address} led to {page.url}"
        found += faults(page)
    return found


def test_what_a_guest_opens_can_be_used_by_everyone(phone):
    page = phone()
    found = looked_over(
        page,
        "/",
        "/cursos/",
        "/cursos/?minutos=10&orden=peso",
        "/cursos/es-derecho-no-favor/",
        *LESSONS,
        "/cursos/es-derecho-no-favor/prueba/",
        "/calculadora/?" + urlencode(WORKED_EXAMPLE),
        "/buscar/?q=favor",
        "/constancia/",
        "/ayuda/",
        "/guardado/",
        "/no-hay-tal-pagina/",
    )
    assert found == []


def test_the_doors_can_be_used_by_everyone(phone):
    page = phone()
    found = looked_over(page, "/entrar/?otra=1", "/entrar/equipo/", "/entrar/ayuda/", "/i/ABCDEFGH/")
    page.goto("/entrar/?otra=1")
    page.click("summary")
    page.click("main form button.btn")  # with everything missing
    page.wait_for_selector(".errors-box")  # the door answers without loading the page anew
    assert found + faults(page) == []


def test_a_lesson_with_answers_can_be_used_by_everyone(phone):
    page = phone()
    page.goto(LESSONS[0])
    for number in range(3):
        answer(page, number, right=number != 1)
    page.goto(page.url)
    page.locator("section.question button.btn").first.click()  # empty: refused
    page.wait_for_selector(".field-error")
    assert faults(page) == []


def test_her_own_pages_can_be_used_by_everyone(phone, enter):
    page = enter(phone(), "joven")
    html = page.request.get(lessons("P2")[0]).text()
    task = re.search(r'href="(/leccion/[^"]*/tarea/[^"]*)"', html)[1]
    found = looked_over(
        page,
        lessons("P2")[1],
        task,
        "/mi-camino/",
        "/cursos/cuanto-cuesta-la-racion/prueba/",
        "/tareas/",
        "/vale/",
        "/constancias/",
        "/calculadora/guardadas/",
        "/mi-pagina/",
        "/mi-pagina/permisos/",
        "/mi-pagina/cambiar/nombre/",
        "/mi-pagina/cambiar/dibujo/",
        "/mi-pagina/cambiar/pin/",
        "/mi-pagina/para-entrar/",
        "/mi-pagina/quien-miro/",
        "/mi-pagina/avisos/",
        "/mi-camino/enviado/",
        "/mi-camino/traer/",
        "/salir/",
    )
    page.goto("/cursos/cuanto-cuesta-la-racion/prueba/")
    tapped(page, "main form button.btn")
    found += faults(page)  # one question of the test
    tapped(page, "text=Terminar la prueba")
    found += faults(page)  # how it went
    assert found == []


def test_the_pages_of_who_accompanies_can_be_used_by_everyone(phone, enter):
    hers, page = enter(phone(), "joven"), enter(phone(), "facilitadora")
    question = r"/pregunta/[^/]*/"
    essay = re.search(
        rf'action="[^"]*({question})[^"]*"(?:(?!</form>).)*<textarea', hers.request.get(LESSONS[1]).text(), re.S
    )[1]
    posted(hers, LESSONS[1], essay, r="Mi nuevo lugar es al lado de las jóvenes.")
    found = looked_over(page, "/acompanar/", "/acompanar/lecturas/")
    tapped(page, page.locator("article.card a.btn").first)
    found += faults(page)
    page.goto("/acompanar/")
    tapped(page, "main >> text=Es derecho, no favor")
    assert found + faults(page) == []


def test_the_organisers_pages_can_be_used_by_everyone(phone, enter, site):
    page = enter(phone(), "organizadora")
    [(pk,)] = rows(site, "select id from members_organisation where code = 'SOL'")
    [(yuli,)] = rows(site, "select id from members_member where display_name = 'Yuli' and is_demo")
    base = f"/organizar/{pk}/"
    found = looked_over(
        page,
        "/organizar/",
        base,
        f"{base}agregar/",
        f"{base}responsabilidades/",
        f"{base}importar/",
        f"/organizar/socia/{uuid.UUID(yuli)}/recuperar/",
        "/organizar/sitio/",
        "/organizar/sitio/trabajos/",
        "/organizar/sitio/apartados/",
    )
    page.goto(f"{base}importar/")
    buffer = b"nombres;apellidos\nElvira;Inventada\nYuli;\n;\nx;\n"
    page.set_input_files("[name=file]", {"name": "lista.csv", "mimeType": "text/csv", "buffer": buffer})
    tapped(page, "main form button.btn")
    found += faults(page)
    tapped(page, "text=Borrar la lista")
    page.goto(f"{base}invitar/")
    page.click("summary")
    found += faults(page)
    page.fill("[name=name]", "Herlinda")
    tapped(page, "main form button.btn")
    found += faults(page)
    door = page.locator("main a[href*='/i/']").get_attribute("href")
    guest = phone()
    found += looked_over(guest, door)
    tapped(guest, "main form button.btn")
    found += faults(guest)
    guest.locator(".picto-grid label:not(.taken)").first.click()
    tapped(guest, "main form button.btn")
    assert found + faults(guest) == []


def test_the_other_languages_can_be_used_by_everyone(phone):
    page = phone()
    assert looked_over(page, "/en/", f"/en{LESSONS[2]}", f"/qu{LESSONS[0]}", "/ay/cursos/", "/ay/no-hay/") == []


BROKEN = """<!doctype html><html lang="es"><title>Mala</title><main><p>Sin título.</p><img src="data:,">
<p class="wide">ancho</p><button class="thin">No</button><p class="pale">pálido</p></main>
<style>.wide{width:500px}.thin{height:20px;width:20px;padding:0}.pale{color:#ccc;background:#fff}</style></html>"""


def test_these_eyes_see_a_bad_page(phone):
    page = phone()
    page.set_content(BROKEN)
    found = " ".join(faults(page))
    for fault in ("color-contrast", "dark: color-contrast", "image-alt", "small target", "0 h1", "wider than 320 px"):
        assert fault in found
