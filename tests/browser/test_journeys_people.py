"""The organiser brings women in, they come in on their own phones, and the facilitator sees how they do."""

import csv
import io
import re

import pytest

from tests.browser.doing import answer, events, lessons, rows, tapped

PIN = "480273"


def invited(organiser, name):
    """The organiser writes an invitation for ``name``; gives the address that its QR leads to."""
    organiser.goto("/organizar/")
    tapped(organiser, "text=Comedor Sol de la Ladera")
    tapped(organiser, "text=Invitar a una socia")
    organiser.fill("[name=name]", name)
    tapped(organiser, "main form button.btn")
    assert organiser.locator(".qr svg").count() == 1
    address = organiser.locator("main a[href*='/i/']").get_attribute("href")
    code = organiser.locator(".code").inner_text()
    assert re.sub(r"\W", "", code) in address
    return address


def joined(page, address, *, borrowed=False):
    """She opens her invitation and goes through its three screens. Gives her drawing's name."""
    page.goto(address)
    tapped(page, "main form button.btn")
    drawing = page.locator(".picto-grid label:not(.taken)").last
    name = drawing.inner_text().split()[-1]
    drawing.locator("input").check()
    tapped(page, "main form button.btn")
    page.fill("[name=pin]", PIN)
    page.fill("[name=pin_again]", PIN)
    if borrowed:
        page.check("[name=phone][value=borrowed]")
    tapped(page, "main form button.btn")
    return name


def test_a_newcomer_joins_and_comes_back_on_her_phone_with_her_pin_alone(phone, enter, site):
    organiser, hers = enter(phone(), "organizadora"), phone(javascript=False)
    address = invited(organiser, "Zenaida")
    joined(hers, address)
    assert "SOL" in hers.locator("main").inner_text()
    tapped(hers, "main a.btn")
    assert hers.request.get("/mi-camino/").url.endswith("/mi-camino/")
    again = phone().request.get(address)
    assert again.status == 410
    assert "Este código ya no sirve" in again.text()

    hers.goto("/mi-pagina/")
    tapped(hers, "main >> text=Salir")
    assert "Saliste" in hers.locator("h1").inner_text()
    hers.goto("/entrar/")
    tapped(hers, ".profiles >> text=Zenaida")
    hers.fill("[name=pin]", "111222")
    hers.click("main button.btn >> nth=0")
    assert "El PIN no coincide. Prueba otra vez." in hers.locator(".errors-box").inner_text()
    assert hers.input_value("[name=pin]") == ""
    hers.fill("[name=pin]", PIN)
    tapped(hers, "main button.btn >> nth=0")
    assert hers.request.get("/mi-camino/").url.endswith("/mi-camino/")

    organiser.goto("/organizar/")
    tapped(organiser, "text=Comedor Sol de la Ladera")
    assert "Ya entra" in organiser.locator("li.card", has_text="Zenaida").first.inner_text()
    assert rows(site, "select count(*) from members_member where display_name = 'Zenaida'") == [(1,)]


def test_a_borrowed_phone_keeps_nothing_of_her(phone, site):
    page = phone()
    page.goto("/entrar/")
    joven = site.people["joven"]
    for name in ("organisation", "name", "pin"):
        page.fill(f"[name={name}]", joven[name])
    page.check("[name=phone][value=borrowed]")
    page.fill("[name=pin]", "000111")
    page.click("main button.btn >> nth=0")
    assert "El código, el nombre o dibujo, o el PIN no coinciden." in page.locator(".errors-box").inner_text()
    assert page.is_checked("[name=phone][value=borrowed]")

    page.fill("[name=pin]", joven["pin"])
    with page.expect_navigation():
        page.click("main button.btn >> nth=0")
    page.goto("/salir/")
    tapped(page, "main form button.btn")
    assert "No quedó nada tuyo en este celular." in page.locator("main").inner_text()
    assert "Yuli" not in page.content()
    assert {each["name"] for each in page.context.cookies()} <= {"csrftoken", "sesion"}
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.goto("/entrar/")
    assert page.locator(".profiles").count() == 0
    assert "Yuli" not in page.content()
    page.go_back()
    assert "Yuli" not in page.content()


def old_spreadsheet(first, second):
    """A list as it comes: capitals, semicolons, Latin-1, a stranger's organisation, somebody who is here already."""
    lines = [
        "nombres;apellidos;celular;organizacion",
        f"{first.upper()};QUISPE INVENTADA;;",
        f"{second};Huamán Inventada;no tengo;",
        "Hermelinda;Poma Inventada;;Comedor Que No Existe",
        "Yuli;;;",
    ]
    return {"name": "socias.csv", "mimeType": "text/csv", "buffer": "\r\n".join(lines).encode("latin-1")}


