"""The byte budgets of the design (§6), held on what the production server really sends to a phone that takes brotli.

No browser here: every request a phone makes is made by hand, so that each byte has a name.
"""

import http.client
import json
import re
from urllib.parse import urlsplit

import brotli
import pytest

from tests.browser.doing import courses, lessons

KB = 1024
LANGUAGES = ("es", "en")
ALL = [(code, prefix) for code in courses() for prefix in LANGUAGES]
#: What a page makes a phone fetch by itself. ``a href`` is not among them.
FETCHED = re.compile(r"""<(?:script|img|source|iframe|video|embed|link)\b[^>]*?\b(?:src|href)="([^"]+)"[^>]*>""")
LAZY = re.compile(r'\bloading="lazy"')


class Phone:
    """One connection; counts what travels. ``cached`` is what it fetched before and may keep without asking."""

    def __init__(self, site):
        self.site, self.line = site, http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=20)
        self.cached = set()

    def get(self, address, **headers):
        """(status, headers, bytes as they travelled)."""
        self.line.request("GET", address, headers={"Accept-Encoding": "br, gzip", **headers})
        reply = self.line.getresponse()
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()

    def fetch(self, address):
        """Bytes that travelled for ``address``; 0 where the phone holds it and it may not change."""
        if address in self.cached:
            return 0
        status, headers, body = self.get(address)
        assert status == 200, f"{address}: {status}"
        if "immutable" in headers.get("cache-control", ""):
            self.cached.add(address)
        return len(body)

    def page(self, address):
        """(bytes that travelled, the HTML)."""
        status, headers, body = self.get(address)
        assert (status, headers.get("content-encoding")) == (200, "br"), f"{address}: {status}, {headers}"
        return len(body), brotli.decompress(body).decode()


@pytest.fixture
def hers(site):
    phone = Phone(site)
    yield phone
    phone.line.close()


def addresses(code, language):
    prefix = "" if language == "es" else f"/{language}"
    return [f"{prefix}{address}" for address in lessons(code)]


def parts(html):
    """Addresses of what the page fetches: styles and scripts; drawings seen at once; drawings she scrolls to."""
    style_or_script, at_once, later = [], [], []
    for tag in FETCHED.finditer(html):
        address = tag[1]
        if tag[0].startswith("<link") and not re.search(r'rel="(stylesheet|icon|preload|modulepreload)"', tag[0]):
            continue
        if address.startswith("data:"):
            continue
        kind = style_or_script if re.match(r"<(link|script)", tag[0]) else later if LAZY.search(tag[0]) else at_once
        if address not in kind:
            kind.append(address)
    return style_or_script, at_once, later


@pytest.mark.parametrize(("code", "language"), ALL)
def test_every_lesson_keeps_its_budget(hers, code, language):
    """HTML with its critical CSS ≤ 14 KB, with all CSS and JavaScript ≤ 25 KB, with every drawing ≤ 50 KB."""
    heavy = []
    for address in addresses(code, language):
        hers.cached.clear()
        html_bytes, html = hers.page(address)
        code_parts, at_once, later = parts(html)
        assert at_once + later, f"{address} has no drawing"
        assert any(part.endswith(".css") for part in code_parts)
        assert any(part.endswith(".js") for part in code_parts)
        all_code = html_bytes + sum(map(hers.fetch, code_parts))
        drawings = {part: hers.fetch(part) for part in at_once + later}
        figures = {"html": html_bytes, "code": all_code, "all": all_code + sum(drawings.values())}
        over = [name for name, limit in (("html", 14), ("code", 25), ("all", 50)) if figures[name] > limit * KB]
        over += [part for part in drawings if len(hers.get(part, **{"Accept-Encoding": "identity"})[2]) > 6 * KB]
        if over:
            heavy.append((address, over, figures))
    assert heavy == []


#: Scripts that one lesson of all needs: by what in its page asks for them.
OF_ONE_LESSON = {"data-calc": "/js/calc.", "data-leave": "/js/leave."}


