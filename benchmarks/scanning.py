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
from urllib.parse import urlsplit

from .reading import Figure
from .server import HOST

SCANNER = "wapiti3==3.2.3"
#: Seconds for each person: reading the site, and trying each module.
READING, TRYING = int(os.environ.get("BENCH_SCAN_READING", "300")), int(os.environ.get("BENCH_SCAN_TRYING", "90"))
#: Of addresses with one shape, so many.
EACH = os.environ.get("BENCH_SCAN_EACH", "3")
PERSONS = os.environ.get("BENCH_SCAN_PERSONS", "guest,member,organiser").split(",")
MODULES = "cookieflags,crlf,csp,csrf,exec,file,http_headers,methods,permanentxss,redirect,sql,ssrf,upload,xss,xxe"
#: Signing out, ending sessions and closing her own responsibility would end the scan; the admin is Wagtail's; other
#: languages are the same views; what only counts or makes papers costs time and takes no input.
LEFT_OUT = (
    "salir/*", "mi-pagina/sesiones/*", "organizar/responsabilidad/*", "mi-pagina/datos/borrar/*", "admin/*",
    "qu/*", "ay/*", "en/*", "static/*", "media/*", "*.pdf*", "*.xlsx*",
)  # fmt: skip


def scan(site):
    """Addresses read, requests that found something, for each person. What was found is printed beside the figures."""
    scanner = _scanner()
    people = {"guest": None, "member": _member, "organiser": _organiser}
    for person in PERSONS:
        cookies = _cookies(people[person]()) if people[person] else {}
        report = _run(scanner, site, person, cookies)
        if cookies and not _still_signed_in(site, cookies):
            raise RuntimeError(f"the scan of the {person} lost its session on the way: its figures would be a guest's")
        yield Figure(f"scan-{person}-pages", report["infos"].get("crawled_pages_nbr", 0), "pages")
        found = {**report["vulnerabilities"], **report["anomalies"]}
        yield Figure(f"scan-{person}-findings", sum(map(len, found.values())), "findings")
        for kind, cases in found.items():
            for case in cases:
                told = f"{case['method']} {case['path']} {case['parameter'] or ''} {case['info']}"
                print(f"  {person}: {kind}: {told}", file=sys.stderr)


def _scanner():
    folder = Path(os.environ["VAR_DIR"]) / "scanner"
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin" / "pip", "install", "-q", SCANNER], check=True, stdout=sys.stderr)
    return folder / "bin" / "python"


def _member():
    """The invented woman without a role of whom the record holds most: behind most addresses lies something of hers."""
    from django.db.models import Count

    from academy.core.models import Event
    from academy.members.models import Member, Role

    rows = Event.objects.values_list("subject").annotate(many=Count("pk")).order_by("-many", "subject")
    led = set(Role.objects.standing().values_list("member", flat=True))
    women = Member.objects.filter(is_active=True).exclude(pk__in=led).in_bulk([subject for subject, _many in rows])
    return next(women[subject] for subject, _many in rows if subject in women)


def _organiser():
    from academy.members.models import Role

    roles = Role.objects.standing().filter(kind=Role.Kind.ORGANISER, member__is_active=True)
    return roles.order_by("organisation__path", "pk").first().member


def _cookies(member):
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(member)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def _still_signed_in(site, cookies):
    return site.browser(cookies).request("GET", "/mi-pagina/").status == 200


def _run(scanner, site, person, cookies):
    home = f"http://{HOST}:{site.server.port}/"
    report = Path(os.environ["VAR_DIR"]) / f"scan-{person}.json"
    command = [scanner, Path(__file__).with_name("scanner.py"), "-u", home, "--scope", "domain", "-m", MODULES]
    command += ["-f", "json", "-o", report, "--max-scan-time", READING, "--max-attack-time", TRYING]
    command += ["--flush-session", "--no-bugreport", "--store-session", report.with_suffix(""), "-v", "1", "--tasks", 8]
    for part in LEFT_OUT:
        command += ["-x", home + part]
    if cookies:
        # A jar and not a header: with a header of its own the scanner would keep no token against forgery.
        jar = report.with_name(f"cookies-{person}.json")
        jar.write_text(json.dumps(_jar(urlsplit(home).hostname, cookies)))
        command += ["-c", jar]
    environ = {**os.environ, "RELEVO_SCAN_EACH": EACH}
    subprocess.run([str(part) for part in command], check=True, stdout=sys.stderr, env=environ)
    return json.loads(report.read_text())


def _jar(host, cookies):
    """As wapiti reads cookies from a file; a number is its own domain."""
    pieces = {
        name: {"expires": None, "secure": False, "value": value, "port": None, "version": 0}
        for name, value in cookies.items()
    }
    return {host: {"/": pieces}}
