"""The frame: what the media folder gives, and where the links of a strange address lead."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    return default_storage.save("documents/carta.html", ContentFile(b"<script>alert(1)</script>"))


def test_the_media_address_gives_pictures_and_nothing_else(client, letter):
    for path in (letter, f"images/../{letter}", f"original_images/./../{letter}", "../settings/base.py", "images/"):
        assert client.get(f"/media/{path}").status_code == 404, path


def test_a_drawing_opened_by_itself_runs_nothing(client):
    name = default_storage.save("original_images/dibujo.svg", ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
    answer = client.get(f"/media/{name}")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["//evil.example/", "/en//evil.example/", "///evil.example/"])
def test_the_language_links_of_a_strange_address_stay_here(client, course, path):
    answer = client.get("/no-hay/", PATH_INFO=path)
    assert answer.status_code in (301, 302, 404)
    assert 'href="//' not in answer.content.decode()
    assert "//evil" not in answer.headers.get("Location", "").replace("http://testserver", "")
