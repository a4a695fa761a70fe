"""A job that fails is tried again, one that was cut off is taken up, and neither for ever."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult, get_date_max

from academy.core import working
from academy.core.models import WorkerBeat

DONE = []


@task()
def breaks():
    raise OSError("no")


@task()
def works(word):
    DONE.append(word)


@pytest.fixture
def queue(db, settings, monkeypatch):
    # On PostgreSQL the worker would close the connection that holds the test's transaction.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    DONE.clear()


def job(name, **fields):
    args = ["hola"] if name == "works" else []
    return DBTaskResult.objects.create(
        task_path=f"{__name__}.{name}",
        args_kwargs={"args": args, "kwargs": {}},
        backend_name="default",
        run_after=get_date_max(),
        exception_class_path="",
        traceback="",
        **fields,
    )


def work():
    """What is ready now, by a worker without a heart of its own."""
    worker = working.SteadyWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="w1",
        excluded_queue_names=[],
    )
    super(working.SteadyWorker, worker).run()


def test_a_job_that_fails_waits_longer_each_time_and_then_is_left_for_a_person(queue):
    made = job("breaks")
    waits = []
    for _attempt in range(working.MOST_ATTEMPTS - 1):
        before = timezone.now()
        work()
        made.refresh_from_db()
        assert made.status == "READY"
        waits.append(made.run_after - before)
        DBTaskResult.objects.update(run_after=before)
    assert [round(wait / timedelta(minutes=1)) for wait in waits] == [1, 5, 30, 120]
    work()
    made.refresh_from_db()
    assert made.status == "FAILED"
    assert made.exception_class_path.endswith("OSError")


def test_a_person_gives_a_failed_job_all_its_attempts_again(queue):
    made = job("works", status="FAILED", worker_ids=["a"] * 5)
    assert working.retry_now(pk=made.pk)
    assert not working.retry_now(pk=made.pk)
    work()
    made.refresh_from_db()
    assert (made.status, DONE) == ("SUCCESSFUL", ["hola"])


def test_what_a_dead_worker_had_in_hand_is_taken_up_and_what_a_living_one_has_is_not(queue):
    now = timezone.now()
    long_ago = now - timedelta(hours=1)
    dead = job("works", status="RUNNING", started_at=long_ago, worker_ids=["dead"])
    living = job("works", status="RUNNING", started_at=long_ago, worker_ids=["living"])
    claimed = job("works", status="RUNNING", started_at=now, worker_ids=["not heard of yet"])
    working.beat("dead", at=long_ago)
    working.beat("living", at=now)
    assert working.take_up(at=now) == 1
    assert [each.status for each in DBTaskResult.objects.filter(pk__in=[dead.pk])] == ["READY"]
    still = DBTaskResult.objects.filter(pk__in=[living.pk, claimed.pk])
    assert {each.status for each in still} == {"RUNNING"}


def test_a_job_that_kills_its_worker_each_time_is_not_taken_up_for_ever(queue):
    made = job("works", status="RUNNING", started_at=timezone.now() - timedelta(hours=1), worker_ids=["dead"] * 5)
    working.take_up()
    made.refresh_from_db()
    assert (made.status, made.exception_class_path) == ("FAILED", "academy.core.working.CutOff")


def test_a_worker_outlives_a_database_that_is_away_for_a_while(queue, monkeypatch):
    made = job("works")
    answers = iter([OperationalError("server closed the connection"), None])
    base = working.Worker.run

    def run(self):
        if (trouble := next(answers)) is not None:
            # It was claimed, and the database went before the end could be noted.
            DBTaskResult.objects.update(status="RUNNING", worker_ids=[self.worker_id], started_at=timezone.now())
            raise trouble
        base(self)

    monkeypatch.setattr(working.Worker, "run", run)
    monkeypatch.setattr(working, "PAUSE", 0)
    monkeypatch.setattr(working.connection, "close", lambda: None)
    monkeypatch.setattr(working.Heart, "start", lambda self: None)
    monkeypatch.setattr(working.Heart, "join", lambda self, timeout: None)
    worker = working.SteadyWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="w1",
        excluded_queue_names=[],
    )
    worker.run()
    made.refresh_from_db()
    assert (made.status, DONE) == ("SUCCESSFUL", ["hola"])


def test_beats_of_long_ago_are_forgotten(db):
    now = timezone.now()
    working.beat("old", at=now - timedelta(days=2))
    working.beat("new", at=now)
    assert list(WorkerBeat.objects.values_list("worker", flat=True)) == ["new"]
    assert working.alive(at=now) == 1
    assert working.alive(at=now + timedelta(minutes=2)) == 0
