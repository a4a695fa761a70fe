"""An active scanner over the running site: as a guest, as a member, and as an organiser.

The scanner (wapiti, from PyPI) gets an environment of its own in the bench's folder: it is no part of Relevo. What it
found, and what was done about it, stands in docs/security.md.
"""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

from .reading import Figure
from .server import HOST

SCANNER = "wapiti3==3.2.3"
#: Seconds for each person: reading the site, and trying each module.
READING, TRYING = int(os.environ.get("BENCH_SCAN_READING", "240")), int(os.environ.get("BENCH_SCAN_TRYING", "90"))
MODULES = "cookieflags,crlf,csp,csrf,exec,file,http_headers,methods,permanentxss,redirect,sql,ssrf,upload,xss,xxe"
#: Signing out ends the scan; the admin is Wagtail's; what only counts or makes PDFs costs time and takes no input.
LEFT_OUT = ("salir", "logout", "admin", "static", "media", ".pdf", ".xlsx")


def scan(site):
    """Addresses read, requests that found something, for each person. What was found is printed beside the figures."""
    wapiti = _scanner()
    for person, cookies in (("guest", {}), ("member", _member(site)), ("organiser", _organiser())):
        report = _run(wapiti, site, person, cookies)
        yield Figure(f"scan-{person}-pages", report["infos"].get("crawled_pages_nbr", 0), "pages")
        found = {**report["vulnerabilities"], **report["anomalies"]}
        yield Figure(f"scan-{person}-findings", sum(map(len, found.values())), "findings")
        for kind, cases in found.items():
            for case in cases:
                print(f"  {person}: {kind}: {case['method']} {case['path']} {case['info']}", file=sys.stderr)


def _scanner():
    folder = Path(os.environ["VAR_DIR"]) / "scanner"
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin" / "pip", "install", "-q", SCANNER], check=True, stdout=sys.stderr)
    return folder / "bin" / "wapiti"


def _member(site):
    return site.members()[0][1]


def _organiser():
    from django.conf import settings
    from django.test import Client

    from academy.members.models import Role

    client = Client()
    client.force_login(Role.objects.standing().filter(kind=Role.Kind.ORGANISER).first().member)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def _run(wapiti, site, person, cookies):
    home = f"http://{HOST}:{site.server.port}/"
    report = Path(os.environ["VAR_DIR"]) / f"scan-{person}.json"
    command = [wapiti, "-u", home, "--scope", "domain", "-m", MODULES, "-f", "json", "-o", report]
    command += ["--max-scan-time", str(READING), "--max-attack-time", str(TRYING), "--flush-session", "--no-bugreport"]
    command += ["--store-session", report.with_suffix(""), "-v", "0"]
    for part in LEFT_OUT:
        command += ["-x", f"{home}.*{part}.*"]
    if cookies:
        command += ["-H", "Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items())]
    subprocess.run([str(part) for part in command], check=True, stdout=sys.stderr)
    return json.loads(report.read_text())
