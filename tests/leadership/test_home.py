"""The organiser's home: one number first, the seats behind it, files that say what the page says, nobody's name."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from leadership.figures import sheet
from leadership.home import keeping, report
from leadership.home.opening import open_for
from leadership.metrics import FORMULAS
from leadership.models import Keeping, Snapshot
from leadership.snapshots import services
from tests.courses.factories import MemberFactory

from .pipeline import board, network, willing
from .women import sits

pytestmark = pytest.mark.django_db
HOME = "/relevo/"


@pytest.fixture
def here():
    found = network()
    for post, woman in zip(["presidenta", "secretaria", "tesorera"], found.women, strict=False):
        sits(found.board[post], woman, candidates=1)
    return found


def enter(client, member):
    client.force_login(member)
    session = client.session
    session["signed_in_with"] = "password"
    session.save()
    return client


@pytest.fixture
def hers(client, here):
    return enter(client, here.ana)


def text(response):
    return response.content.decode()


def test_the_one_number_comes_first_and_the_seats_behind_it(hers, here):
    page = text(hers.get(HOME))
    order = [page.index(str(FORMULAS[key].title)) for key in ("uncovered_risk", "expiring_seats", "bench_strength")]
    assert order == sorted(order)
    assert "1 cargo sin relevo, de 4." in page, "the others have years to go, and nobody has left early yet"
    behind = page.split("Estos son los primeros")[1].split("</ol>")[0]
    assert "Vocal · Comedor Ají" in behind, "the empty seat"
    assert "Presidenta" not in behind


def test_the_home_costs_at_most_twenty_queries(hers, django_assert_max_num_queries):
    hers.get(HOME)
    with django_assert_max_num_queries(20):
        hers.get(HOME, {"nivel": "base", "plazo": "24"})


def test_every_figure_opens_its_formula_in_words_and_its_rows(hers, here):
    willing(here.lidia, here.board["vocal"], prepared=False)
    for key in sheet.KEYS:
        response = hers.get(reverse("leadership:figure", args=[key]))
        assert response.status_code == 200, key
        page = text(response)
        assert page.count("<h1>") == 1
        assert str(FORMULAS[key].words) in page, key
        assert "Zoraida" not in page, key


def test_files_say_exactly_what_the_page_says(hers):
    address = reverse("leadership:figure", args=["depth"])
    page = text(hers.get(address, {"nivel": "base"}))
    sent = hers.get(reverse("leadership:figure_file", args=["depth", "csv"]), {"nivel": "base"})
    rows = list(csv.reader(io.StringIO(sent.content.decode("utf-8-sig"))))
    assert rows[0] == ["Mujeres listas por cargo"]
    table = rows[rows.index([]) + 1 :]
    assert len(table) == 1 + 4
    for cell in [*table[0], *table[1][:2]]:
        assert cell in page
    sent = hers.get(reverse("leadership:figure_file", args=["depth", "xlsx"]), {"nivel": "base"})
    sheet_ = load_workbook(io.BytesIO(sent.content)).active
    assert [str(cell.value or "") for cell in sheet_[6]] == table[0]
    assert sheet_.max_row == 6 + 4


def test_a_figure_that_does_not_exist_is_not_found(hers):
    assert hers.get(reverse("leadership:figure", args=["flight-risk"])).status_code == 404
    assert hers.get(reverse("leadership:figure_file", args=["flight-risk", "csv"])).status_code == 404


def test_the_map_the_matrix_and_the_table_stand_together(hers):
    page = text(hers.get(reverse("leadership:pipeline_map"), {"ver": "cargo"}))
    assert page.count('<svg class="pipeline"') == 2
    assert "Los mismos números" in page
    assert "Presidenta" in page
    sent = hers.get(reverse("leadership:map_file", args=["csv"]), {"ver": "cargo"})
    assert "Sin lugar anotado" in sent.content.decode("utf-8-sig")


def test_the_forecast_says_where_it_knows_too_little(hers):
    page = text(hers.get(reverse("leadership:pipeline_forecast"), {"entran": "20", "anos": "1"}))
    assert "No mostramos la proyección." in page
    assert "Con períodos de 1 año:" in page
    assert hers.get(reverse("leadership:pipeline_forecast"), {"entran": "muchas"}).status_code == 200


def test_the_report_is_one_page_and_names_no_woman(hers, here, rf):
    response = hers.get(reverse("leadership:pipeline_report"))
    assert response.content.startswith(b"%PDF")
    assert response.content.count(b"/Type /Page\n") <= 1
    request = rf.get(HOME)
    request.user = here.ana
    said = str(report.data(open_for(request)))
    assert "Zoraida" not in said
    assert "Federación del Cerro" in said


def test_another_network_sees_nothing_of_it(client, here):
    enter(client, here.eva)
    refused = client.get(HOME)
    assert refused.status_code == 403
    assert "Esto lo mira quien tiene un cargo" in text(refused)


def test_a_part_of_another_network_does_not_exist_for_her(hers, here):
    assert hers.get(HOME, {"org": here.far.pk}).status_code == 404
    assert hers.get(HOME, {"org": here.kitchen.pk}).status_code == 200
    assert hers.get(HOME, {"org": "99999999"}).status_code == 404


def test_who_sits_sees_her_own_board_alone(client, here):
    board(here.federation, [("fiscal", "Fiscal")])
    enter(client, here.women[0])
    page = text(client.get(HOME))
    assert "Comedor Ají" in page
    assert "Fiscal" not in page.split("Estos son los primeros")[1].split("Ver los")[0]


def test_a_superuser_has_no_way_round(client, here):
    assert enter(client, MemberFactory(is_superuser=True)).get(HOME).status_code == 403


def test_its_age_is_said_and_a_large_network_is_told_to_wait(hers, monkeypatch):
    hers.get(HOME)
    Snapshot.objects.update(made_at=timezone.now() - timedelta(hours=7))
    monkeypatch.setattr(services.rules, "AT_ONCE", 0)
    monkeypatch.setattr(services, "soon", lambda path: None)
    page = text(hers.get(HOME))
    assert "Cuenta hecha hace 7" in page
    assert "Ya se está haciendo una nueva." in page
    Snapshot.objects.all().delete()
    page = text(hers.get(HOME))
    assert "Estamos contando por primera vez" in page
    assert hers.get(reverse("leadership:pipeline_report")).status_code == 404


def test_she_may_have_it_counted_again(hers):
    hers.get(HOME)
    before = Snapshot.objects.get().pk
    assert hers.post(reverse("leadership:recount")).status_code == 302
    assert Snapshot.objects.get().pk != before


# --- Who keeps what ----------------------------------------------------------------------------------


def test_an_organisation_that_hangs_on_one_woman_is_seen_and_mended(hers, here):
    both = here.board["presidenta"].pk, here.board["tesorera"].pk
    sent = hers.post(reverse("leadership:keeping", args=[here.kitchen.pk]), {"signature": both[0], "book": both[0]})
    assert sent.status_code == 302
    services.building.count(root=here.federation)
    page = text(hers.get(reverse("leadership:figure", args=["single_point"])))
    assert "1 de 1" in page
    assert "Comedor Ají" in page
    keeping.say(organisation=here.kitchen, by=here.ana, kept={"signature": both, "book": both})
    services.building.count(root=here.federation)
    assert "0 de 1" in text(hers.get(reverse("leadership:figure", args=["single_point"])))


def test_another_organisations_seat_keeps_nothing_here(hers, here):
    other = board(here.far, [("fiscal", "Fiscal")])["fiscal"]
    sent = hers.post(reverse("leadership:keeping", args=[here.kitchen.pk]), {"signature": other.pk})
    assert sent.status_code == 422
    assert not Keeping.objects.exists()


def test_who_keeps_keys_is_for_the_board_alone(client, here):
    address = reverse("leadership:keeping", args=[here.kitchen.pk])
    assert enter(client, here.lidia).get(address).status_code == 403
    assert enter(client, here.eva).get(address).status_code == 404
    assert enter(client, here.women[0]).get(address).status_code == 200
