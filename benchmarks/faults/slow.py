"""Lines on which somebody sends a letter now and then, to hold the server's threads: with the proxy and without."""

import http.client
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from types import SimpleNamespace

from ..reading import Figure
from ..server import HOST, free_port
from .standing import Web, on, own_folder

#: Lines held open at once, seconds, and how long somebody waits for a page before it counts as away.
LINES, SECONDS, PATIENCE = 64, 20, 5
#: A form whose body never ends, and a head that never does.
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-"
BODY = b"POST /entrar/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 900000\r\n\r\n"


def slow_lines(_site):
    """How many of the pages that others asked for came meanwhile: bare gunicorn, then behind the nginx of deploy/."""
    with own_folder() as var, Web(on(var)) as web:
        for name, start in (("head", HEAD), ("body", BODY)):
            yield Figure(f"slow_{name}_bare_answered", _meanwhile(web.port, start), "percent")
        if not shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin"):
            return
        with Proxy(web.port) as port:
            for name, start in (("head", HEAD), ("body", BODY)):
                share = _meanwhile(port, start)
                yield Figure(f"slow_{name}_proxied_answered", share, "percent")
                if share < 100:
                    raise RuntimeError("slow lines keep others out although there is a proxy")
        yield Figure("slow_lines", LINES, "lines")


def _meanwhile(port, start):
    """Percent of the pages asked for while LINES slow lines are held, each a new line."""
    stop, asked, came = threading.Event(), 0, 0
    holder = threading.Thread(target=_hold, args=(port, start, stop))
    holder.start()
    time.sleep(2)
    until = time.monotonic() + SECONDS
    try:
        while time.monotonic() < until:
            asked, came = asked + 1, came + _answers(port)
            time.sleep(0.2)
    finally:
        stop.set()
        holder.join()
    while not _answers(port):  # the threads come free again before the next
        time.sleep(0.5)
    return round(100 * came / asked)


def _hold(port, start, stop):
    lines = []
    while not stop.is_set():
        lines = [line for line in lines if _still(line)]
        while len(lines) < LINES and not stop.is_set():
            try:
                line = socket.create_connection((HOST, port), timeout=1)
                line.sendall(start)
            except OSError:
                break
            lines.append(line)
        stop.wait(1)
    for line in lines:
        line.close()


def _still(line):
    """One letter more; False where the other side hung up."""
    try:
        line.settimeout(0.2)
        line.sendall(b"x")
        line.setblocking(False)
        return line.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def _answers(port):
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz", headers={"Host": HOST})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class Proxy:
    """The proxy's own file in front of the server at ``port``; gives the port of the proxy."""

    def __init__(self, port):
        self.server, self.folder, self.port = port, tempfile.mkdtemp(prefix="relevo-slow-"), free_port()

    def __enter__(self):
        from academy.bootstrap.places import ROOT
        from academy.bootstrap.processes import bound_to_us

        from ..grown import _nginx as configured

        shape = SimpleNamespace(folder=Path(self.folder), url=f"http://{HOST}:{self.port}")
        command = [str(part) for part in configured(shape, [self.server], ROOT)]
        command[0] = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
        self.child = subprocess.Popen(command, stderr=subprocess.DEVNULL, **bound_to_us())
        while not _answers(self.port):
            if self.child.poll() is not None:
                raise RuntimeError("nginx did not start")
            time.sleep(0.1)
        return self.port

    def __exit__(self, *_details):
        self.child.terminate()
        self.child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
