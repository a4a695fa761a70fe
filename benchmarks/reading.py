"""What a browser finds in what it gets, and how figures are told. Pure."""

import math
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

#: Kinds of <link> that a browser fetches by itself.
FETCHED_LINKS = {"stylesheet", "icon", "manifest", "preload", "modulepreload"}
#: Image formats that today's cheap phones take from <picture>.
TAKEN_FORMATS = {"image/avif", "image/webp", "image/svg+xml"}
_IMPORTS = re.compile(r"""\b(?:import|export)\b[^'"();]*?\bfrom\s*["']([^"']+)["']|\bimport\s*["']([^"']+)["']""")
_CSS_URLS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    unit: str

    def line(self):
        """«bench <name> <value> <unit>»: whole numbers as they are, others with three figures that count."""
        value = self.value
        if isinstance(value, float):
            digits = max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
            value = f"{value:.{digits}f}"
        return f"bench {self.name} {value} {self.unit}"


@dataclass
class Form:
    action: str
    method: str
    fields: dict = field(default_factory=dict)
    radios: dict = field(default_factory=dict)


@dataclass
class Page:
    """``now`` is fetched while the page opens; ``later`` are images that wait until she scrolls to them."""

    now: list = field(default_factory=list)
    later: list = field(default_factory=list)
    links: list = field(default_factory=list)
    forms: list = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, base):
        super().__init__()
        self.base, self.page = base, Page()
        self.asleep, self.picture, self.form = 0, None, None

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if tag in ("template", "noscript"):
            self.asleep += 1
        elif not self.asleep and (handler := getattr(self, f"on_{tag}", None)):
            handler(attrs)

    def handle_endtag(self, tag):
        if tag in ("template", "noscript"):
            self.asleep -= 1
        elif tag == "picture":
            self.picture = None
        elif tag == "form":
            self.form = None

    def fetched(self, address, lazy=False):
        if not address or address.startswith(("data:", "blob:")):
            return
        there = self.page.later if lazy else self.page.now
        whole = urljoin(self.base, address)
        if whole not in self.page.now and whole not in self.page.later:
            there.append(whole)

    def on_link(self, attrs):
        if FETCHED_LINKS & set(attrs.get("rel", "").lower().split()):
            self.fetched(attrs.get("href"))

    def on_script(self, attrs):
        self.fetched(attrs.get("src"))

    def on_picture(self, _attrs):
        self.picture = ""

    def on_source(self, attrs):
        if self.picture == "" and attrs.get("type") in TAKEN_FORMATS:
            self.picture = attrs.get("srcset", "").split(",")[0].split()[0]

    def on_img(self, attrs):
        self.fetched(self.picture or attrs.get("src"), lazy=attrs.get("loading") == "lazy")

    def on_video(self, attrs):
        self.fetched(attrs.get("poster"))

    def on_a(self, attrs):
        if attrs.get("href"):
            self.page.links.append(urljoin(self.base, attrs["href"]))

    def on_form(self, attrs):
        self.form = Form(urljoin(self.base, attrs.get("action", "")), attrs.get("method", "get").lower())
        self.page.forms.append(self.form)

    def on_input(self, attrs):
        if self.form is None or not attrs.get("name"):
            return
        if attrs.get("type") == "radio":
            self.form.radios.setdefault(attrs["name"], []).append(attrs.get("value", "on"))
        elif attrs.get("type") == "hidden":
            self.form.fields[attrs["name"]] = attrs.get("value", "")


def read_page(html, base="/"):
    """What a page makes a browser fetch, where it leads and what it asks. Addresses are made whole by ``base``."""
    reader = _Reader(base)
    reader.feed(html)
    return reader.page


def imports_of(script, base):
    """Modules that a module fetches before it runs."""
    return [urljoin(base, one or other) for one, other in _IMPORTS.findall(script)]


def urls_of_style(style, base):
    found = (one or other for one, other in _CSS_URLS.findall(style))
    return [urljoin(base, address) for address in found if not address.startswith(("data:", "#"))]


def percentile(values, share):
    """Nearest rank: the smallest value that at least ``share`` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
