"""The migrated test database, made once and copied afterwards: applying every migration takes half a minute.

Only for SQLite in memory. A copy is brought up to date by ``migrate`` like any other database; where a migration
changed that is in it, or requirements.txt did, it is made anew. Deleting var/test-template/ is always safe.
"""

import contextlib
import hashlib
import json
import os
import sqlite3
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "test-template"
TEMPLATE, STATE = FOLDER / "database.sqlite3", FOLDER / "made-of.json"


def _state():
    """Every migration of ours and the pinned parts, each with the sum of its content."""
    paths = [ROOT / "requirements.txt", *ROOT.glob("*/migrations/*.py"), *ROOT.glob("academy/*/migrations/*.py")]
    return {path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def usable():
    """Whether what lies there was made of migrations that all still stand unchanged; newer ones may follow."""
    try:
        made_of = json.loads(STATE.read_text())
    except (OSError, ValueError):
        return False
    return TEMPLATE.exists() and made_of.items() <= _state().items()


def _in_memory(connection):
    return connection.vendor == "sqlite" and connection.is_in_memory_db()


@contextlib.contextmanager
def copied(connection):
    """While the test database is created: begin with the copy, where there is one."""
    creation = connection.creation
    original = creation._create_test_db

    def create(*arguments, **named):
        name = original(*arguments, **named)
        if connection.vendor == "sqlite" and creation.is_in_memory_db(name) and usable():
            # The connection is kept open: what lives in memory is gone with the last one.
            creation.kept_open = sqlite3.connect(name, uri=True, check_same_thread=False)
            with contextlib.closing(sqlite3.connect(f"file:{TEMPLATE}?mode=ro", uri=True)) as made:
                made.backup(creation.kept_open)
        return name

    creation._create_test_db = create
    try:
        yield
    finally:
        creation._create_test_db = original


def keep(connection):
    """Lay the database that now stands down as the template, whole or not at all."""
    state = _state()
    with contextlib.suppress(OSError, ValueError):
        if TEMPLATE.exists() and json.loads(STATE.read_text()) == state:
            return
    if not _in_memory(connection):
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    half = FOLDER / f"half-{os.getpid()}"
    with contextlib.closing(sqlite3.connect(half)) as copy:
        connection.connection.backup(copy)
    STATE.unlink(missing_ok=True)
    half.replace(TEMPLATE)
    half.write_text(json.dumps(state))
    half.replace(STATE)
