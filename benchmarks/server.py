"""A server like the one of `manage.py run`, on a folder of its own that goes afterwards."""

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

HOST = "127.0.0.1"
ANSWER_WITHIN = 60


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def settle(environ):
    """Tables, courses, invented people and static files, as `manage.py run` prepares them."""
    from academy.bootstrap.places import ROOT

    people = Path(environ["VAR_DIR"]) / "people.txt"
    command = [sys.executable, "-m", "academy.bootstrap.prepare", str(people)]
    subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=sys.stderr)


class Server:
    """Web server and worker. ``seconds`` is how long the first page took from the start of the process."""

    def __init__(self, environ):
        from academy.bootstrap.processes import Processes

        self.environ, self.port, self.processes = environ, free_port(), Processes()
        self.seconds = None

    def __enter__(self):
        from academy.bootstrap.processes import server_command, worker_command

        started = time.monotonic()
        command = server_command(sys.executable, HOST, self.port, self.environ)
        self.processes.start("server", command, self.environ)
        try:
            self._wait()
        except BaseException:
            self.processes.stop()
            raise
        self.seconds = time.monotonic() - started
        self.processes.start("worker", worker_command(sys.executable), self.environ)
        return self

    def __exit__(self, *_details):
        self.processes.stop()

    def _wait(self):
        deadline = time.monotonic() + ANSWER_WITHIN
        while time.monotonic() < deadline:
            if gone := self.processes.ended():
                raise RuntimeError(f"the server ended by itself, code {gone[1]}")
            connection = http.client.HTTPConnection(HOST, self.port, timeout=ANSWER_WITHIN)
            try:
                connection.request("GET", "/")
                if connection.getresponse().status == 200:
                    return
                raise RuntimeError("the home page does not answer 200")
            except (ConnectionError, http.client.HTTPException):
                time.sleep(0.02)
            finally:
                connection.close()
        raise RuntimeError(f"no answer within {ANSWER_WITHIN} s")

    def memory(self):
        """Resident kilobytes of all processes, and how many there are. What they share counts for each."""
        table = process_table()
        ours = family(table, {child.pid for child in self.processes.children.values()})
        return sum(table[pid][1] for pid in ours), len(ours)


def process_table():
    """{pid: (parent, resident KB)} of all processes of this machine."""
    if not os.path.isdir("/proc/self"):  # macOS
        listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=True)
        rows = (line.split() for line in listing.stdout.splitlines())
        return {int(pid): (int(parent), int(rss)) for pid, parent, rss in rows}
    table = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                status = (folder / "status").read_text()
            except OSError:
                continue  # it ended while we looked
            table[int(folder.name)] = read_status(status)
    return table


def read_status(status):
    """(parent, resident KB) from a /proc/<pid>/status; what the kernel runs for itself has no memory."""
    told = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return int(told["PPid"]), int(told.get("VmRSS", "0 kB").split()[0])


def family(table, roots):
    """``roots`` and all that descend from them."""
    found, grew = set(roots) & set(table), True
    while grew:
        more = {pid for pid, (parent, _) in table.items() if parent in found} - found
        found, grew = found | more, bool(more)
    return found
