"""The calculator on the phone: it says what the server says, and sends nothing."""

import random
from urllib.parse import urlencode

import pytest

from courses.costing import FIGURES
from tests.browser.doing import tapped

LESSON = "/cursos/cuanto-cuesta-la-racion/el-65-y-la-realidad/"
WORKED_EXAMPLE = {
    "rations_per_day": "80",
    "days": "22",
    "free_per_day": "10",
    "market": "2,640",
    "gas": "S/ 240",
    "water": "60.00",
    "light": "30,00",
    "transport": "100",
    "cleaning": "80",
    "repairs": "80",
    "donated": "1.150",
    "women": "4",
    "hours_per_day": "5",
    "hour_value": "4,71",
    "price": "2,5",
}

SHORT = "Te falta S/\N{NO-BREAK SPACE}1,697 al mes para llegar al 65 %."

#: Fills the form, reckons on the phone, and asks the server for the same: [phone, server].
BOTH = """async (month) => {
  const form = document.querySelector('[data-calc]');
  for (const [name, text] of Object.entries(month)) form.elements[name].value = text;
  form.requestSubmit();
  const marked = ['v', 'if', 'bar'].map(name => `#resultado [data-${name}]`).join();
  const said = root => [...root.querySelectorAll(marked)].map(e =>
    [e.dataset.v || '', e.dataset.if || '', e.getAttribute('width') || '', e.textContent.trim().replace(/\\s+/g, ' ')]);
  const reply = await fetch(form.action.split('#')[0] + '?' + new URLSearchParams(month));
  const server = new DOMParser().parseFromString(await reply.text(), 'text/html');
  return [said(document), said(server)];
}"""


def months():
    """The worked example, the edges, and any months: the same ones at every run."""
    chance = random.Random(22)
    yield WORKED_EXAMPLE
    yield {**WORKED_EXAMPLE, "free_per_day": "80", "donated": "20,000"}
    yield {**WORKED_EXAMPLE, "price": ""}
    yield {**dict.fromkeys(FIGURES, "0"), "price": "0"}
    yield {**dict.fromkeys(FIGURES, ""), "rations_per_day": "1", "days": "1"}
    for _ in range(15):
        month = {name: _written(chance, 100_000) for name in FIGURES}
        month |= {"days": str(chance.randint(0, 31)), "hours_per_day": _written(chance, 2300)}
        month |= {"hour_value": _written(chance, 99_000), "price": _written(chance, 99_000)}
        month |= {"rations_per_day": str(chance.randint(400, 999)), "free_per_day": str(chance.randint(0, 400))}
        yield month | {"women": str(chance.randint(0, 99))}


def _written(chance, cents):
    number = chance.randint(0, cents) / 100
    return chance.choice([f"{number:.2f}", f"{number:.1f}".replace(".", ","), f"S/ {number:,.2f}", f"{number:.0f}"])


@pytest.fixture
def calculator(phone):
    page = phone()
    page.goto("/calculadora/")
    return page


def fill(page, month):
    for name, text in month.items():
        page.fill(f"[name={name}]", text)


def test_the_phone_and_the_server_say_the_same(calculator):
    for month in months():
        phone, server = calculator.evaluate(BOTH, month)

        assert len(phone) > 12
        assert phone == server, month


def test_the_worked_example_is_reckoned_without_sending_anything(calculator):
    sent = []
    calculator.on("request", lambda request: "/static/" in request.url or sent.append(request.url))
    fill(calculator, WORKED_EXAMPLE)

    calculator.click("form[data-calc] .btn")

    assert SHORT in calculator.inner_text("#resultado")
    assert calculator.evaluate("document.activeElement.id") == "resultado"
    assert sent == []
    assert "market" not in calculator.url


def test_what_cannot_be_read_is_said_beside_its_field(calculator):
    fill(calculator, {**WORKED_EXAMPLE, "gas": "mucho"})

    calculator.click("form[data-calc] .btn")

    told = calculator.eval_on_selector("[name=gas]", "field => field.validationMessage")
    assert told.startswith("Escribe solo el número.")
    assert calculator.is_hidden("#resultado")
    assert calculator.input_value("[name=market]") == "2,640"

    calculator.fill("[name=gas]", "240")
    calculator.click("form[data-calc] .btn")
    assert calculator.is_visible("#resultado")


def test_figures_stay_on_the_phone_only_when_she_says_so(calculator):
    calculator.fill("[name=market]", "2,640")
    calculator.reload()
    assert calculator.input_value("[name=market]") == ""

    calculator.fill("[name=market]", "2,640")
    calculator.check("text=Recordar en este celular")
    calculator.goto(calculator.url)
    assert calculator.input_value("[name=market]") == "2,640"

    calculator.uncheck("text=Recordar en este celular")
    calculator.goto(calculator.url)
    assert calculator.input_value("[name=market]") == ""
    assert calculator.evaluate("localStorage.length") == 0


def test_from_the_phones_results_she_goes_on_to_keep_the_sheet(calculator):
    fill(calculator, WORKED_EXAMPLE)
    calculator.click("form[data-calc] .btn")

    calculator.click("[data-keep]")

    calculator.wait_for_selector("text=Guardar esta cuenta")
    assert SHORT in calculator.inner_text("#resultado")


def test_inside_a_lesson_the_figures_stay_out_of_its_address(phone):
    page = phone()
    page.goto(LESSON)
    fill(page, WORKED_EXAMPLE)

    page.click("form[data-calc] .btn")

    assert SHORT in page.inner_text("#resultado")
    assert page.url.endswith(LESSON)


def test_without_javascript_a_lesson_hands_the_figures_to_the_calculators_page(phone):
    page = phone(javascript=False)
    page.goto(LESSON)
    fill(page, WORKED_EXAMPLE)

    tapped(page, "form[data-calc] .btn")

    assert "/calculadora/" in page.url
    assert SHORT in page.inner_text("#resultado")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_sheet_of_a_guest_waits_while_she_signs_in(phone, site, javascript):
    page = phone(javascript=javascript)
    page.goto("/calculadora/?" + urlencode(WORKED_EXAMPLE))
    page.fill("[name=name]", "Abril en la ladera")
    tapped(page, "text=Guardar esta cuenta")

    joven = site.people["joven"]
    for name in ("organisation", "name", "pin"):
        page.fill(f"[name={name}]", joven[name])
    tapped(page, "main button.btn:not(.quiet) >> nth=0")
    tapped(page, "text=Sí, recuperar")  # the phone may be another woman's
    page.wait_for_selector("[name=market]")
    assert page.input_value("[name=market]") == "2,640"
    assert page.input_value("[name=name]") == "Abril en la ladera"

    tapped(page, "text=Guardar esta cuenta")
    page.wait_for_url("**/calculadora/guardadas/")
    assert page.locator("li.card", has_text="Abril en la ladera").count() == 1
    tapped(page, page.locator("li.card", has_text="Abril en la ladera").locator("text=Borrar"))
    assert page.locator("li.card", has_text="Abril en la ladera").count() == 0
