"""A site to do things to: prepared once for all faults of a run, copied for each; and women who send."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

from ..server import HOST, free_port, process_table, settle
from ..syncing import _answered, _questions

_prepared = {}
#: The folder of this bench: ``on`` makes VAR_DIR another, which goes again.
_bench = []


def prepared(**environ):
    """A folder with database, files and courses. Made once for each database; BENCH_PREPARED names one made before."""
    _bench[:] = _bench or [os.environ["VAR_DIR"]]
    key = environ.get("DATABASE_URL", "")
    if not key and (made_before := os.environ.get("BENCH_PREPARED")):
        return Path(made_before)
    if key not in _prepared:
        folder = tempfile.mkdtemp(prefix="prepared-", dir=_bench[0])
        settle({**os.environ, **environ, "VAR_DIR": folder})
        _prepared[key] = Path(folder)
    return _prepared[key]


@contextlib.contextmanager
def own_folder(place=None):
    """A copy of it that may be ruined."""
    with tempfile.TemporaryDirectory(prefix="relevo-fault-", dir=place, ignore_cleanup_errors=True) as folder:
        var = Path(folder) / "var"
        shutil.copytree(prepared(), var)
        yield var


def on(var, **environ):
    """Make this process work on that site, and give the environment for its servers."""
    import django
    from django.conf import settings
    from django.db import connections

    whole = {**os.environ, "VAR_DIR": str(var), **environ}
    if not settings.configured or not _set_up:
        os.environ.update(VAR_DIR=str(var), **environ)
        django.setup()
        _set_up.append(True)
    connections.close_all()
    if "DATABASE_URL" not in environ:
        connections["default"].settings_dict["NAME"] = str(var / "relevo.sqlite3")
    return whole


_set_up = []


def women(many):
    """``many`` members, each with the cookies of her session."""
    from django.test import Client

    from academy.members.models import Member

    found = []
    for _number in range(many):
        name = f"fault-{uuid.uuid4().hex[:10]}"
        member = Member.objects.create(username=name, display_name=name)
        client = Client()
        client.force_login(member)
        found.append((member, {name: morsel.value for name, morsel in client.cookies.items()}))
    return found


def batch(member, many, turn=0, asked=None):
    asked = asked or _questions()
    return [_answered(member, asked[(turn + n) % len(asked)]) for n in range(many)]


class Web:
    """A gunicorn that may be killed. Preloaded: a process that is killed is replaced in milliseconds."""

    def __init__(self, environ, *, before=()):
        self.environ, self.port, self.before = environ, free_port(), list(before)
        self.options = ["--preload", "--workers", "2", "--worker-class", "gthread", "--threads", "4"]
        self.child = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_details):
        self.kill()

    def start(self):
        from academy.bootstrap.places import ROOT
        from academy.bootstrap.processes import bound_to_us

        command = [
            *self.before,
            sys.executable,
            "-m",
            "gunicorn",
            "benchmarks.faults.warm",
            "--bind",
            f"{HOST}:{self.port}",
        ]
        command += [*self.options, "--timeout", "60", "--graceful-timeout", "1", "--log-level", "critical"]
        command += ["--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
        self.child = subprocess.Popen(
            command, cwd=ROOT, env=self.environ, stderr=subprocess.DEVNULL, start_new_session=True, **bound_to_us()
        )
        until = time.monotonic() + 90
        while time.monotonic() < until:
            if self.status("/healthz") == 200:
                return
            time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def workers(self):
        return [pid for pid, (parent, _size) in process_table().items() if parent == self.child.pid]

    def kill(self):
        """All of it at once, as when the power goes."""
        if self.child.poll() is None:
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()

    def status(self, path):
        """The status of an answer, 0 where there is none."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def send(self, cookies, device, events):
        """``(status, {id: state})`` of ``/sync/``; status 0 where the line broke."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        headers = {
            "Content-Type": "application/json",
            "X-Relevo": "sync",
            "Origin": f"http://{HOST}:{self.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }
        try:
            connection.request("POST", "/sync/", json.dumps({"device": device, "events": events}), headers)
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException):
            return 0, {}
        finally:
            connection.close()
        if response.status != 200:
            return response.status, {}
        return 200, {event["id"]: event["state"] for event in json.loads(body)["events"]}

    def half(self, path, cookies, body, headers=()):
        """Announce ``body``, send half of it, and hang up."""
        with socket.create_connection((HOST, self.port), timeout=10) as line:
            lines = [f"POST {path} HTTP/1.1", f"Host: {HOST}:{self.port}", f"Content-Length: {len(body)}"]
            lines += ["Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()), *headers]
            line.sendall("\r\n".join([*lines, "", ""]).encode() + body[: len(body) // 2])
            time.sleep(0.05)


def taken(states):
    return {id for id, state in states.items() if state in ("applied", "already")}


def compare(device, acknowledged, sent):
    """Every acknowledged event is in the record; nothing is there that was not sent; each was folded once."""
    from django.db import connection
    from django.db.models import Count

    from academy.core.models import Event, Ledger

    stored = {str(id) for id in Event.objects.filter(device=device).values_list("pk", flat=True)}
    if missing := acknowledged - stored:
        raise RuntimeError(f"{len(missing)} of {len(acknowledged)} acknowledged events are missing")
    if foreign := stored - sent:
        raise RuntimeError(f"{len(foreign)} events are in the record that nobody sent")
    counts = dict(Event.objects.values_list("subject").annotate(Count("pk")))
    wrong = [row.subject for row in Ledger.objects.filter(subject__in=counts) if row.events != counts[row.subject]]
    if wrong:
        raise RuntimeError(f"{len(wrong)} women have other numbers of events in their ledger than in the record")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            found = cursor.execute("PRAGMA integrity_check").fetchall()
        if found != [("ok",)]:
            raise RuntimeError(f"the database has faults: {found[:3]}")
    return len(stored)


def summaries_stand(device):
    """Her summaries count each event of ``device`` once, and folded anew they say the same. Returns how many."""
    from django.db.models import Sum

    from academy.core import record
    from academy.core.models import Event
    from courses.models import Answer

    events = Event.objects.filter(device=device)
    members = list(events.values_list("subject", flat=True).distinct())

    def rows():
        fields = ("member", "question", "times", "points", "right")
        return sorted(map(str, Answer.objects.filter(member__in=members).values_list(*fields)))

    before, stored = rows(), events.count()
    counted = Answer.objects.filter(member__in=members).aggregate(Sum("times"))["times__sum"] or 0
    if counted != stored:
        raise RuntimeError(f"{stored} answers are in the record, the summaries count {counted}")
    for member in members:
        record.rebuild(subject=member)
    if rows() != before:
        raise RuntimeError("the summaries are others when they are folded anew")
    return len(before)
