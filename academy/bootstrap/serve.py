"""`python3 manage.py run`: from nothing to a served academy, and back to nothing on Ctrl-C."""

import http.client
import os
import subprocess
import tempfile
import time
from pathlib import Path

from . import machine
from .places import ROOT, VAR, VENV
from .processes import Processes, bound_to_us, server_command, worker_command
from .words import Stop, say, words

ANSWER_WITHIN_SECONDS = 60


def check_first(environ):
    """Host and port, once they and the disk are known to be good: before any long work."""
    host, port = environ.get("HOST", "").strip() or "127.0.0.1", machine.port_from(environ)
    machine.require_port(host, port)
    needed = machine.LATER_RUN_MB if VENV.exists() else machine.FIRST_INSTALL_MB
    machine.require_space(VAR if VAR.exists() else ROOT, needed)
    return host, port


def run(python):
    """Prepare, serve until asked to stop. Returns the exit code."""
    host, port = check_first(os.environ)
    home = address(host, port)
    environ = {**os.environ, "SITE_URL": os.environ.get("SITE_URL") or home}
    people = _prepare(python, environ)
    with Processes() as processes:
        say("starting")
        processes.start("server", server_command(python, host, port, environ), environ)
        processes.start("worker", worker_command(python), environ)
        status = _wait_for_answer(processes, host, port)
        if status is None or status >= 500:
            return _explain(processes, status)
        _greet(host, port, people)
        code = processes.watch()
        say("stopping")
    say("stopped")
    return code


def address(host, port):
    """The address to open, also from a phone where the server listens to the whole network."""
    if host in ("0.0.0.0", "::"):  # noqa: S104  (what was asked for, not what we default to)
        return f"http://{machine.lan_address() or 'localhost'}:{port}"
    name = {"127.0.0.1": "localhost"}.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _prepare(python, environ):
    """Do the long work in a process of its own, so that this one stays small; returns who to sign in as."""
    with tempfile.TemporaryDirectory(prefix="relevo-") as folder:
        people = Path(folder) / "people.txt"
        command = [python, "-m", "academy.bootstrap.prepare", people]
        try:
            code = subprocess.call(command, cwd=ROOT, env=environ, **bound_to_us())
        except KeyboardInterrupt:
            raise SystemExit(130) from None
        if code:
            raise Stop("step_failed")
        return people.read_text(encoding="utf-8")


def _wait_for_answer(processes, host, port):
    """The status of the server's first answer over HTTP, or None where there was none in time."""
    knock = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    deadline = time.monotonic() + ANSWER_WITHIN_SECONDS
    while time.monotonic() < deadline and not processes.asked_to_stop and not processes.ended():
        connection = http.client.HTTPConnection(knock, port, timeout=10)
        try:
            connection.request("GET", "/robots.txt", headers={"Host": "localhost"})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    return None


def _explain(processes, status):
    """Why there is nothing to open. The exit code: 0 only where we were asked to stop meanwhile."""
    if processes.asked_to_stop:
        return 0
    if gone := processes.ended():
        say("died", name=words(gone[0]), code=gone[1])
    elif status is not None:
        say("ill", status=status)
    else:
        say("silent", seconds=ANSWER_WITHIN_SECONDS)
    return 1


def _greet(host, port, people):
    """Where it is and who to be."""
    print(flush=True)
    if host in ("0.0.0.0", "::"):  # noqa: S104
        say("open", url=f"http://localhost:{port}")
        say("open_lan", url=address(host, port))
    else:
        say("open", url=address(host, port))
    if people.strip():
        print("\n" + people.strip("\n") + "\n", flush=True)
    if host == "127.0.0.1":
        say("lan_hint")
    say("stop_hint")
