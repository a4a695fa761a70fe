"""What is owed to us: the figures, the page, its files."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from academy.core.ids import uuid7
from academy.members.models import Territory
from leadership.metrics.programmes import Promise, commitments_kept, days_late
from peer_exchange.commitments import services
from peer_exchange.commitments.owed.chart import WIDTH, bars
from peer_exchange.commitments.owed.reading import Line
from peer_exchange.commitments.owed.reckoning import Figures, Row, reckon, worst_first
from peer_exchange.models import Commitment

from .promises import KITS, TOWN, promise, valley

AT = date(2026, 11, 22)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
amounts = st.one_of(st.none(), st.integers(0, 12).map(Decimal))
rows = st.builds(
    Row,
    state=st.sampled_from(["new", "ongoing", "kept", "partly", "broken", "void"]),
    due_on=st.one_of(st.none(), days),
    closed_on=st.just(None),
    promised=amounts,
    obtained=amounts,
    groups=st.tuples(st.sampled_from("abc")),
).map(lambda row: row._replace(closed_on=AT - timedelta(days=9)) if row.state == "kept" else row)


def number(amount):
    return None if amount is None else float(amount)


def figures_of(*told):
    return reckon([Row(*each, ()) for each in told], at=AT)[0]


def test_three_of_six_months_counts_half():
    past = date(2026, 4, 28)
    found = figures_of(
        ("partly", past, None, Decimal(6), Decimal(3)),
        ("kept", past, past + timedelta(days=190), Decimal(4), Decimal(4)),
        ("broken", past, None, None, None),
        ("ongoing", date(2027, 1, 1), None, None, None),
        ("new", None, None, None, None),
        ("void", past, None, None, None),
    )
    assert (found.total, found.due, found.kept, found.partly, found.broken) == (5, 3, 1, 1, 1)
    assert found.percent == 50
    assert (found.late, found.overdue, found.undated, found.open) == (190, 2, 1, 4)


@settings(max_examples=60)
@given(st.lists(rows, max_size=25))
def test_the_page_and_the_pipeline_say_the_same(told):
    """Two floors, two programs, one formula (field dossier, 4C)."""
    found = reckon(told, at=AT)[0]
    promises = [
        Promise(
            institution="x",
            due=row.due_on,
            kept_on=row.closed_on,
            promised=number(row.promised),
            obtained=number(row.obtained),
        )
        for row in told
        if row.due_on is not None and row.state != "void"
    ]
    theirs = commitments_kept([p for p in promises if p.due <= AT], at=AT)
    assert found.due == (theirs.n or 0)
    if found.due:
        assert float(found.share) == pytest.approx(theirs.value)
    late = days_late([p for p in promises if p.due <= AT], at=AT)
    assert found.late == (late.value if late.n else None)


@settings(max_examples=80)
@given(st.lists(rows, max_size=30))
def test_groups_add_up_to_the_whole(told):
    whole, (groups,) = reckon(told, at=AT, ways=1)
    for name in ("total", "open", "due", "kept", "partly", "broken", "undated", "overdue"):
        assert sum((getattr(each, name) for each in groups.values()), start=0) == getattr(whole, name)
    # Thirds are rounded in another order.
    assert float(sum(each.weight for each in groups.values())) == pytest.approx(float(whole.weight))
    assert whole.due == whole.kept + whole.partly + whole.broken
    assert [each.overdue for _group, each in worst_first(groups)] == sorted(
        (each.overdue for each in groups.values()), reverse=True
    )


def test_bars_share_one_scale_and_leave_out_what_is_not_due():
    lines = [
        Line("a", Figures(due=4, kept=1, partly=1, broken=2)),
        Line("b", Figures(total=3)),
        Line("c", Figures(due=2, broken=2)),
    ]
    drawn, height = bars(lines)
    assert [bar.name for bar in drawn] == ["a", "c"]
    assert sum(part.width for part in drawn[0].parts) == pytest.approx(WIDTH, abs=0.3)
    assert sum(part.width for part in drawn[1].parts) == pytest.approx(WIDTH / 2, abs=0.3)
    assert height == 92
    assert bars([]) == ([], 0)


# --- The page ---------------------------------------------------------------------------------------------


@pytest.fixture
def here(db):
    house = valley()
    country = Territory.objects.create(code="PE", country="PE", kind="country", depth=0, path="/PE/", name="Perú")
    for code, name in (("01", "Valle"), ("02", "Loma")):
        place = Territory.objects.create(
            code=code, country="PE", kind="district", depth=1, parent=country, path=f"/PE/{code}/", name=name
        )
        setattr(house, name.lower(), place)
    promise(house, topic="Salud", unit="meses", promised=Decimal(6), obtained=Decimal(3), territory=house.valle)
    row = promise(house, words="Un techo", topic="cocina", territory=house.loma, due_on=date(2026, 3, 1))
    services.follow(commitment=row, by=house.yuli, nonce=uuid7(), on=date(2026, 4, 1), result="Sí", state="kept")
    promise(house, words="=1+1", who="Ministerio de Salud", topic="salud ", due_on=None, territory=house.valle)
    promise(house, words="Reservado", who="Otra", by=house.lidia, reserve="participants", territory=house.valle)
    return house


def test_the_page_tells_each_table_and_narrows_down(here, client):
    client.force_login(here.yuli)
    answer = client.get(reverse("exchange:owed"))
    owed = answer.context["owed"]
    assert (owed.whole.total, owed.whole.due, owed.whole.percent, owed.whole.undated) == (3, 2, 75, 1)
    assert [line.name for line in owed.institutions] == [TOWN, "Ministerio de Salud"]
    assert {line.name: line.figures.total for line in owed.topics} == {"Salud": 2, "cocina": 1}
    page = answer.content.decode()
    assert "<svg" in page
    assert "Reservado" not in page
    by_topic = client.get(reverse("exchange:owed"), {"tema": "SALUD"}).context["owed"].whole
    assert (by_topic.total, by_topic.due) == (2, 1)
    by_place = client.get(reverse("exchange:owed"), {"lugar": here.loma.pk}).context["owed"].whole
    assert (by_place.total, by_place.late) == (1, 31)
    number = Commitment.objects.get(words=KITS).institution_id
    assert client.get(reverse("exchange:owed"), {"institucion": number}).context["owed"].whole.total == 2
    assert client.get(reverse("exchange:owed"), {"institucion": "x", "lugar": "y", "desde": "z"}).status_code == 200


def test_the_page_asks_a_dozen_questions_at_most(here, client, django_assert_max_num_queries):
    client.force_login(here.yuli)
    number = Commitment.objects.get(words=KITS).institution_id
    asked = {"institucion": number, "lugar": here.valle.pk, "tema": "salud", "desde": "2020-01-01"}
    with django_assert_max_num_queries(12):
        assert client.get(reverse("exchange:owed")).status_code == 200
    with django_assert_max_num_queries(14):
        assert client.get(reverse("exchange:owed"), asked).status_code == 200


def test_files_say_what_the_page_says_and_name_no_woman(here, client):
    client.force_login(here.yuli)
    told = client.get(reverse("exchange:owed_csv")).content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(told)))
    assert len(table) == 4
    assert {row[2] for row in table[1:]} == {KITS, "Un techo", "'=1+1"}
    assert not any(name in told for name in ("Lidia", "Nora", "Yuli", "Reservado"))
    book = load_workbook(io.BytesIO(client.get(reverse("exchange:owed_xlsx")).content)).active
    by_words = {row[2]: row for row in book.iter_rows(min_row=2, values_only=True)}
    assert by_words[KITS][10:13] == (None, 6, 3)
    assert by_words["Un techo"][14] == 31
    assert by_words["=1+1"][8] is None or by_words["=1+1"][8] == ""
    report = client.get(reverse("exchange:owed_pdf"), {"lugar": here.valle.pk})
    assert report.content[:5] == b"%PDF-"
    client.force_login(here.rosa)
    assert KITS not in client.get(reverse("exchange:owed_csv")).content.decode()


def test_what_was_handed_on_is_counted_once(here, client):
    old = Commitment.objects.get(words=KITS)
    said = {name: getattr(old, name) for name in ("institution_said", "words", "made_on", "due_on", "unit", "promised")}
    services.note(organisation=here.kitchen, by=here.lidia, nonce=uuid7(), inherited_from=str(old.pk), **said)
    client.force_login(here.yuli)
    assert client.get(reverse("exchange:owed")).context["owed"].whole.total == 3


def test_today_is_a_day_with_a_future_for_what_is_not_due(here, client):
    promise(here, words="Para después", made_on=timezone.localdate(), due_on=timezone.localdate() + timedelta(days=9))
    client.force_login(here.yuli)
    owed = client.get(reverse("exchange:owed")).context["owed"].whole
    assert (owed.total, owed.due) == (4, 2)
