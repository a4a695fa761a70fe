"""What every answer carries, and what no address may."""

import pytest

from tests.members.factories import MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/buscar/?q=%00", "/buscar/?q=a%0%000", "/cursos/?ruta=%00", "/entrar/?next=%00"])
def test_nul_in_what_is_asked_for_is_left_out(client, course, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/cursos/%00/", "/%00/", "/cursos/a%00/b/", "/i/%00/", "/media/images/%00"])
def test_a_path_with_nul_leads_nowhere(client, course, address):
    assert client.get(address).status_code == 404


def test_a_borrowed_phone_stores_no_page_of_hers(client):
    yuli = MemberFactory(with_pin=True, organisation=OrganisationFactory())
    client.force_login(yuli)
    assert client.get("/mi-camino/")["Cache-Control"] == "private, no-cache"
    session = client.session
    session["borrowed"] = True
    session.save()
    assert client.get("/mi-camino/")["Cache-Control"] == "private, no-store"
