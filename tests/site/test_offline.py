"""The worker's own files, and how it is switched off."""

import json
import re

import brotli
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from academy.core.languages import CODES
from academy.core.storage import COMMENT
from academy.settings import env
from academy.site.offline import HEADER, shell


def listed(client):
    script = client.get("/sw.js").content.decode()
    return json.loads(re.search(r"self\.RELEVO=(\{.*\});", script)[1]), script


def test_the_worker_is_asked_for_anew_each_time_and_stands_at_the_root(client, db):
    reply = client.get("/sw.js")
    assert reply["Content-Type"].startswith("text/javascript")
    assert reply["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in reply.headers
    assert client.get("/sw.js", headers={"if-none-match": reply["ETag"]}).status_code == 304


def test_everything_on_its_list_is_there(client, db):
    said, script = listed(client)
    imported = re.findall(r'"(/static/js/[^"]+)"', script.partition("importScripts")[2])
    assert imported[0].startswith("/static/js/sw-core")
    for address in [*said["files"], *said["pages"].values(), *imported]:
        assert client.get(address).status_code == 200, address
    assert set(said["pages"]) == set(said["words"]) == set(CODES)


def test_each_script_that_a_page_may_ask_for_is_on_the_list(client, db):
    names = {each.rpartition("/")[2] for each in listed(client)[0]["files"]}
    assert {"app.js", "calc.js", "shelf.js", "downloads.js", "kept.js", "site.css", "relevo.svg"} <= names
    assert "sw-core.js" not in names


def test_what_a_guests_phone_takes_beforehand_stays_small():
    """35 KB of style and scripts as they are served: compressed, without lines that are comments only."""
    addresses = [*shell.files(), "/static/js/sw-core.js"]
    served = 0
    for address in addresses:
        content = (settings.BASE_DIR / address.lstrip("/")).read_text()
        served += len(brotli.compress(re.sub(COMMENT, "", content).encode()))
    assert served <= 35 * 1024, served


def test_what_only_members_need_is_on_a_list_of_its_own(client, db):
    said, _script = listed(client)
    names = {each.rpartition("/")[2] for each in said["hers"]}
    assert names == set(shell.HERS)
    assert not set(said["hers"]) & set(said["files"])
    for address in said["hers"]:
        assert client.get(address).status_code == 200, address


def test_another_list_is_another_version(client, db, monkeypatch):
    shell.made.cache_clear()
    before = shell.made()[0]["version"]
    files = shell.files()
    shell.made.cache_clear()
    assert shell.made()[0]["version"] == before
    shell.made.cache_clear()
    monkeypatch.setattr(shell, "files", lambda: [*files, "/static/js/new.js"])
    assert shell.made()[0]["version"] != before
    shell.made.cache_clear()


def test_one_setting_sends_the_worker_away_and_leaves_what_waits(client, db, settings):
    settings.OFFLINE = False
    script = client.get("/sw.js").content.decode()
    assert "unregister()" in script
    assert 'startsWith("relevo-")' in script
    assert "fetch" not in script
    assert "indexedDB" not in script
    assert "data-worker" not in client.get("/guardado/").content.decode()


@pytest.mark.parametrize("address", ["/mi-camino/", "/entrar/", "/mi-pagina/", "/buscar/", "/guardado/"])
def test_what_is_not_the_same_for_everybody_is_never_marked_to_be_kept(client, db, address):
    assert HEADER not in client.get(address).headers


@pytest.mark.parametrize("language", CODES)
def test_her_screen_shows_a_neutral_name_and_icon(client, db, settings, language):
    settings.APP_NAME, settings.APP_ICON = "Mi cuaderno", "cuaderno"
    reply = client.get(f"/manifest.webmanifest?l={language}")
    said = reply.json()
    assert reply["Content-Type"] == "application/manifest+json"
    assert (said["name"], said["short_name"], said["lang"]) == ("Mi cuaderno", "Mi cuaderno", language)
    assert "elevo" not in reply.content.decode()
    assert {(each["sizes"], each["purpose"]) for each in said["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for each in said["icons"]:
        assert client.get(each["src"]).getvalue()[:4] == b"\x89PNG"
    assert said["start_url"] == ("/" if language == "es" else f"/{language}/")


def test_an_icon_that_we_do_not_have_stops_the_start_and_says_which_there_are(monkeypatch):
    monkeypatch.setenv("APP_ICON", "calavera")
    with pytest.raises(ImproperlyConfigured, match="APP_ICON.*relevo, cuaderno"):
        env.choice("APP_ICON", ("relevo", "cuaderno"), "relevo")


def test_a_language_that_we_do_not_have_has_no_manifest(client, db):
    assert client.get("/manifest.webmanifest?l=fr").status_code == 404
