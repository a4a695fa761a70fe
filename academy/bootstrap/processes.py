"""Two processes that live and end together: the web server and the worker."""

import os
import signal
import subprocess
import sys
import time

from .places import ROOT
from .words import say, words

GRACE_SECONDS = 10


def server_command(python, host, port, environ):
    """Gunicorn, or Django's own server on Windows, where gunicorn does not exist."""
    if os.name == "nt":
        return [python, ROOT / "manage.py", "runserver", "--noreload", f"{host}:{port}"]
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = [python, "-m", "gunicorn", "academy.wsgi:application", "--bind", address]
    command += ["--workers", environ.get("WEB_CONCURRENCY") or "2"]
    command += ["--worker-class", "gthread", "--threads", "4"]
    command += ["--timeout", "60", "--keep-alive", "5", "--graceful-timeout", "5"]
    command += ["--log-level", "warning", "--no-control-socket"]
    if os.path.isdir("/dev/shm"):  # noqa: S108  (only asked for: heartbeats on a real disk can stall a worker)
        command += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108
    return command


def worker_command(python):
    return [python, ROOT / "manage.py", "db_worker", "--queue-name", "*", "--no-reload", "--verbosity", "0"]


class Processes:
    """Children by name. Use as a context: leaving it, however that happens, leaves nothing running."""

    def __init__(self):
        self.children = {}
        self.asked_to_stop = False

    def __enter__(self):
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            number = getattr(signal, name, None)
            # Under nohup a lost terminal is no reason to stop: that is what it was started for.
            if number is not None and not (name == "SIGHUP" and signal.getsignal(number) == signal.SIG_IGN):
                signal.signal(number, self._ask_to_stop)
        return self

    def __exit__(self, *_):
        self.stop()

    def _ask_to_stop(self, *_):
        self.asked_to_stop = True

    def start(self, name, command, environ):
        """Start a child out of reach of the terminal's Ctrl-C: we pass the word on, once, in order."""
        if os.name == "nt":
            options = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        else:
            options = {"start_new_session": True, **bound_to_us()}
        self.children[name] = subprocess.Popen(command, cwd=ROOT, env=environ, **options)

    def ended(self):
        """The name and exit code of a child that ended by itself, or None."""
        for name, child in self.children.items():
            if child.poll() is not None:
                return name, child.returncode
        return None

    def watch(self):
        """Until someone asks to stop (returns 0) or a child ends by itself (says which, returns 1)."""
        while not self.asked_to_stop:
            if gone := self.ended():
                say("died", name=words(gone[0]), code=gone[1])
                return 1
            time.sleep(0.25)
        return 0

    def stop(self):
        """Ask every child to end, wait, and insist after ten seconds."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self.children.clear()


def bound_to_us():
    """Popen options: should we be killed before we can tidy up, Linux tells the child to end too."""
    return {"preexec_fn": _end_with_parent} if sys.platform == "linux" else {}


def _end_with_parent():
    import ctypes

    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
