"""The database as one file: taken while others write, tried in a scratch place, put back whole or not at all."""

import shutil
import sqlite3
import subprocess
import time
import uuid
from contextlib import closing, contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from . import Trouble

#: How long to wait for others to let go, in seconds.
PATIENCE = 30


def of(settings):
    """The database that an entry of DATABASES names."""
    if settings["ENGINE"].endswith("sqlite3"):
        return SQLite(Path(settings["NAME"]))
    return PostgreSQL(settings)


# --- SQLite ----------------------------------------------------------------------------------------


class SQLite:
    engine = "sqlite"
    suffix = "sqlite3"

    def __init__(self, path):
        self.path = path

    def size(self):
        """Bytes of a copy, about."""
        return self.path.stat().st_size if self.path.exists() else 0

    def snapshot(self, target):
        """Everything that was committed when it began, into ``target``. Nobody waits for it. Returns ``contents``.

        In one step: a copy in several begins anew at each write of others, and on a busy site would never end.
        """
        if not self.path.exists():
            raise Trouble(_("No hay base de datos en %(place)s.") % {"place": self.path})
        try:
            _copy(self.path, target)
        except sqlite3.DatabaseError as error:
            raise _as_trouble(error) from error
        return self.contents(target)

    @staticmethod
    def contents(path):
        """``{table: rows}`` of a copy. Raises Trouble where SQLite finds a fault in the file."""
        try:
            with closing(sqlite3.connect(path)) as database:
                faults = [row[0] for row in database.execute("PRAGMA integrity_check(5)")]
                if faults != ["ok"]:
                    raise Trouble(_("La base de datos tiene daños: %(what)s") % {"what": "; ".join(faults)})
                names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
                return {
                    name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - its own name
                    for (name,) in names
                    if not name.startswith("sqlite_")
                }
        except sqlite3.DatabaseError as error:
            raise _as_trouble(error) from error

    def check(self, path):
        """What a copy holds, after opening it."""
        return self.contents(path)

    def put_back(self, path, keep):
        """Make the live database hold what ``path`` holds, in one transaction; what was there goes to ``keep``."""
        before = keep / self.path.name
        try:
            if self.path.exists():
                _copy(self.path, before)
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _copy(path, self.path, journal=None)
        except sqlite3.OperationalError as error:
            raise _as_trouble(error) from error
        except sqlite3.DatabaseError:
            # What lies there is no database any more, which may be why somebody restores.
            for each in (self.path, Path(f"{self.path}-wal"), Path(f"{self.path}-shm")):
                if each.exists():
                    shutil.move(each, keep / each.name)
            _copy(path, self.path, journal=None)


def _copy(source, target, journal="DELETE"):
    until = time.monotonic() + PATIENCE

    def impatient(status, _remaining, _total):
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > until:
            raise Trouble(_("La base de datos está ocupada. Detén el servidor y prueba otra vez."))

    with closing(sqlite3.connect(source, timeout=1)) as reading, closing(sqlite3.connect(target, timeout=1)) as writing:
        reading.backup(writing, pages=-1, progress=impatient, sleep=0.1)
        if journal:
            # One file alone, without the two that WAL keeps beside it.
            writing.execute(f"PRAGMA journal_mode={journal}")


def _as_trouble(error):
    said = str(error)
    if "full" in said:
        return Trouble(_("No queda espacio en el disco. Libera espacio y prueba otra vez."))
    if "locked" in said:
        return Trouble(_("La base de datos está ocupada. Detén el servidor y prueba otra vez."))
    return Trouble(_("La base de datos no se pudo leer: %(what)s") % {"what": said})


# --- PostgreSQL ------------------------------------------------------------------------------------

#: What Django reads from OPTIONS itself and libpq does not know.
_DJANGOS = {"pool", "isolation_level", "server_side_binding", "assume_role", "context"}


