"""What a copy is inside: a compressed tar of ``about.json``, the database, all files, and a manifest at the end.

The manifest names every part with its size and SHA-256, and what the database held. Written and read as one stream:
nothing in clear touches the disk but the database itself, in a folder that only its owner may enter.
"""

import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from . import Trouble, crypt

ABOUT, MANIFEST = "about.json", "manifest.json"
FORMAT = 1
#: Files up to this size are read into memory while they are weighed, larger ones into a scratch file.
IN_MEMORY = 8 << 20
COMPRESSION = 4


@dataclass
class Contents:
    """``about``: engine, time, tables of migrations. ``tables``: as ``contents`` of the database says.

    ``files``: ``{name: [bytes, sha256]}``, the database among them.
    """

    about: dict
    tables: dict
    files: dict

    @property
    def rows(self):
        return sum(int(str(told).partition(":")[0]) for told in self.tables.values())

    @property
    def database(self):
        return f"database.{self.about['suffix']}"


@contextmanager
def whole_or_nothing(path):
    """A file to write ``path`` into, readable by its owner alone, that appears under its name only when all of it is
    on the disk."""
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


# --- Writing ---------------------------------------------------------------------------------------


def write(file, key, *, about, database, tables, stores):
    """Everything into ``file``. ``stores``: ``(kind, storage, names)``. A file that goes meanwhile is left out.

    Beside ``database``, the snapshot, lies for a moment what is too large for the memory.
    """
    lock = crypt.Writer(file, key)
    files = {}
    with (
        gzip.GzipFile(fileobj=lock, mode="wb", compresslevel=COMPRESSION, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        _add(tar, ABOUT, io.BytesIO(json.dumps(about).encode()))
        with database.open("rb") as source:
            files[f"database.{about['suffix']}"] = _add(tar, f"database.{about['suffix']}", source)
        for kind, storage, names in stores:
            for name in names:
                try:
                    source = storage.open(name, "rb")
                except FileNotFoundError:
                    continue
                with source:
                    files[f"{kind}/{name}"] = _add_moving(tar, f"{kind}/{name}", source, database.parent)
        manifest = {"tables": tables, "files": files}
        _add(tar, MANIFEST, io.BytesIO(json.dumps(manifest).encode()))
    lock.finish()
    return Contents(about, tables, files)


def _add(tar, name, source):
    """Add a file that nobody changes. Returns ``[bytes, sha256]``."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = source.seek(0, os.SEEK_END), 0o600
    source.seek(0)
    hashed = _Hashing(source)
    tar.addfile(entry, hashed)
    return [entry.size, hashed.sum.hexdigest()]


def _add_moving(tar, name, source, place):
    """Add a file that may grow or shrink under our hands: it is set down first."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=place) as still:
        shutil.copyfileobj(source, still, 1 << 20)
        return _add(tar, name, still)


class _Hashing:
    def __init__(self, source):
        self.source, self.sum = source, hashlib.sha256()

    def read(self, size=-1):
        data = self.source.read(size)
        self.sum.update(data)
        return data


# --- Reading ---------------------------------------------------------------------------------------


def read(path, key, folder, *, keep_files=True):
    """Unpack a copy into ``folder`` and compare every part with the manifest. Returns Contents.

    ``keep_files=False``: media are only weighed and compared, and need no room. Raises WrongKey, Damaged.
    """
    about, manifest, found = None, None, {}
    with path.open("rb") as file:
        lock = io.BufferedReader(crypt.Reader(file, key), crypt.PIECE)
        try:
            with gzip.GzipFile(fileobj=lock) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
                for entry in tar:
                    source = _Hashing(tar.extractfile(_safe(entry)))
                    if entry.name == ABOUT:
                        about = _about(source.read())
                    elif entry.name == MANIFEST:
                        manifest = json.loads(source.read())
                    else:
                        wanted = keep_files or entry.name.startswith("database.")
                        found[entry.name] = [_set_down(source, folder / entry.name if wanted else None), None]
                        found[entry.name][1] = source.sum.hexdigest()
            while lock.read(crypt.PIECE):  # to the end: what was cut off after the tar is noticed too
                pass
        except (tarfile.TarError, gzip.BadGzipFile, EOFError, json.JSONDecodeError) as error:
            raise crypt.Damaged(_("La copia está dañada o cortada. Usa otra copia.")) from error
    if about is None or manifest is None or manifest["files"] != found:
        raise crypt.Damaged(_("La copia no está completa. Usa otra copia."))
    return Contents(about, manifest["tables"], found)


def _safe(entry):
    """Only plain files with plain names below their folder, whoever made the archive."""
    parts = PurePosixPath(entry.name).parts
    alone = len(parts) == 1 and entry.name in (ABOUT, MANIFEST, "database.sqlite3", "database.dump")
    inside = len(parts) > 1 and parts[0] in ("media", "private") and ".." not in parts and "\\" not in entry.name
    if not entry.isreg() or not (alone or inside):
        raise crypt.Damaged(_("La copia trae un archivo que no debe: %(name)s") % {"name": entry.name[:80]})
    return entry


def _about(text):
    about = json.loads(text)
    if about.get("format") != FORMAT:
        raise Trouble(_("Esta copia es de una versión más nueva del programa. Actualiza primero."))
    return about


def _set_down(source, path):
    """Write it, or only read it through. Returns its bytes."""
    total = 0
    target = None
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = path.open("xb")
    try:
        while data := source.read(1 << 20):
            total += len(data)
            if target:
                target.write(data)
    finally:
        if target:
            target.close()
    return total


@contextmanager
def scratch(folder, name=".scratch-"):
    """A folder of our own below ``folder``, gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Path(tempfile.mkdtemp(prefix=name, dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
