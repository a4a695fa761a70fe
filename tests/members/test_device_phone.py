"""Names on the door of a shared phone, and those that are not on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.core.ids import uuid7
from academy.members.phone import Phone

pytestmark = pytest.mark.django_db


def come_in(client, **changes):
    said = {"organisation": "SANROS22", "name": "Rosa Quispe", "pin": "804152", **changes}
    return client.post("/entrar/", said)


def test_she_hides_her_name_and_comes_in_by_typing_it(client, people):
    come_in(client)
    client.post("/mi-pagina/telefono/mostrar/", {"shown": "0"})
    client.post("/salir/")
    for page in ("/entrar/", "/salir/listo/"):
        assert "Rosa Quispe" not in client.get(page).content.decode()
    assert come_in(client).status_code == 302
    assert "Mostrar mi nombre" in client.get("/mi-pagina/").content.decode(), "typing it does not show it again"
    client.post("/mi-pagina/telefono/mostrar/", {"shown": "1"})
    client.post("/salir/")
    assert "Rosa Quispe" in client.get("/entrar/").content.decode()


def test_a_phone_that_does_not_remember_her_has_nothing_to_hide(client, people):
    come_in(client, phone="borrowed")
    assert "Esconder mi nombre" not in client.get("/mi-pagina/").content.decode()
    client.post("/mi-pagina/telefono/mostrar/", {"shown": "0"})
    client.post("/salir/")
    assert "Rosa Quispe" not in client.get("/entrar/").content.decode()


members = st.integers(0, 5).map(lambda n: WOMEN[n])
WOMEN = [uuid7() for _n in range(6)]
steps = st.lists(st.tuples(st.sampled_from(["remembering", "forgetting", "hide", "show"]), members), max_size=12)


@given(steps)
def test_only_who_is_remembered_is_hidden_and_nobody_is_on_the_door_who_hid(steps):
    phone = Phone()
    for step, woman in steps:
        if step in ("hide", "show"):
            phone = phone.showing(woman, step == "show")
        else:
            phone = getattr(phone, step)(woman)
        assert phone.hidden <= set(phone.members)
        assert set(phone.seen) == set(phone.members) - phone.hidden
