"""The same promises on PostgreSQL, in a small database of the test's own."""

import threading
import uuid

import pytest
from django.db import connection

from academy.core.backup import Trouble, databases

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL (.ci/run)")


@pytest.fixture
def own():
    """A database with one table, and ``ask(sql)`` in it."""
    import psycopg

    settings = connection.settings_dict
    server = databases.PostgreSQL({**settings, "NAME": "postgres"})
    name = f"relevo_backup_{uuid.uuid4().hex[:8]}"
    with server._connected(autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    database = databases.PostgreSQL({**settings, "NAME": name})

    def ask(sql):
        with psycopg.connect(**database.parameters, password=database.password or None) as own_connection:
            found = own_connection.execute(sql)
            return found.fetchall() if found.description else None

    ask("CREATE TABLE saying (id serial PRIMARY KEY, words text, at timestamptz DEFAULT now())")
    database.ask = ask
    yield database
    with server._connected(autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_copy_brings_back_what_was_and_nothing_that_came_later(own, tmp_path):
    own.ask("INSERT INTO saying (words) VALUES ('uno'), ('dos ñ')")
    told = own.snapshot(tmp_path / "copy.dump")
    assert told["saying"].startswith("2:")
    assert own.check(tmp_path / "copy.dump") == told
    own.ask("UPDATE saying SET words = 'cambiado'")
    own.ask("CREATE TABLE later (id int)")
    assert own.contents() != told
    own.put_back(tmp_path / "copy.dump", tmp_path)
    assert own.contents() == told
    assert own.ask("SELECT words FROM saying ORDER BY id") == [("uno",), ("dos ñ",)]
    # Numbers go on where they were, and what was there before can be brought back too.
    own.ask("INSERT INTO saying (words) VALUES ('tres')")
    assert own.ask("SELECT max(id) FROM saying") == [(3,)]
    assert "later" in own.check(tmp_path / "database.dump")


def test_a_changed_word_is_seen_though_the_number_of_rows_is_the_same(own):
    own.ask("INSERT INTO saying (words) VALUES ('uno')")
    before = own.contents()
    own.ask("UPDATE saying SET words = 'otro'")
    assert own.contents() != before


def test_a_copy_taken_while_others_write_is_of_one_moment(own, tmp_path):
    stop = threading.Event()

    def write():
        while not stop.is_set():
            own.ask("INSERT INTO saying (words) VALUES ('a'), ('b')")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        told = own.snapshot(tmp_path / "copy.dump")
    finally:
        stop.set()
        writer.join()
    # What pg_dump wrote is what we counted: both looked at the same moment.
    assert own.check(tmp_path / "copy.dump") == told
    assert int(told["saying"].partition(":")[0]) % 2 == 0


def test_a_copy_that_is_none_changes_nothing(own, tmp_path):
    own.ask("INSERT INTO saying (words) VALUES ('uno')")
    before = own.contents()
    (tmp_path / "copy.dump").write_bytes(b"esto no es una copia")
    with pytest.raises(Trouble, match="pg_restore"):
        own.put_back(tmp_path / "copy.dump", tmp_path)
    assert own.contents() == before


def test_a_restore_that_breaks_off_leaves_all_as_it_was(own, tmp_path, monkeypatch):
    own.ask("INSERT INTO saying (words) VALUES ('uno')")
    before = own.contents()
    own.snapshot(tmp_path / "copy.dump")
    call = own._call

    def spoilt(name, *arguments):
        if name == "psql":
            with (tmp_path / "restore.sql").open("a") as script:
                script.write("\nSELECT 1/0;\n")
        return call(name, *arguments)

    monkeypatch.setattr(own, "_call", spoilt)
    with pytest.raises(Trouble, match="division by zero"):
        own.put_back(tmp_path / "copy.dump", tmp_path)
    assert own.contents() == before


def test_a_missing_program_is_named_with_the_way_to_get_it(own, tmp_path, monkeypatch):
    monkeypatch.setattr(databases.shutil, "which", lambda name: None)
    monkeypatch.setattr(databases.Path, "glob", lambda self, pattern: iter(()))
    with pytest.raises(Trouble, match="postgresql-client"):
        own.snapshot(tmp_path / "copy.dump")
    assert not (tmp_path / "copy.dump").exists()


def test_a_server_that_is_away_is_said_so():
    away = databases.PostgreSQL({**connection.settings_dict, "HOST": "/nowhere", "NAME": "x"})
    with pytest.raises(Trouble, match="no responde"):
        away.contents()
