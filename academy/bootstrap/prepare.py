"""Everything between "installed" and "served": tables, reference data, courses, demo people, static files.

Runs in the environment's Python as `python -m academy.bootstrap.prepare PEOPLE_FILE`, in one process because
starting Django is most of the cost. Repeating it changes nothing. What `prepare_demo --print-people` prints
is left in PEOPLE_FILE, to be shown once the server answers.
"""

import hashlib
import io
import os
import sys
from pathlib import Path

from . import catalogues
from .places import ROOT, VAR
from .words import say


def main(people_file):
    VAR.mkdir(parents=True, exist_ok=True)
    catalogues.compile_stale()
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, call_command

    try:
        django.setup()
        _migrate(call_command)
        # Before the courses: what a lesson weighs is measured with the files it will be served with.
        _collect_static(call_command)
        say("loading")
        call_command("prepare_demo")
        people = io.StringIO()
        call_command("prepare_demo", "--print-people", stdout=people)
        Path(people_file).write_text(people.getvalue(), encoding="utf-8")
    except (ImproperlyConfigured, CommandError) as error:
        # These say themselves what is wrong and how to mend it; a traceback would only bury that.
        print(error, file=sys.stderr, flush=True)
        return 1
    return 0


def _migrate(call_command):
    """Skipped when nothing is pending: an empty `migrate` still spends a second on permissions."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("migrating")
        call_command("migrate", interactive=False, verbosity=0)


def _collect_static(call_command):
    """Compressing takes seconds, so it is done again only when a source file or a part has changed."""
    from django.conf import settings

    note = VAR / "static-stamp.txt"
    now = static_fingerprint(ROOT)
    collected = Path(settings.STATIC_ROOT)
    if note.exists() and note.read_text() == now and any(collected.glob("staticfiles*.json")):
        return
    say("collecting")
    call_command("collectstatic", interactive=False, verbosity=0)
    note.write_text(now)


def static_fingerprint(root):
    """A digest of names, sizes and dates of our static files, of the pins, and of how they are stored."""
    digest = hashlib.sha256((root / "requirements.txt").read_bytes())
    digest.update(os.environ.get("DJANGO_SETTINGS_MODULE", "").encode())
    folders = [root / "static", *sorted(root.glob("*/static")), *sorted(root.glob("academy/*/static"))]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and root / "var" not in path.parents:
                seen = path.stat()
                digest.update(f"{path.relative_to(root)}|{seen.st_size}|{seen.st_mtime_ns}\n".encode())
    for storage in sorted(root.glob("academy/*/storage.py")):
        digest.update(storage.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