@pytest.mark.parametrize(("code", "language"), ALL)
def test_the_second_lesson_is_light(hers, code, language):
    """≤ 10 KB and ≤ 2 requests with a warm cache: the page and its drawing.

    CSS, JavaScript and the icon are immutable and come from her phone. The drawing is counted though it is
    lazy: it stands near the top, and Chromium fetches lazy pictures from 1,250 px (2,500 on a slow line) below
    the screen, so her phone asks for it before she scrolls. One lesson of all has the calculator, one the quick
    exit: the first time, its script (kept for good) is a third request.
    """
    first, *others = addresses(code, language)
    _bytes, html = hers.page(first)
    for part in sum(parts(html), []):
        hers.fetch(part)
    heavy = []
    for address in others:
        size, html = hers.page(address)
        new = [each for each in sum(parts(html), []) if each not in hers.cached]
        own = [each for each in new for mark, name in OF_ONE_LESSON.items() if name in each and mark in html]
        script = sum(map(hers.fetch, own))
        fetched = {each: hers.fetch(each) for each in new if each not in own}
        size += sum(fetched.values())
        if size > 10 * KB or 1 + len(fetched) > 2 or script > 2 * KB:
            heavy.append((address, size, list(fetched), script))
    assert heavy == []


@pytest.mark.parametrize(("code", "language"), ALL)
def test_a_whole_course_with_its_drawings_stays_under_250_kb(hers, code, language):
    """The course's page, its lessons, its test, each part once: what it would take to keep it on the phone."""
    base = addresses(code, language)[0].rsplit("/", 2)[0] + "/"
    whole = 0
    for address in [base, *addresses(code, language), f"{base}{courses()[code]['test']['id']}/"]:
        size, html = hers.page(address)
        whole += size
        for part in sum(parts(html), []):
            if part not in hers.cached:
                whole += hers.fetch(part)
                hers.cached.add(part)
    assert whole <= 250 * KB


def test_no_page_fetches_anything_from_somebody_else(hers):
    """Neither in its HTML nor by what its policy would allow."""
    pages = ["/", "/cursos/", "/entrar/", "/calculadora/", "/buscar/?q=favor", "/constancia/", "/ayuda/", "/no-hay/"]
    for address in [*pages, *(each for code in courses() for each in lessons(code))]:
        _status, headers, body = hers.get(address)
        html = brotli.decompress(body).decode()
        fetched = [each for kind in parts(html) for each in kind]
        fetched += re.findall(r'(?:action|poster|data)="(//[^"]*|http[^"]*)"', html)
        assert [each for each in fetched if not each.startswith("/") or each.startswith("//")] == [], address
        assert not re.search(r"@import|url\(['\"]?(?:https?:)?//", html), address
        policy = headers["content-security-policy"]
        assert "http" not in policy.replace("upgrade-insecure-requests", ""), policy
        assert "*" not in policy, policy
        assert not re.search(r'rel="(?:preconnect|dns-prefetch)"', html)
    for style in re.findall(r'href="([^"]+\.css)"', html):
        _status, _headers, body = hers.get(style)
        assert not re.search(r"@import|https?://(?!www\.w3\.org)|@font-face", brotli.decompress(body).decode())


def test_no_sound_or_film_loads_before_she_asks(hers):
    for code in courses():
        for address in lessons(code):
            _bytes, html = hers.page(address)
            for tag in re.findall(r"<(?:audio|video)\b[^>]*>", html):
                assert 'preload="none"' in tag, address
                assert "autoplay" not in tag, address


def test_styles_and_scripts_are_fetched_once_in_a_phones_life(hers, site):
    _bytes, html = hers.page(lessons("R1")[0])
    code_parts, _at_once, _later = parts(html)
    assert len(code_parts) >= 3
    for part in code_parts:
        status, headers, body = hers.get(part)
        assert status == 200
        assert "immutable" in headers["cache-control"], part
        if part.endswith((".css", ".js")):
            assert headers["content-encoding"] == "br", part
        name = part.removeprefix("/static/")
        known = json.loads((site.var / "static" / "staticfiles.json").read_text())["paths"]
        assert name in known.values(), f"{part} keeps its name when it changes"


def test_drawings_stay_on_a_phone_for_a_month_and_travel_compressed(hers):
    for code in courses():
        _bytes, html = hers.page(lessons(code)[0])
        _code, at_once, later = parts(html)
        for part in at_once + later:
            _status, headers, body = hers.get(part)
            assert (headers["content-type"], headers["content-encoding"]) == ("image/svg+xml", "br")
            assert len(body) < len(brotli.decompress(body)) / 2
            assert int(re.search(r"max-age=(\d+)", headers["cache-control"])[1]) >= 30 * 86400, part
            # After that month: one question, no bytes.
            again, _headers, nothing = hers.get(part, **{"If-None-Match": headers["etag"]})
            assert (again, nothing) == (304, b"")


def test_no_shared_cache_keeps_a_page_of_hers(hers):
    for address in (lessons("R1")[0], "/", "/cursos/"):
        _status, headers, _body = hers.get(address)
        assert "no-cache" in headers["cache-control"], address
        assert "public" not in headers["cache-control"], address
        assert "cookie" in headers["vary"].lower(), address
