"""The calculator's page and the sheets that women keep."""

import re
from html import unescape

import pytest
from django.urls import reverse

from academy.core.ids import uuid7
from academy.members.models import Member
from courses.costing import cost_of
from courses.forms_calculator import CalculatorForm
from courses.models import SavedSheet
from courses.templatetags.calculator import BAR_LENGTH, bar

pytestmark = pytest.mark.django_db

MONTH = {
    "rations_per_day": "80",
    "days": "22",
    "free_per_day": "10",
    "market": "2,640",
    "gas": "240",
    "water": "60",
    "light": "30",
    "transport": "100",
    "cleaning": "80",
    "repairs": "80",
    "donated": "1,150",
    "women": "4",
    "hours_per_day": "5",
    "hour_value": "4.71",
    "price": "2.50",
}


def results(response):
    """The words of the results, without the blank ones that wait for the script."""
    html = response.content.decode().partition("<template")[0]
    words = unescape(re.sub(r"<[^>]+>", " ", html[html.index('id="resultado"') :]))
    return " ".join(words.split())


@pytest.fixture
def yuli():
    return Member.objects.create(username="yuli", display_name="Yuli")


@pytest.fixture
def stranger():
    return Member.objects.create(username="otra", display_name="Otra")


def test_a_guest_reads_the_worked_example_in_plain_words(client):
    response = client.get(reverse("courses:calculator"), MONTH)

    said = results(response)
    assert response.status_code == 200
    for words in [
        "S/ 3.67",
        "Raciones en el mes: 1,760",
        "En plata 3,230 1.84",
        "Más alimentos 4,380 2.49",
        "Más trabajo 6,452 3.67",
        "Te falta S/ 1,697 al mes para llegar al 65 %.",
        "(plata + alimentos) 26 %",
        "Contando el trabajo de las socias 18 %",
        "El 65 % sería S/ 2,847",
        "El número del artículo está por verificar.",
        "Precio que cubre la plata que sale S/ 2.10",
        "Entra en el mes con tu precio S/ 3,850",
        "Con tu precio sobran S/ 620 al mes.",
    ]:
        assert words in said
    assert SavedSheet.objects.count() == 0


def test_only_what_holds_is_said(client):
    said = results(client.get(reverse("courses:calculator"), {**MONTH, "donated": "20,000", "price": "2"}))

    assert "Lo que reciben llega al 65 %." in said
    assert "Te falta" not in said
    assert "Con tu precio faltan S/ 150 al mes." in said
    assert "sobran" not in said


def test_the_empty_page_asks_and_says_no_result(client):
    response = client.get(reverse("courses:calculator"))

    assert response.context["sheet"] is None
    assert response.content.decode().count("<h1") == 1
    assert '<section id="resultado" tabindex="-1" aria-labelledby="resultado-t" hidden>' in response.content.decode()


def test_a_wrong_figure_keeps_everything_typed(client):
    response = client.get(reverse("courses:calculator"), {**MONTH, "market": "dos mil"})

    page = response.content.decode()
    assert 'value="dos mil"' in page
    assert 'value="1,150"' in page
    assert "Escribe solo el número." in page
    assert response.context["sheet"] is None


def test_no_figure_reaches_the_address_of_a_lesson(client):
    """The form inside a lesson goes to the calculator's own page."""
    page = client.get(reverse("courses:calculator")).content.decode()

    assert f'<form method="get" action="{reverse("courses:calculator")}#resultado"' in page


def test_the_longest_bar_has_the_whole_length():
    form = CalculatorForm(MONTH)
    assert form.is_valid()
    sheet = cost_of(form.month())

    assert [bar(sheet, name) for name in ("cash", "food", "work")] == [BAR_LENGTH, 117, 211]