class PostgreSQL:
    engine = "postgresql"
    suffix = "dump"

    def __init__(self, settings):
        given = {
            "dbname": settings["NAME"],
            "user": settings.get("USER"),
            "host": settings.get("HOST"),
            "port": settings.get("PORT"),
        }
        self.password = settings.get("PASSWORD") or ""
        options = {name: value for name, value in settings.get("OPTIONS", {}).items() if name not in _DJANGOS}
        self.parameters = {name: str(value) for name, value in {**given, **options}.items() if value not in (None, "")}

    def size(self):
        with self._connected() as connection:
            return connection.execute("SELECT pg_database_size(current_database())").fetchone()[0]

    def snapshot(self, target):
        """As of one moment, which ``pg_dump`` and our counting share. Nobody waits for it. Returns ``contents``."""
        self._program("pg_dump")
        with self._connected() as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            moment = connection.execute("SELECT pg_export_snapshot()").fetchone()[0]
            options = ["--format=custom", "--compress=0", "--no-owner", "--no-privileges", f"--snapshot={moment}"]
            self._call("pg_dump", *options, f"--file={target}", f"--dbname={self._named()}")
            return _tables(connection)

    def check(self, path):
        """What a copy holds, after restoring it into a scratch database of the same server, which goes again.

        None where our user may make no database: the copy cannot be tried on this server then.
        """
        import psycopg

        scratch = f"relevo_check_{uuid.uuid4().hex[:12]}"
        with self._connected(autocommit=True) as connection:
            try:
                connection.execute(f'CREATE DATABASE "{scratch}" TEMPLATE template0')
            except psycopg.errors.InsufficientPrivilege:
                return None
            try:
                named = self._named(dbname=scratch)
                self._call("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={named}", path)
                with self._connected(dbname=scratch) as inside:
                    return _tables(inside)
            finally:
                connection.execute(f'DROP DATABASE IF EXISTS "{scratch}"')

    def put_back(self, path, keep):
        """As for SQLite: one transaction; what was there lies as a dump in ``keep``."""
        self.snapshot(keep / "database.dump")
        script = keep / "restore.sql"
        try:
            self._call("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", path)
            start = keep / "start.sql"
            start.write_text(f"SET lock_timeout='{PATIENCE}s'; DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n")
            options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
            self._call("psql", *options, f"--file={start}", f"--file={script}", f"--dbname={self._named()}")
            start.unlink()
        finally:
            script.unlink(missing_ok=True)

    def contents(self):
        """``{table: "rows:sum"}`` as it is now."""
        with self._connected() as connection:
            return _tables(connection)

    @contextmanager
    def _connected(self, autocommit=False, **other):
        import psycopg

        try:
            connection = psycopg.connect(
                **{**self.parameters, **other}, password=self.password or None, autocommit=autocommit
            )
        except psycopg.OperationalError as error:
            raise Trouble(_("La base de datos no responde. ¿Está encendida?")) from error
        with closing(connection):
            if not autocommit:
                # Not SET LOCAL before the isolation level: that would already begin the transaction's work.
                connection.execute("SET SESSION TimeZone='UTC'")
                connection.commit()
            yield connection

    def _named(self, **other):
        from psycopg.conninfo import make_conninfo

        return make_conninfo(**{**self.parameters, **other})

    @staticmethod
    def _program(name):
        """Its path: PATH first, else Debian's folder with the newest version."""
        found = shutil.which(name)
        inside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: path.parts[-3].zfill(4))
        if not found and not inside:
            raise Trouble(
                _("Falta el programa %(name)s. En Debian: sudo apt-get install -y postgresql-client") % {"name": name}
            )
        return found or str(inside[-1])

    def _call(self, name, *arguments):
        import os

        environ = {**os.environ, "PGCONNECT_TIMEOUT": "10"}
        if self.password:
            environ["PGPASSWORD"] = self.password
        done = subprocess.run(  # noqa: S603 - our own arguments
            [self._program(name), *map(str, arguments)], env=environ, capture_output=True, text=True, check=False
        )
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if "error" in line.lower()] or done.stderr.splitlines()
            raise Trouble(
                _("%(name)s no pudo terminar: %(what)s") % {"name": name, "what": (said or ["?"])[0].strip()[:300]}
            )


def _tables(connection):
    """``{table: "rows:sum"}``. The sum is over the text of all rows, in any order: one reading of each table."""
    names = connection.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1"
    ).fetchall()
    found = {}
    for (name,) in names:
        rows, total = connection.execute(
            f'SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM public."{name}" t'  # noqa: S608
        ).fetchone()
        found[name] = f"{rows}:{total}"
    return found
