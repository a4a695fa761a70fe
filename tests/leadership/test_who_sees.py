"""Who sees what of the pipeline, kind of person by kind of page. Names of women are looked for in each answer."""

from datetime import date

import pytest
from django.urls import reverse

from academy.members.models import Membership, OrganisationKind
from tests.courses.factories import MemberFactory, organisation

from .pipeline import network, willing
from .women import sits

pytestmark = pytest.mark.django_db

#: What each opens, and whether she finds there the name of who sits, and of who would be proposed.
#: kind of page: (status, reads «Zoraida2» who sits, reads «Lidia» who wants to be proposed)
NOBODY, SHUT = (404, False, False), (403, False, False)
COUNTS, SEATS, NAMES = (200, False, False), (200, True, False), (200, False, True)
SEES = {
    "herself": {"home": SHUT, "board": SEATS, "seat": SEATS, "willing": SHUT},
    "board": {"home": COUNTS, "board": SEATS, "seat": SEATS, "willing": NAMES},
    "organiser": {"home": COUNTS, "board": SEATS, "seat": SEATS, "willing": NAMES},
    "organiser_elsewhere": {"home": COUNTS, "board": NOBODY, "seat": NOBODY, "willing": NOBODY},
    "ally": {"home": SHUT, "board": NOBODY, "seat": NOBODY, "willing": NOBODY},
    "superuser": {"home": SHUT, "board": NOBODY, "seat": NOBODY, "willing": NOBODY},
    "member_elsewhere": {"home": SHUT, "board": NOBODY, "seat": NOBODY, "willing": NOBODY},
}
FILES = ("pipeline_report", "pipeline_forecast", "pipeline_map")


@pytest.fixture
def here():
    found = network()
    sits(found.board["presidenta"], found.women[0])
    sits(found.board["secretaria"], found.women[2])
    willing(found.lidia, found.board["tesorera"])
    supporters = organisation("Mujeres que apoyan")
    kind, _new = OrganisationKind.objects.get_or_create(code="aliada", defaults={"name_es": "Organización aliada"})
    supporters.kind = kind
    supporters.save()
    ally = MemberFactory(display_name="Aliada")
    Membership.objects.create(member=ally, organisation=supporters, since=date(2024, 1, 1))
    found.people = {
        "herself": found.lidia,
        "board": found.women[0],
        "organiser": found.ana,
        "organiser_elsewhere": MemberFactory(display_name="Oriana", holds=("organiser", found.far)),
        "ally": ally,
        "superuser": MemberFactory(display_name="Root", is_superuser=True),
        "member_elsewhere": found.eva,
    }
    found.pages = {
        "home": reverse("leadership:pipeline"),
        "board": reverse("leadership:board", args=[found.kitchen.pk]),
        "seat": reverse("leadership:seat", args=[found.board["secretaria"].pk]),
        "willing": reverse("leadership:willing_for_seat", args=[found.board["tesorera"].pk]),
    }
    return found


def enter(client, member):
    client.force_login(member)
    session = client.session
    session["signed_in_with"] = "password"
    session.save()
    return client


@pytest.mark.parametrize("who", SEES)
def test_each_finds_what_is_for_her_and_no_name_more(client, here, who):
    enter(client, here.people[who])
    for page, (status, sits_there, would) in SEES[who].items():
        answer = client.get(here.pages[page])
        said = answer.content.decode()
        assert answer.status_code == status, page
        assert ("Zoraida2" in said) is sits_there, page
        if who != "herself":
            assert ("Lidia" in said) is would, page


@pytest.mark.parametrize("who", SEES)
def test_what_she_said_of_herself_is_opened_by_nobody_else(client, here, who):
    enter(client, here.people[who])
    answer = client.get(reverse("leadership:companion_path", args=[here.women[1].pk]))
    assert answer.status_code == 404, "no pair, no permission: not even that she is known"
    passport = client.get(reverse("leadership:passport_json")).content.decode()
    assert "Zoraida1" not in passport


@pytest.mark.parametrize("name", FILES)
def test_figures_are_for_who_looks_after_seats(client, here, name):
    opens = {who for who, pages in SEES.items() if pages["home"] == COUNTS}
    for who, member in here.people.items():
        assert enter(client, member).get(reverse(f"leadership:{name}")).status_code == (200 if who in opens else 403), (
            who
        )


def test_a_donor_without_an_account_gets_what_was_printed_for_her_and_nothing_here(client, here):
    for page in here.pages.values():
        answer = client.get(page)
        assert answer.status_code in (302, 404)
        assert "Zoraida2" not in answer.content.decode()
    for name in FILES:
        assert client.get(reverse(f"leadership:{name}")).status_code in (302, 404)