@pytest.mark.parametrize(
    ("javascript", "first", "second"), [(True, "María José", "Casilda"), (False, "Ruperta", "Ángela")]
)
def test_an_organiser_brings_a_list_from_an_old_spreadsheet(phone, enter, site, javascript, first, second):
    page, file = enter(phone(javascript=javascript), "organizadora"), old_spreadsheet(first, second)
    page.goto("/organizar/")
    tapped(page, "text=Comedor Sol de la Ladera")
    tapped(page, "text=Agregar con una lista")
    address, before = page.url, members(site)
    page.set_input_files("[name=file]", file)
    tapped(page, "main form button.btn")
    assert "Todavía no guardamos a nadie." in page.locator("main").inner_text()
    assert members(site) == before
    assert f"{first} Quispe Inventada" in page.locator("tbody tr", has_text="Fila 2").inner_text()
    assert page.locator("tbody tr", has_text="Fila 4").locator(".field-error").inner_text()
    assert page.locator("fieldset", has_text="Yuli").locator("[type=radio]").count() == 2

    page.click("text=Confirmar y guardar")
    page.wait_for_selector("text=Lista guardada")
    assert page.locator(".big-number").inner_text() == "2"
    assert members(site) == before + 2
    page.goto(address)  # the same list once more adds nobody
    page.set_input_files("[name=file]", file)
    tapped(page, "main form button.btn")
    assert "Por ahora no hay nadie nuevo que agregar." in page.locator("main").inner_text()
    tapped(page, "text=Borrar la lista")
    assert "Borramos la lista." in page.locator("main").inner_text()


def members(site):
    return rows(site, "select count(*) from members_member")[0][0]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_facilitator_sees_names_only_with_permission_and_takes_the_counts_home(phone, enter, javascript):
    page = enter(phone(javascript=javascript, width=1280, height=800), "facilitadora")
    page.goto("/acompanar/")
    tapped(page, "main >> text=Es derecho, no favor")
    words = page.locator("main").inner_text()
    named = page.locator("[aria-labelledby=nombres]").inner_text()
    for name in ("Maruja", "Nélida", "Yeni", "Gladys"):
        assert name in named
    for name in ("Milagros", "Yesi", "Rosalía"):
        assert name not in words

    with page.expect_download() as download:
        page.click("text=Bajar CSV")
    table = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert len(table) > 3
    text = str(table)
    assert "Maruja" not in text
    assert "Milagros" not in text
    everyone = page.locator("[aria-labelledby=grupos] tbody tr").first.locator("td").all_inner_texts()
    counts = [re.sub(r"\D", "", each) for each in everyone]
    assert all(not each or int(each) >= 5 or each == "0" for each in counts), counts


def test_a_facilitator_reads_a_text_and_what_she_writes_comes_back(phone, enter):
    hers, reader = enter(phone(), "joven"), enter(phone(javascript=False), "facilitadora")
    lesson = lessons("L4")[4]
    hers.goto(lesson)
    essay = hers.locator("section.question", has=hers.locator("textarea"))
    number = [question.locator("textarea").count() for question in hers.locator("section.question").all()].index(1)
    assert answer(hers, number, right=True) == "Guardado. Tu facilitadora lo leerá."

    reader.goto("/acompanar/lecturas/")
    card = reader.locator("article.card", has_text="Pido la palabra en la asamblea")
    tapped(reader, card.locator("a.btn"))
    reader.locator("[name=right]").first.check()
    reader.fill("[name=note]", "Muy claro. Cuéntalo en la próxima asamblea.")
    tapped(reader, "main form button.btn")
    reader.goto("/acompanar/lecturas/")
    assert reader.locator("article.card", has_text="Pido la palabra en la asamblea").count() == 0

    hers.goto(lesson)
    assert "Cuéntalo en la próxima asamblea." in essay.inner_text()


def test_what_she_typed_comes_back_when_her_session_had_ended(phone, enter, site):
    """Without JavaScript. With it her words wait on her phone: test_loss_paths.py."""
    page = phone(javascript=False)
    lesson = lessons("P2")[1]
    enter(page, "joven", anew=True)
    page.goto(lesson)
    words = "Contamos hasta las hojas de culantro."
    note = page.locator("section", has_text="Para mí").locator("textarea")
    note.fill(words)
    reflected = events(site, "courses.reflected")
    page.context.clear_cookies(name="sesion")  # as after two months, or ended by her from another phone
    tapped(page, "text=Guardar para mí")
    page.wait_for_selector("text=Guardamos lo que escribiste")
    assert events(site, "courses.reflected") == reflected

    if page.locator("[name=pin]").count() == 0:
        tapped(page, ".profiles >> text=Yuli")
    page.fill("[name=pin]", site.people["joven"]["pin"])
    tapped(page, "main button.btn:not(.quiet) >> nth=0")
    tapped(page, "text=Sí, recuperar")
    assert page.url.split("#")[0].endswith(lesson)
    assert note.input_value() == words
    tapped(page, "text=Guardar para mí")
    assert events(site, "courses.reflected") == reflected + 1
    page.goto(lesson)
    assert note.input_value() == words
