"""A browser that only fetches: cookies, compression, a cache that keeps what it may, and counts."""

import gzip
import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit

import brotli

from .reading import imports_of, read_page, urls_of_style

TIMEOUT = 30


@dataclass(frozen=True)
class Answer:
    """``sent`` is the body as it came over the wire, in bytes; ``text`` is what it says."""

    status: int
    headers: dict
    sent: int
    text: str


@dataclass
class Visit:
    """What opening a page cost: bytes of bodies, requests; and the images that wait for scrolling."""

    page: object
    bytes: int = 0
    requests: int = 0
    html_bytes: int = 0
    later_bytes: int = 0
    later_requests: int = 0


class Browser:
    """One connection, kept alive; use from one thread."""

    def __init__(self, host, port, cookies=None):
        self.host, self.port = host, port
        self.connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
        self.cookies = dict(cookies or {})
        #: What needs no asking; what is sent with the next asking; what each address last said.
        self.fresh, self.tags, self.kept = set(), {}, {}

    def close(self):
        self.connection.close()

    def request(self, method, address, body=None, headers=None):
        headers = {"Accept-Encoding": "gzip, br", "Accept-Language": "es-PE", **(headers or {})}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        target = _target(address)
        try:
            self.connection.request(method, target, body, headers)
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # The server had closed a connection that was idle; browsers try again too.
            self.connection.close()
            self.connection.request(method, target, body, headers)
            response = self.connection.getresponse()
        raw = response.read()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        kept = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, kept, len(raw), _text(raw, kept))

    def get(self, address):
        """Ask as a browser with a cache does: not at all for what is fresh, else with the tag it has."""
        tag = self.tags.get(address)
        answer = self.request("GET", address, headers={"If-None-Match": tag} if tag else None)
        if answer.status not in (200, 304):
            raise RuntimeError(f"{address} answered {answer.status}")
        if "etag" in answer.headers:
            self.tags[address] = answer.headers["etag"]
        if answer.status == 200:
            self.kept[address] = answer
        if _max_age(answer.headers.get("cache-control", "")):
            self.fresh.add(address)
        return answer

    def open(self, address):
        """Fetch a page and all that it needs."""
        answer = self.get(address)
        page = read_page(self.kept[address].text, address)
        visit = Visit(page, answer.sent, 1, answer.sent)
        waiting, seen = list(page.now), set()
        while waiting:
            need = waiting.pop(0)
            if need in seen or not self._is_ours(need):
                continue
            seen.add(need)
            if need not in self.fresh:
                visit.bytes += self.get(need).sent
                visit.requests += 1
            waiting += self._needs_of(need)
        for need in page.later:
            if need not in self.fresh:
                visit.later_bytes += self.get(need).sent
                visit.later_requests += 1
        return visit

    def _needs_of(self, address):
        part = self.kept[address]
        kind = part.headers.get("content-type", "")
        if "javascript" in kind:
            return imports_of(part.text, address)
        return urls_of_style(part.text, address) if "css" in kind else []

    def _is_ours(self, address):
        return urlsplit(address).netloc in ("", f"{self.host}:{self.port}")


def _target(address):
    parts = urlsplit(address)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _text(raw, headers):
    coding = headers.get("content-encoding", "")
    if coding == "br":
        raw = brotli.decompress(raw)
    elif coding == "gzip":
        raw = gzip.decompress(raw)
    return raw.decode("utf-8", "replace")


def _max_age(control):
    """Seconds for which it may be used without asking; 0 where it says nothing of it."""
    for part in control.replace(" ", "").split(","):
        name, _, value = part.partition("=")
        if name == "max-age" and value.isdigit():
            return int(value)
    return 0
