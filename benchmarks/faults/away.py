"""A database and a cache that go away and come back."""

import os
import shutil
import signal
import subprocess
import threading
import time
import uuid
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from ..postgres import OPTIONS, _owner, private_postgres, programs
from ..reading import Figure
from ..server import HOST, free_port
from .standing import Web, batch, compare, on, own_folder, prepared, summaries_stand, taken, women

AWAY_SECONDS = 5
TIMES = 3
PHONES = 3


def database_away(_site):
    """PostgreSQL is stopped as by a power cut while phones send, and started again, three times."""
    bin = programs()
    if bin is None:
        raise RuntimeError("PostgreSQL is not installed (Debian: apt-get install -y postgresql)")
    with private_postgres(bin) as address:
        var = prepared(DATABASE_URL=address)
        environ = on(var, DATABASE_URL=address)
        _use(address)
        try:
            yield from _database_away(bin, address, environ)
        finally:
            _use(None, var)


def _database_away(bin, address, environ):
    from django.db import connections

    device, acknowledged, sent, statuses = f"away-{uuid.uuid4().hex[:8]}", set(), set(), {}
    with Web(environ) as web, _sending(web, device, acknowledged, sent, statuses):
        pages, waits = _stop_and_start(bin, address, web)
    wrong = {path: seen for path, seen in pages.items() if seen != ({200} if path == "/healthz" else {503})}
    if wrong or set(statuses) - {200, 503}:
        raise RuntimeError(f"without the database pages answered {wrong}, /sync/ {statuses}")
    connections.close_all()  # ours was cut off too
    stored = compare(device, acknowledged, sent)
    if stored != len(sent):
        raise RuntimeError(f"{len(sent)} events were sent until they were taken, {stored} are in the record")
    yield Figure("database_away", TIMES, "times")
    yield Figure("database_away_answered_503", statuses.get(503, 0), "requests")
    yield Figure("database_away_back_within", max(waits), "s")
    yield Figure("database_away_acknowledged_and_there_once", stored, "events")
    yield Figure("database_away_summaries_the_same_anew", summaries_stand(device), "summaries")


@contextmanager
def _sending(web, device, acknowledged, sent, statuses):
    """Phones send, and send again what was not taken, until the block ends and all of it is."""
    from ..syncing import _questions

    asked, running = _questions(), threading.Event()
    running.set()

    def phone(member, cookies):
        turn = 0
        while running.is_set():
            waiting = batch(member, 5, turn, asked)
            sent.update(event["id"] for event in waiting)
            turn += 1
            while waiting:
                status, states = web.send(cookies, device, waiting)
                statuses[status] = statuses.get(status, 0) + 1
                acknowledged.update(taken(states))
                waiting = [event for event in waiting if event["id"] not in acknowledged]
                if waiting:
                    time.sleep(0.2)

    phones = [threading.Thread(target=phone, args=one, daemon=True) for one in women(PHONES)]
    for each in phones:
        each.start()
    try:
        yield
    finally:
        running.clear()
        for each in phones:
            each.join(60)


def _stop_and_start(bin, address, web):
    """What pages answered meanwhile, ``{path: statuses}``, and how long the site took to come back each time."""
    pages, waits = {}, []
    for _time in range(TIMES):
        time.sleep(2)
        _pg(bin, address, "stop", "-m", "immediate")
        time.sleep(AWAY_SECONDS / 2)
        for path in ("/", "/cursos/", "/healthz", "/readyz"):
            pages.setdefault(path, set()).add(web.status(path))
        time.sleep(AWAY_SECONDS / 2)
        _pg(bin, address, "start", "-l", f"{_folder(address)}/log", "-o", OPTIONS.format(folder=_folder(address)))
        back = time.monotonic()
        while web.status("/readyz") != 200:
            if time.monotonic() - back > 60:
                raise RuntimeError("the site did not come back within a minute")
            time.sleep(0.05)
        waits.append(time.monotonic() - back)
    return pages, waits


def _use(address, var=None):
    """Point this process at a database: it counts there."""
    from django.db import connections

    from academy.settings import env

    connections.close_all()
    found = env.database("DATABASE_URL", address or f"sqlite:///{var / 'relevo.sqlite3'}")
    if address is None:
        os.environ.pop("DATABASE_URL", None)
        found = env.database("NO_SUCH_VARIABLE", f"sqlite:///{var / 'relevo.sqlite3'}")
    defaults = {"ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "TIME_ZONE": None, "CONN_MAX_AGE": 0, "TEST": {}}
    blank = {"USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "CONN_HEALTH_CHECKS": False}
    connections.settings["default"] = {**defaults, **blank, **found}
    del connections["default"]


def _folder(address):
    return parse_qs(urlsplit(address).query)["host"][0]


def _pg(bin, address, *words):
    owner = _owner()
    prefix = ["runuser", "-u", owner, "--"] if owner else []
    command = [*prefix, str(bin / "pg_ctl"), "-D", f"{_folder(address)}/data", "-w", *words]
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)


def cache_away(_site):
    """Redis is killed while pages are read, and started again: no page fails, and the cache is used again."""
    if not shutil.which("redis-server"):
        raise RuntimeError("Redis is not installed (Debian: apt-get install -y redis-server)")
    port = free_port()
    with own_folder() as var:
        environ = on(var)
        from courses.models import LessonPage

        lesson = LessonPage.objects.live().filter(locale__language_code="es").first()
        path = f"/cursos/{lesson.get_parent().slug}/{lesson.slug}/"
        redis = _redis(port)
        try:
            with Web({**environ, "CACHE_URL": f"redis://{HOST}:{port}/0"}) as web:
                before, _wait = _read(web, path, 20)
                redis.send_signal(signal.SIGKILL)
                redis.wait()
                without, longest = _read(web, path, 40)
                redis = _redis(port)
                time.sleep(6)
                after, _wait = _read(web, path, 20)
        finally:
            redis.kill()
            redis.wait()
    seen = before | without | after
    if seen != {200}:
        raise RuntimeError(f"pages answered {seen}")
    yield Figure("cache_away_pages_without_an_error", 80, "pages")
    yield Figure("cache_away_longest_wait", longest * 1000, "ms")


def _redis(port):
    command = ["redis-server", "--port", str(port), "--bind", HOST, "--save", "", "--appendonly", "no"]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(1)
    return child


def _read(web, path, times):
    statuses, longest = set(), 0.0
    for _time in range(times):
        began = time.monotonic()
        statuses.add(web.status(path))
        longest = max(longest, time.monotonic() - began)
    return statuses, longest
