"""A real site for real browsers: the production server, its own database, the demo people, the courses.

Prepared once for all test processes (a minute and a half), then each process serves a copy of its own. Tests
share their process's site: each leaves it usable for the next, and none counts on what another did.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = [
    os.environ.get("CHROMIUM_PATH"),
    shutil.which("chromium"),
    shutil.which("chromium-browser"),
    shutil.which("google-chrome"),
    shutil.which("google-chrome-stable"),
    shutil.which("microsoft-edge"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    os.path.expandvars(r"%ProgramFiles%\Google\Chrome\Application\chrome.exe"),
    os.path.expandvars(r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe"),
]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items):
    """Browser tests go last: the quick ones speak first."""
    here = str(Path(__file__).parent)
    items.sort(key=lambda item: str(item.path).startswith(here))


@dataclass
class Site:
    """A running site: its address, and how its demo people sign in."""

    url: str
    people: dict
    var: Path


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A VAR_DIR with database, media and static files, made by the first process that asks.

    While working on these tests, RELEVO_PREPARED=/some/folder keeps it from one run to the next.
    """
    if standing := os.environ.get("RELEVO_SITE_VAR"):
        return Path(standing)
    kept = os.environ.get("RELEVO_PREPARED")
    if kept and (Path(kept) / "demo-people.json").exists():
        return Path(kept)
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder, ready = shared / "prepared", shared / "prepared-ready"
    try:
        folder.mkdir()
    except FileExistsError:
        _wait_for(ready)
        return folder
    try:
        for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["prepare_demo"]):
            done = subprocess.run(
                [sys.executable, "-m", "django", *command],
                cwd=ROOT,
                env=_environ(folder),
                capture_output=True,
                text=True,
            )
            if done.returncode:
                ready.write_text(f"{command[0]} failed\n{done.stdout}\n{done.stderr}")
                pytest.fail(ready.read_text())
    finally:
        if not ready.exists():
            ready.write_text("")
    return folder


def _wait_for(ready):
    for _ in range(1800):
        if ready.exists():
            if ready.read_text():
                pytest.fail(ready.read_text())
            return
        time.sleep(0.5)
    pytest.fail("the site for browser tests was not ready after fifteen minutes")


def _environ(var, **more):
    kept = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CACHE_URL", "STORAGE_URL")
    }
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "academy.settings.run",
        "VAR_DIR": str(var),
        "PYTHONPATH": str(ROOT),
        **more,
    }


@pytest.fixture(scope="session")
def site(prepared, tmp_path_factory):
    """The production server with one worker process and eight threads, on a free port of this machine.

    RELEVO_SITE=http://… (with RELEVO_SITE_VAR and RELEVO_SITE_DATABASE) takes one that stands already.
    """
    if standing := os.environ.get("RELEVO_SITE"):
        yield Site(standing, json.loads((prepared / "demo-people.json").read_text()), prepared)
        return
    var = tmp_path_factory.mktemp("site") / "var"
    shutil.copytree(prepared, var)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [
        "-m",
        "gunicorn",
        "academy.wsgi",
        "-b",
        f"127.0.0.1:{port}",
        "-w",
        "1",
        "--threads",
        "8",
        "--log-level",
        "warning",
    ]
    log = (var / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=_environ(var, SITE_URL=url), stdout=log, stderr=subprocess.STDOUT
    )
    try:
        _answers(url, server, log)
        people = json.loads((var / "demo-people.json").read_text())
        yield Site(url, people, var)
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(10)
        server.kill()
        log.close()


def _answers(url, server, log):
    for _ in range(240):
        if server.poll() is not None:
            break
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{url}/robots.txt", timeout=5)
            return
        time.sleep(0.25)
    pytest.fail(f"the server did not answer: {Path(log.name).read_text()[-3000:]}")


@pytest.fixture(scope="session")
def chromium():
    """A real Chromium. Without one these tests are skipped, loudly; with CI=true they fail."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = next((each for each in BROWSERS if each and Path(each).exists()), None)
    if path is None:
        words = (
            "BROWSER TESTS SKIPPED: no Chromium found. Install it (Debian: apt install chromium) or set CHROMIUM_PATH."
        )
        if os.environ.get("CI"):
            pytest.fail(words)
        print(f"\n{words}\n", file=sys.__stderr__)
        pytest.skip(words)
    # Playwright's own loop would make Django refuse the database in this process, which these tests never use.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium, site):
    """``phone(javascript=False, width=320)`` opens a new phone (a browser context) and gives its page."""
    opened = []

    def open_phone(*, javascript=True, width=360, height=640, **more):
        context = chromium.new_context(
            base_url=site.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            locale="es-PE",
            **more,
        )
        context.set_default_timeout(20_000)
        opened.append(context)
        page = context.new_page()
        page.scripted = javascript
        return page

    yield open_phone
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def sessions():
    """Sessions opened so far by this process: a PIN is slow to check on purpose, so each is typed once."""
    return {}


@pytest.fixture
def enter(site, sessions):
    """``enter(page, "joven")`` signs in as one of the demo people, the way she does it.

    The second time it only hands over the open session. ``anew=True`` types again, for a test that will end
    it; ``here=True`` does so on the door where the page stands, which may know where to go on to.
    """

    def sign_in(page, key, *, anew=False, here=False):
        if key in sessions and not (anew or here):
            page.context.add_cookies(sessions[key])
            return page
        person = site.people[key]
        fields = ("organisation", "name", "pin") if "pin" in person else ("username", "password")
        if not here:
            page.goto("/entrar/?otra=1" if "pin" in person else "/entrar/equipo/")
        for name in fields:
            page.fill(f"[name={name}]", person[name])
        # With JavaScript the form goes by fetch, and the page goes on when her keys are open (static/js/door.js).
        with page.expect_navigation():
            page.click("main button.btn:not(.quiet) >> nth=0")
        if not (anew or here):
            sessions[key] = [each for each in page.context.cookies() if each["name"] != "csrftoken"]
        return page

    return sign_in
