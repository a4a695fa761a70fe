"""Making a copy: the database as of one moment, then the files, locked, and tried at once.

The database goes first: a file that a row names was there before the row. A file deleted meanwhile is missing in the
copy, a file added meanwhile is too much in it; both are harmless.
"""

import errno
import os
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core.models import Upkeep

from . import Trouble, archive, databases, files, gone, keys

SUFFIX, KEYS_SUFFIX = ".copy", ".keys"
#: Room that must stay free beyond what is written.
SPARE = 50_000_000


@dataclass
class Made:
    """``tried``: False where the server's rights did not let us restore it for a try; its bytes are right all the
    same."""

    path: Path
    keys: Path
    contents: archive.Contents
    bytes: int
    seconds: float
    tried: bool


def make(*, key, folder=None, keys_folder=None, keep=None):
    """A tried copy in ``folder`` and the keys in ``keys_folder``. Notes how it went; raises Trouble.

    ``keep``: how many copies stay; older ones go, after this one proved good.
    """
    folder = Path(folder or settings.BACKUP_DIR)
    began = time.monotonic()
    try:
        with no_room_for_doubt(folder), _alone(folder):
            made = _make(key, folder, Path(keys_folder or folder), began)
    except Trouble as trouble:
        _note(well=False, why=str(trouble))
        raise
    _beside(gone.known(), folder, Path(keys_folder or folder))
    if keep:
        _forget_old(folder, keep)
        _forget_old(Path(keys_folder or folder), keep, KEYS_SUFFIX)
    _note(
        well=made.tried, name=made.path.name, bytes=made.bytes, rows=made.contents.rows, seconds=round(made.seconds, 1)
    )
    return made


def _make(key, folder, keys_folder, began):
    database = databases.of(connections["default"].settings_dict)
    _room(folder, 2 * database.size() + files.size())
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M%S")
    path, keys_path = folder / f"relevo-{stamp}{SUFFIX}", keys_folder / f"relevo-{stamp}{KEYS_SUFFIX}"
    keys_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with archive.scratch(folder) as place:
        snapshot = place / f"database.{database.suffix}"
        tables = database.snapshot(snapshot)
        with archive.whole_or_nothing(path) as file:
            contents = archive.write(
                file,
                key,
                about=_about(database),
                database=snapshot,
                tables=tables,
                stores=[(kind, storage, files.names(kind, storage)) for kind, storage in files.stores().items()],
            )
    try:
        tried = try_out(path, key, database)
        with archive.whole_or_nothing(keys_path) as file:
            keys.write(file, key)
    except BaseException:
        path.unlink(missing_ok=True)  # a copy that failed its trial is worse than none
        raise
    return Made(path, keys_path, contents, path.stat().st_size, time.monotonic() - began, tried)


def try_out(path, key, database):
    """Restore a copy into a scratch place and compare. False where the server lets us make no scratch database."""
    with archive.scratch(path.parent) as place:
        contents = archive.read(path, key, place, keep_files=False)
        if contents.about["engine"] != database.engine:
            raise Trouble(
                _("La copia es de otra clase de base de datos: %(kind)s.") % {"kind": contents.about["engine"]}
            )
        found = database.check(place / contents.database)
        if found is not None and found != contents.tables:
            raise Trouble(_("La copia no guarda lo mismo que la base de datos. Prueba otra vez."))
        return found is not None


def _beside(found, *folders):
    """Who was erased until today, beside the copy: one that is put back in a year erases them again."""
    for folder in folders:
        with no_room_for_doubt(folder):
            gone.write(folder, found)


def _about(database):
    return {
        "format": archive.FORMAT,
        "engine": database.engine,
        "suffix": database.suffix,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "migrations": sorted(map(list, MigrationRecorder(connections["default"]).applied_migrations())),
    }


def _note(*, well, **detail):
    """How it went, for the page of the site's state. A database that is away takes no note."""
    try:
        Upkeep.note(Upkeep.Kind.BACKUP, well=well, **detail)
    except DatabaseError:
        pass


def _room(folder, needed):
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE:
        raise no_space(needed + SPARE, free)


def no_space(needed=None, free=None):
    if needed is None:
        return Trouble(_("No queda espacio en el disco. Libera espacio y prueba otra vez."))
    return Trouble(
        _("Falta espacio: hay %(free)d MB libres y se necesitan %(needed)d MB.")
        % {"free": free // 1_000_000, "needed": needed // 1_000_000 + 1}
    )


@contextmanager
def no_room_for_doubt(folder):
    """What the system refuses is said in a sentence."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise no_space() from error
        raise Trouble(
            _("No se puede escribir o leer en %(place)s: %(what)s") % {"place": folder, "what": error.strerror}
        ) from error


@contextmanager
def _alone(folder):
    """One copy at a time in this folder. What an earlier one left when it was cut off goes."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(_("Ya se está haciendo una copia. Espera a que termine.")) from None
        for left in (*folder.glob(".scratch-*"), *folder.glob("*.part")):
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else os.unlink(left)
        yield


def _forget_old(folder, keep, suffix=SUFFIX):
    for old in sorted(folder.glob(f"relevo-*{suffix}"), reverse=True)[keep:]:
        old.unlink()
