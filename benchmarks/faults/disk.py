"""A disk that is full, and then is not."""

import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from contextlib import contextmanager
from pathlib import Path

from ..reading import Figure
from .standing import Web, batch, compare, on, prepared, summaries_stand, taken, women

ROOM = 12_000_000


def disk_full(_site):
    """A site on a small disk of its own (a tmpfs, which only root can make) that a stray file fills."""
    needed = sum(path.stat().st_size for path in prepared().rglob("*") if path.is_file())
    with _small_disk(2 * needed + ROOM) as place:
        if place is None:
            print("disk_full: not measured, only root can make a small disk", file=sys.stderr, flush=True)
            return
        var = place / "var"
        shutil.copytree(prepared(), var)
        environ = on(var)
        ((member, cookies),) = women(1)
        device = f"disk-{uuid.uuid4().hex[:8]}"
        acknowledged, sent, refused = set(), set(), {}
        with Web(environ) as web:

            def send(events):
                sent.update(event["id"] for event in events)
                status, states = web.send(cookies, device, events)
                acknowledged.update(taken(states))
                return status, states

            send(batch(member, 10))
            _fill(place / "stray")
            waiting = []
            for turn in range(60):
                events = batch(member, 10, turn)
                status, states = send(events)
                left = [event for event in events if event["id"] not in acknowledged]
                if left:
                    refused[status] = refused.get(status, 0) + 1
                    waiting.extend(left)
            pages = {path: web.status(path) for path in ("/cursos/", "/healthz")}
            said = _backup(environ)
            (place / "stray").unlink()
            while waiting:
                _status, states = send(waiting[:10])
                if not taken(states):
                    raise RuntimeError("there is room again, and still nothing is taken")
                waiting = [event for event in waiting if event["id"] not in acknowledged]
        if not refused:
            raise RuntimeError("the disk was full, and everything was taken all the same")
        if acknowledged != sent:
            raise RuntimeError("not everything was taken in the end")
        stored = compare(device, acknowledged, sent)
        yield Figure("disk_full_batches_not_taken", sum(refused.values()), "batches")
        yield Figure("disk_full_acknowledged_and_there_once", stored, "events")
        yield Figure("disk_full_summaries_the_same_anew", summaries_stand(device), "summaries")
        yield Figure("disk_full_catalogue_status", pages["/cursos/"], "status")
        print(f"disk_full: /sync/ answered {refused}; backup said: {said}", file=sys.stderr, flush=True)


def _fill(path):
    """Until nothing more fits."""
    with path.open("wb") as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    os.write(file.fileno(), b"\0" * size)
            except OSError:
                continue


def _backup(environ):
    """What `backup` says on a full disk; it must refuse and leave nothing."""
    from academy.bootstrap.places import ROOT

    folder = Path(environ["VAR_DIR"]) / "backups"
    with tempfile.NamedTemporaryFile() as key:
        key.write(b"a key that is long enough")
        key.flush()
        command = [sys.executable, str(ROOT / "manage.py"), "backup", "--key-file", key.name]
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
    if done.returncode == 0 or (folder.exists() and [path for path in folder.iterdir() if path.name != ".lock"]):
        raise RuntimeError(f"backup on a full disk: code {done.returncode}, {list(folder.iterdir())}")
    return done.stderr.strip().splitlines()[-1]


@contextmanager
def _small_disk(size):
    place = Path(tempfile.mkdtemp(prefix="relevo-disk-", dir="/tmp"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    try:
        if subprocess.run(mount, capture_output=True).returncode:
            yield None
            return
        try:
            yield place
        finally:
            from django.db import connections

            connections.close_all()
            subprocess.run(["umount", "-l", str(place)], check=False)
    finally:
        shutil.rmtree(place, ignore_errors=True)
