"""The figures. Each measure takes the Site and yields Figures."""

from collections import Counter
from urllib.parse import urlencode, urlsplit

from . import load
from .browser import Browser
from .confederation import confederation
from .coverage import coverage
from .faults import FAULTS
from .grown import grown
from .learners import learners
from .matching import matching
from .matching_db import matching_db
from .owed import owed
from .reading import Figure, read_page
from .rebuilding import rebuild
from .scanning import scan
from .server import HOST, Server
from .syncing import on_postgres, phones, sync, upload

STARTS = 3
READINGS, ANSWERS = 600, 240


class Site:
    """The running server and what is on it, found by following links as a reader does."""

    def __init__(self, server):
        self.server = server
        self._members = None
        browser = self.browser()
        courses = _paths(browser.open("/cursos/").page.links, "/cursos/", parts=2)
        self.course = courses[0]
        pages = _paths(browser.open(self.course).page.links, self.course, parts=3)
        self.lessons = [path for path in pages if self._is_lesson(browser, path)][:2]
        browser.close()
        if len(self.lessons) < 2:
            raise RuntimeError(f"{self.course} has no two lessons")

    @staticmethod
    def _is_lesson(browser, path):
        return any("/pregunta/" in form.action for form in browser.open(path).page.forms)

    def browser(self, cookies=None):
        return Browser(HOST, self.server.port, cookies)

    def members(self):
        """One signed-in woman for each thread, with the cookies of her session."""
        if self._members is None:
            from django.conf import settings
            from django.test import Client

            from academy.members.models import Member

            self._members = []
            for number in range(load.THREADS):
                member = Member.objects.create(username=f"bench-{number}", display_name=f"Bench {number}")
                client = Client()
                client.force_login(member)
                name = settings.SESSION_COOKIE_NAME
                self._members.append((member, {name: client.cookies[name].value}))
        return self._members


def startup(site):
    """Seconds from starting the process to the first page answered; the middle one of three starts."""
    times = [site.server.seconds]
    while len(times) < STARTS:
        with Server(site.server.environ) as another:
            times.append(another.seconds)
    yield Figure("startup", sorted(times)[len(times) // 2], "s")


def pages(site):
    """Bytes and requests, cold and warm. The second lesson is warm when it is opened after the first."""
    first, second = site.lessons
    for name, path in [("home", "/"), ("catalogue", "/cursos/"), ("course", site.course), ("lesson", first)]:
        browser = site.browser()
        cold, warm = browser.open(path), browser.open(path)
        yield from _cold(name, cold)
        yield from _warm(name, warm)
    yield from _cold("lesson2", site.browser().open(second))
    yield from _warm("lesson2", browser.open(second))


def _cold(name, visit):
    yield Figure(f"{name}-html", visit.html_bytes, "bytes")
    yield Figure(f"{name}-cold", visit.bytes, "bytes")
    yield Figure(f"{name}-cold-requests", visit.requests, "requests")
    yield Figure(f"{name}-cold-lazy", visit.later_bytes, "bytes")
    yield Figure(f"{name}-cold-lazy-requests", visit.later_requests, "requests")


def _warm(name, visit):
    yield Figure(f"{name}-warm", visit.bytes, "bytes")
    yield Figure(f"{name}-warm-requests", visit.requests, "requests")


def lesson(site):
    """A signed-in lesson, read by eight women at once."""
    path = site.lessons[0]
    browsers = [site.browser(cookies) for _member, cookies in site.members()]

    def act(thread, _turn):
        answer = browsers[thread].request("GET", path)
        if answer.status != 200 or 'name="mine"' not in answer.text:
            raise RuntimeError(f"{path} answered {answer.status}, or not to a signed-in woman")

    load.run(act, load.THREADS * 4)  # every process has seen it once
    yield from _told("lesson", load.run(act, READINGS))


def answer(site):
    """Practice answers by eight women at once, each an event in the record and a fresh summary."""
    from academy.core.ids import uuid7
    from academy.core.models import Event

    people = [(site.browser(cookies), member) for member, cookies in site.members()]
    asked = [_choices(browser.request("GET", site.lessons[0]).text) for browser, _member in people]
    accepted = Counter()

    def act(thread, turn):
        browser, _member = people[thread]
        form = asked[thread][turn % len(asked[thread])]
        [(name, values)] = form.radios.items()
        body = {**form.fields, "nonce": str(uuid7()), name: values[turn % len(values)]}
        reply = browser.request(
            "POST",
            form.action,
            urlencode(body),
            {"Content-Type": "application/x-www-form-urlencoded", "X-Relevo": "fragment"},
        )
        if reply.status != 200:
            raise RuntimeError(f"{form.action} answered {reply.status}")
        accepted[thread] += 1

    load.run(act, load.THREADS * 2)
    result = load.run(act, ANSWERS)
    stored = Event.objects.filter(kind="courses.answered", by__in=[member.pk for _b, member in people]).count()
    if stored != accepted.total():
        raise RuntimeError(f"{accepted.total()} answers were taken, {stored} are in the record")
    yield from _told("answer", result)


def _choices(html):
    found = [form for form in read_page(html).forms if "/pregunta/" in form.action and len(form.radios) == 1]
    if not found:
        raise RuntimeError("the lesson asks no question with one choice")
    return found


def _told(name, result):
    yield Figure(f"{name}-rate", result.rate, "requests/s")
    yield Figure(f"{name}-p95", result.p95_ms, "ms")


def memory(site):
    """Resident memory of server and worker, after whatever was measured before."""
    kilobytes, processes = site.server.memory()
    yield Figure("memory", round(kilobytes / 1024), "MB")
    yield Figure("processes", processes, "processes")


def queries(site):
    """Database queries of a lesson view, in this process: with an empty cache, then as it is read all day."""
    from django.core.cache import cache
    from django.test import Client

    member, _cookies = site.members()[0]
    hers = Client()
    hers.force_login(member)
    for name, client in [("guest", Client()), ("signed-in", hers)]:
        cache.clear()
        yield Figure(f"queries-lesson-{name}-first", _counted(client, site.lessons[0]), "queries")
        yield Figure(f"queries-lesson-{name}", _counted(client, site.lessons[0]), "queries")


def _counted(client, path):
    from django.db import connection

    asked = []

    def listen(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return len(asked)


def _paths(links, under, parts):
    """Paths below ``under`` with so many parts, in the order of the page, each once."""
    paths = [urlsplit(link).path for link in links]
    inside = [path for path in paths if path.startswith(under) and len(path.strip("/").split("/")) == parts]
    return list(dict.fromkeys(inside))


#: By name, in the order in which they are made: memory is told after the load.
MEASURES = {
    "startup": startup,
    "pages": pages,
    "lesson": lesson,
    "answer": answer,
    "sync": sync,
    "phones": phones,
    "upload": upload,
    "postgresql": on_postgres,
    "memory": memory,
    "queries": queries,
    "matching": matching,
    "matching_db": matching_db,
    "coverage": coverage,
    "rebuild": rebuild,
    "learners": learners,
    "confederation": confederation,
    "owed": owed,
    "grown": grown,
    "scan": scan,
    **FAULTS,
}
#: Those that make what they need themselves: no site is prepared for them.
ALONE = {"confederation", "owed", "grown", *FAULTS}
#: Minutes, not seconds: made only when named.
LONG = {"postgresql", "rebuild", "matching_db", "learners", "scan", *ALONE}
