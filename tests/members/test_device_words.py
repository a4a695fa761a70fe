"""The sentences of the phone's scripts, and what the doors tell a script."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation import override

from academy.core.languages import CODES
from academy.members.device import words

pytestmark = pytest.mark.django_db
SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js"
OURS = ("device", "device-base", "offline-lesson", "door", "who", "sheet", "centre", "grade", "form-kept")
NAMED = re.compile(r"\b(?:said|words)\.(\w+)|new Unfit\(\"(\w+)\"|\(await words\(\)\)\.(\w+)")
#: What the site answers to a form is called ``said`` too.
ANSWERED = {"go", "me", "borrowed", "tile", "value", "half"}


def test_every_sentence_that_a_script_names_exists_and_none_is_for_nobody():
    sources = "\n".join((SCRIPTS / f"{name}.js").read_text() for name in OURS)
    named = {next(filter(None, found)) for found in NAMED.findall(sources)}
    with override("es"):
        known = set(words.sentences())
    assert named - known - ANSWERED == set()
    by_name = ("what_", "did_", "not_kept")
    assert {each for each in known - named if not each.startswith(by_name) and f'"{each}"' not in sources} == set()


@pytest.mark.parametrize("language", CODES)
def test_each_language_has_its_own_file_that_a_phone_keeps_for_good(client, language):
    with override(language):
        address = reverse("members:device_words")
        edition = words.packed(language)[1]
    answer = client.get(address, {"v": edition})
    assert "immutable" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer
    assert answer.json()["centre_url"].endswith("/mi-camino/enviado/")
    assert client.get(address, {"v": "old"})["Cache-Control"] == "no-cache"


def test_a_page_of_hers_says_whose_it_is_and_a_guests_does_not(client, people, as_):
    assert "data-me" not in client.get("/entrar/").content.decode()
    assert f'data-me="{people.rosa.pk}"' in as_(people.rosa).get("/mi-pagina/").content.decode()


def test_the_doors_tell_a_script_who_came_in_and_where_to_go(client, people):
    said = {"organisation": "SANROS22", "name": "Rosa Quispe", "pin": "804152"}
    answer = client.post("/entrar/", said, headers={"X-Relevo": "door"})
    tile = {"name": "Rosa Quispe", "sign": "", "way": "pin", "hidden": False}
    assert answer.json() == {"go": "/mi-camino/", "me": str(people.rosa.pk), "borrowed": False, "tile": tile}
    assert client.get("/mi-camino/").status_code == 200
    answer = client.post("/entrar/", {**said, "phone": "borrowed"}, headers={"X-Relevo": "door"})
    assert answer.json()["borrowed"] is True
    wrong = client.post("/entrar/", {**said, "pin": "000001"}, headers={"X-Relevo": "door"})
    assert wrong.status_code == 422
    assert wrong["Content-Type"].startswith("text/html")
