"""Who to call: what is near her first, never without a number, and honest about what waits to be checked."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.core.operation import SOON, WELL
from academy.members.helplines.reference import load_reference
from academy.members.helplines.signs import help_lines
from academy.members.models import HelpLine, Territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lima(people):
    """Rosa's kitchen lies in a district of Lima; Elena's in Cusco."""
    made, parent = {}, None
    for code, path, name in (
        ("PE", "/PE/", "Perú"),
        ("15", "/PE/15/", "Lima"),
        ("150132", "/PE/15/150132/", "San Juan"),
        ("08", "/PE/08/", "Cusco"),
    ):
        parent = made.get(path.rsplit("/", 2)[0] + "/")
        depth = path.count("/") - 2
        made[path] = Territory.objects.create(
            code=code, country="PE", kind="x", depth=depth, parent=parent, path=path, name=name
        )
    for place, path in ((people.kitchen, "/PE/15/150132/"), (people.other_kitchen, "/PE/08/")):
        type(place).objects.filter(pk=place.pk).update(territory=made[path])
    for path, number in (("/PE/15/150132/", "01 555 0001"), ("/PE/15/", "01 555 0002"), ("/PE/08/", "084 555 003")):
        HelpLine.objects.create(
            territory=made[path], name_es="Casa de apoyo", number=number, what_es="Orienta.", check_by=date(2099, 1, 1)
        )
    return people


def test_the_nearest_stands_first_and_other_places_are_not_hers(lima):
    near = list(HelpLine.objects.near(lima.rosa).values_list("number", flat=True))
    assert near[:2] == ["01 555 0001", "01 555 0002"]
    assert "084 555 003" not in near
    assert set(near[2:]) == {"100", "111", "105"}


def test_a_guest_sees_the_numbers_of_everywhere(client, lima):
    page = client.get(reverse("members:help_lines"))
    words = page.content.decode()
    assert 'href="tel:100"' in words
    assert "01 555 0001" not in words
    assert "Salir rápido" in words
    assert "no-store" in page["Cache-Control"]
    assert "<title>Relevo</title>" in words


def test_where_she_asks_for_support_the_lines_of_her_district_stand(client, lima):
    client.force_login(lima.rosa)
    words = client.get(reverse("mentoring:report")).content.decode()
    assert "01 555 0001" in words
    assert 'href="tel:100"' in words


def test_a_line_past_its_day_is_shown_and_says_that_it_waits(client, lima):
    HelpLine.objects.filter(number="100").update(check_by=timezone.localdate() - timedelta(days=1))
    assert "Este dato espera revisión" in client.get(reverse("members:help_lines")).content.decode()
    assert [line.number for line in HelpLine.objects.overdue()] == ["100"]


def test_loading_again_changes_nothing_that_an_editor_wrote(db):
    HelpLine.objects.filter(number="105").update(what_es="Probado el lunes.")
    load_reference()
    assert HelpLine.objects.count() == 3
    assert HelpLine.objects.get(number="105").what == "Probado el lunes."


def test_who_looks_after_the_site_is_told_what_waits(db):
    assert help_lines(timezone.now()).state == WELL
    HelpLine.objects.update(check_by=timezone.localdate() - timedelta(days=1))
    sign = help_lines(timezone.now())
    assert (sign.state, sign.said) == (SOON, "3 números esperan revisión.")
