"""`kill -9` in the middle of writing: of the server, and of the worker."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid

from ..reading import Figure
from .standing import Web, batch, compare, on, own_folder, summaries_stand, taken, women

#: How often; BENCH_KILLS sets another number.
KILLS = 500
#: Of these, every so many takes the whole server instead of one of its processes.
WHOLE = 50
PHONES, IN_ONE_BATCH = 4, 10
WORKER_KILLS, JOBS = 20, 120


def kills(_site):
    """Phones send batches while processes of the server are killed. What was not acknowledged is sent again.

    Between two kills at least one batch comes through, so each kill meets writing and not a server that is starting.
    """
    wanted = int(os.environ.get("BENCH_KILLS", KILLS))
    with own_folder() as var:
        environ = on(var)
        from ..syncing import _questions

        asked, people = _questions(), women(PHONES)
        device, running = f"kill-{uuid.uuid4().hex[:8]}", threading.Event()
        running.set()
        acknowledged, sent, broken, through = set(), set(), [0], [0]
        with Web(environ) as web:

            def phone(number):
                member, cookies = people[number]
                turn = 0
                while running.is_set():
                    waiting = batch(member, IN_ONE_BATCH, turn, asked)
                    sent.update(event["id"] for event in waiting)
                    turn += 1
                    while waiting:
                        status, states = web.send(cookies, device, waiting)
                        if status == 0:
                            broken[0] += 1
                            time.sleep(0.02)
                        acknowledged.update(taken(states))
                        waiting = [event for event in waiting if event["id"] not in acknowledged]
                    through[0] += 1

            phones = [threading.Thread(target=phone, args=(number,), daemon=True) for number in range(PHONES)]
            for each in phones:
                each.start()
            hit = _kill_often(web, wanted, through)
            running.clear()
            for each in phones:
                each.join(120)
        stored = compare(device, acknowledged, sent)
        if stored != len(sent):
            raise RuntimeError(f"{len(sent)} events were sent until they were taken, {stored} are in the record")
        yield Figure("kills", hit, "kills")
        yield Figure("kills_batches", through[0], "batches")
        yield Figure("kills_lines_broken", broken[0], "requests")
        yield Figure("kills_acknowledged_and_there_once", stored, "events")
        yield Figure("kills_summaries_the_same_anew", summaries_stand(device), "summaries")


def _kill_often(web, wanted, through):
    chance = random.Random(1)
    for number in range(1, wanted + 1):
        seen, until = through[0], time.monotonic() + 60
        while through[0] == seen and time.monotonic() < until:
            time.sleep(0.002)
        if through[0] == seen:
            raise RuntimeError("no batch came through for a minute")
        time.sleep(chance.uniform(0, 0.03))
        if number % WHOLE == 0:
            web.kill()
            web.start()
            continue
        targets = web.workers()
        if targets:
            try:
                os.kill(chance.choice(targets), signal.SIGKILL)
            except ProcessLookupError:
                pass
    return wanted


def worker_kills(_site):
    """Jobs that write (lessons weighed anew) while the worker is killed; started anew, it takes up what it had.

    At the end every job is done: none lost, none left running, none given up.
    """
    with own_folder() as var:
        environ = on(var)
        from django.db import connection
        from django.utils import timezone
        from django_tasks_db.models import DBTaskResult

        from courses.models import LessonWeight
        from courses.weights import measure_later

        DBTaskResult.objects.all().delete()
        keys = list(LessonWeight.objects.values_list("page", flat=True).order_by("page").distinct())
        for number in range(JOBS):
            measure_later.using(backend="default").enqueue(str(keys[number % len(keys)]), "es")
        chance, began = random.Random(2), time.monotonic()
        for _number in range(WORKER_KILLS):
            started, child = timezone.now(), _worker(environ)
            # Some jobs come through between two kills: one that is cut off each time is given up, and rightly.
            goal = _left() - chance.randint(1, 4)
            _until(lambda since=started, goal=goal: _left() <= goal and _running(since) or not _left(), child)
            child.kill()
            child.wait()
            if not _left():
                break
        cut = sum(len(ids) - 1 for ids in DBTaskResult.objects.values_list("worker_ids", flat=True) if ids)
        child = _worker(environ)
        _until(lambda: not _left(), child, seconds=180)
        child.terminate()
        child.wait()
        states = set(DBTaskResult.objects.values_list("status", flat=True))
        connection.close()
        if states != {"SUCCESSFUL"}:
            raise RuntimeError(f"jobs ended as {states}")
        if not cut:
            raise RuntimeError("no kill met a job in the middle: this run shows nothing")
        yield Figure("worker_kills", WORKER_KILLS, "kills")
        yield Figure("worker_kills_jobs_cut_off", cut, "jobs")
        yield Figure("worker_kills_jobs_done", JOBS, "jobs")
        yield Figure("worker_kills_all_done", time.monotonic() - began, "s")


def _running(since):
    """Has the worker that was started then a job in hand? What an earlier one left running does not count."""
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.filter(status="RUNNING", started_at__gt=since).exists()


def _left():
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.exclude(status__in=("SUCCESSFUL", "FAILED")).count()


def _worker(environ):
    from academy.bootstrap.places import ROOT
    from academy.bootstrap.processes import bound_to_us

    command = [sys.executable, str(ROOT / "manage.py"), "db_worker", "--queue-name", "*", "--no-reload"]
    command += ["--verbosity", "0", "--worker-id", "bench", "--no-startup-delay"]
    return subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL, **bound_to_us())


def _until(true, child, seconds=60):
    until = time.monotonic() + seconds
    while not true():
        if child.poll() is not None:
            raise RuntimeError(f"the worker ended by itself, code {child.returncode}")
        if time.monotonic() > until:
            raise RuntimeError("the worker did nothing for too long")
        time.sleep(0.002)
