"""The background worker: tries again what failed, takes up what a dead worker had in hand, outlives its database.

A job may therefore run twice; ours may (each looks first at what is already done). Attempts are counted by the ids of
the workers that took it.
"""

import logging
import threading
import time
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from .models import WorkerBeat

log = logging.getLogger("relevo.worker")

#: How long to wait after the first failure, the second…; after the last it stays failed.
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
MOST_ATTEMPTS = len(WAITS) + 1
BEAT = 10
#: A worker that has been silent for this long is dead; longer than a write may wait for another on SQLite.
SILENT = timedelta(seconds=90)
#: Seconds before asking again for a database that is away.
PAUSE = 5


class SteadyWorker(Worker):
    """``db_worker`` runs this one."""

    def run(self):
        heart = Heart(self.worker_id)
        heart.start()
        try:
            while self.running:
                try:
                    take_up(worker=self.worker_id)
                    super().run()
                    return
                except (OperationalError, InterfaceError) as error:
                    log.warning("The database is away (%s); trying again in %d s.", type(error).__name__, PAUSE)
                    connection.close()
                    time.sleep(PAUSE)
        finally:
            heart.stop()

    def run_task(self, db_task_result):
        super().run_task(db_task_result)
        if db_task_result.status == TaskResultStatus.FAILED:
            retry_later(db_task_result, at=timezone.now())


def retry_later(result, *, at):
    """Put a failed job back for later. False where it has been tried often enough, or somebody was faster."""
    attempts = len(result.worker_ids)
    if attempts >= MOST_ATTEMPTS:
        log.error("Job %s failed %d times and is given up.", result.task_path, attempts)
        return False
    failed = DBTaskResult.objects.filter(pk=result.pk, status=TaskResultStatus.FAILED)
    return bool(failed.update(status=TaskResultStatus.READY, run_after=at + WAITS[max(attempts, 1) - 1]))


def retry_now(*, pk):
    """Somebody asks for it: all attempts are open to it again. False where it is not failed any more."""
    failed = DBTaskResult.objects.filter(pk=pk, status=TaskResultStatus.FAILED)
    return bool(failed.update(status=TaskResultStatus.READY, run_after=timezone.now(), worker_ids=[]))


# --- Those that were cut off -----------------------------------------------------------------------


def take_up(*, worker=None, at=None):
    """Put back what runs nowhere: what ``worker`` had in hand, or, without one, all silent ones. Returns how many."""
    at = at or timezone.now()
    alive = set(WorkerBeat.objects.filter(at__gt=at - SILENT).values_list("worker", flat=True))
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    if worker is None:
        # Just claimed, by one whose first beat is still on its way.
        running = running.filter(started_at__lt=at - SILENT)
    done = 0
    for pk, workers in running.values_list("pk", "worker_ids"):
        last = workers[-1] if workers else ""
        if last == worker if worker else last not in alive:
            done += _put_back(pk, workers)
    return done


def _put_back(pk, workers):
    # The same ids as we saw: else another has taken it up meanwhile.
    left = DBTaskResult.objects.filter(pk=pk, status=TaskResultStatus.RUNNING, worker_ids=workers)
    if len(workers) < MOST_ATTEMPTS:
        return left.update(status=TaskResultStatus.READY)
    return left.update(
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        exception_class_path=f"{__name__}.CutOff",
        traceback="",
    )


class CutOff(Exception):  # noqa: N818 - what happened to the job
    """The worker was ended in the middle of this job, each time."""


class Heart(threading.Thread):
    """Says every few seconds that this worker lives, and looks for what dead ones left."""

    def __init__(self, worker):
        super().__init__(daemon=True, name="heart")
        self.worker, self._stopped = worker, threading.Event()

    def run(self):
        while not self._stopped.is_set():
            close_old_connections()
            try:
                beat(self.worker, at=timezone.now())
                take_up()
            except DatabaseError as error:
                log.warning("No beat could be noted (%s).", type(error).__name__)
            self._stopped.wait(BEAT)
        connection.close()

    def stop(self):
        self._stopped.set()
        self.join(BEAT)
        try:
            WorkerBeat.objects.filter(worker=self.worker).delete()
        except DatabaseError:
            pass


def beat(worker, *, at):
    WorkerBeat.objects.update_or_create(worker=worker, defaults={"at": at})
    WorkerBeat.objects.filter(at__lt=at - timedelta(days=1)).delete()


def alive(*, at):
    """How many workers have said so lately."""
    return WorkerBeat.objects.filter(at__gt=at - SILENT).count()
