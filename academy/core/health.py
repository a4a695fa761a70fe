"""Two addresses for machines: ``/healthz`` (this process answers) and ``/readyz`` (it can serve).

Answered before everything else: no host is compared, nothing is redirected to https, no session is read, and the
first needs no database. They say which part is missing, and nothing more.
"""

import json
import shutil

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse

ALIVE, READY = "/healthz", "/readyz"
#: Below this many bytes nothing can be relied on to be written.
LEAST_FREE = 50_000_000
_tables_stand = False


class Health:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info == ALIVE:
            return _answer({"alive": True})
        if request.path_info == READY:
            return _answer(readiness())
        return self.get_response(request)


def readiness():
    """``{part: is it there}`` and ``ready``. A cache that is away makes pages slower and no more: it does not count."""
    database = _reaches_database()
    parts = {
        "database": database,
        "tables": database and _all_migrated(),
        "disk": shutil.disk_usage(_existing(settings.VAR_DIR)).free > LEAST_FREE,
    }
    return {"ready": all(parts.values()), **parts, "cache": getattr(cache, "reach", lambda: True)()}


def _reaches_database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        connection.close()
        return False
    return True


def _all_migrated():
    """Once they are, they stay so for this process: the question reads all migration files."""
    global _tables_stand
    if not _tables_stand:
        executor = MigrationExecutor(connection)
        _tables_stand = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _tables_stand


def _existing(folder):
    while not folder.exists():
        folder = folder.parent
    return folder


def _answer(told):
    status = 200 if all(told.get(name, True) for name in ("alive", "ready")) else 503
    response = HttpResponse(json.dumps(told) + "\n", content_type="application/json", status=status)
    response["Cache-Control"] = "no-store"
    return response