def test_she_keeps_a_sheet_opens_it_changes_it_and_throws_it_away(client, yuli):
    client.force_login(yuli)

    saved = client.post(reverse("courses:save_sheet"), {**MONTH, "name": "Abril", "nonce": str(uuid7())})
    kept = SavedSheet.objects.get()
    assert saved.url == reverse("courses:saved_sheets")
    assert (kept.member, kept.name, kept.figures["market"]) == (yuli, "Abril", "2640")
    assert "Abril" in client.get(reverse("courses:saved_sheets")).content.decode()

    opened = client.get(reverse("courses:saved_sheet", args=[kept.pk]))
    assert "Te falta S/ 1,697 al mes" in results(opened)
    assert 'value="Abril"' in opened.content.decode()

    client.post(
        reverse("courses:save_sheet"),
        {**MONTH, "gas": "300", "name": "Abril", "nonce": str(uuid7()), "sheet": str(kept.pk)},
    )
    assert SavedSheet.objects.get().figures["gas"] == "300"

    client.post(reverse("courses:delete_sheet", args=[kept.pk]), {"nonce": str(uuid7())})
    assert not SavedSheet.objects.exists()


def test_a_double_tap_keeps_one_sheet(client, yuli):
    client.force_login(yuli)
    form = {**MONTH, "nonce": str(uuid7())}

    client.post(reverse("courses:save_sheet"), form)
    client.post(reverse("courses:save_sheet"), form)

    assert SavedSheet.objects.count() == 1


def test_a_wrong_figure_is_not_kept_and_comes_back(client, yuli):
    client.force_login(yuli)

    response = client.post(reverse("courses:save_sheet"), {**MONTH, "gas": "mucho", "name": "Mayo"})

    assert response.status_code == 422
    assert 'value="mucho"' in response.content.decode()
    assert not SavedSheet.objects.exists()


def test_to_another_woman_a_kept_sheet_does_not_exist(client, yuli, stranger):
    client.force_login(yuli)
    client.post(reverse("courses:save_sheet"), {**MONTH, "name": "Abril", "nonce": str(uuid7())})
    kept = SavedSheet.objects.get()
    client.force_login(stranger)

    # 404 and not 403: that a sheet exists is hers to tell.
    assert client.get(reverse("courses:saved_sheet", args=[kept.pk])).status_code == 404
    assert client.post(reverse("courses:delete_sheet", args=[kept.pk])).status_code == 404
    assert client.post(reverse("courses:save_sheet"), {**MONTH, "sheet": str(kept.pk)}).status_code == 404
    assert "Abril" not in client.get(reverse("courses:saved_sheets")).content.decode()
    assert SavedSheet.objects.get().member == yuli


def test_who_has_to_sign_in_first_finds_her_figures_waiting(client):
    here = reverse("courses:calculator")

    response = client.post(reverse("courses:save_sheet"), {**MONTH, "back": here, "nonce": str(uuid7())})

    assert response.status_code == 302
    assert response.url.startswith(reverse("members:sign_in"))
    forms = client.session["kept_forms"].values()
    assert [form["data"]["market"] for form in forms] == [["2,640"]]
    assert not SavedSheet.objects.exists()


def test_saved_sheets_ask_a_guest_to_sign_in(client):
    response = client.get(reverse("courses:saved_sheets"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("members:sign_in"))


def test_the_name_of_a_sheet_outlives_a_wrong_figure_and_another_sum(client, yuli):
    client.force_login(yuli)
    hidden = '<input type="hidden" name="name" value="Abril">'
    wrong = client.post(reverse("courses:save_sheet"), {**MONTH, "market": "mucho", "name": "Abril"})
    assert wrong.status_code == 422
    assert hidden in wrong.content.decode()
    client.post(reverse("courses:save_sheet"), {**MONTH, "name": "Abril", "nonce": str(uuid7())})
    opened = client.get(reverse("courses:saved_sheet", args=[SavedSheet.objects.get().pk])).content.decode()
    assert hidden in opened.partition("</form>")[0]
