"""Several women at the same moment, each on a connection of her own, on whichever database the tests run on."""

import sqlite3
import threading
from contextlib import contextmanager

from django.db import connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from academy.settings import env


@contextmanager
def meeting_place(tmp_path):
    """Yields ``at_once(*jobs)``: runs them together, returns what each returned or raised.

    SQLite in memory is one connection, where threads cannot meet: there they work on a copy of the database in a
    file, with the settings of a real site. What they wrote is seen by a later job, not by the test's connection.
    """
    settings = None
    if connection.vendor == "sqlite":
        path = tmp_path / "race.sqlite3"
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        settings = {**connection.settings_dict, **env.database("DATABASE_URL_OF_NOBODY", f"sqlite:///{path}")}

    def at_once(*jobs):
        results, start = [None] * len(jobs), threading.Barrier(len(jobs))

        def run(number, job):
            try:
                if settings is not None:
                    connections["default"] = DatabaseWrapper(settings, "default")
                start.wait(timeout=20)
                results[number] = job()
            except Exception as error:
                results[number] = error
            finally:
                connections["default"].close()

        threads = [threading.Thread(target=run, args=each) for each in enumerate(jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return results

    yield at_once
