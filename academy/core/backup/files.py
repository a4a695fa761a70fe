"""Media and private files, wherever they are kept: on this disk or in a bucket."""

import shutil
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage

from academy.core.private_files import private_storage

#: In a bucket the private files lie in a folder among the others.
PRIVATE = "private"


def stores():
    """``{name in the copy: storage}``."""
    return {"media": default_storage, PRIVATE: private_storage()}


def on_disk(storage):
    return isinstance(storage, FileSystemStorage)


def names(kind, storage):
    """Every file of ``storage``, in a steady order. Nothing where its folder was never made."""
    if on_disk(storage) and not Path(storage.location).is_dir():
        return
    yield from _below(storage, "", skip=PRIVATE if kind == "media" and not on_disk(storage) else None)


def _below(storage, folder, skip=None):
    folders, files = storage.listdir(folder)
    for name in sorted(files):
        if name:  # a bucket may hold an entry for the folder itself
            yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        if name != skip or folder:
            yield from _below(storage, f"{folder}/{name}" if folder else name)


def size():
    """Bytes of all files on this disk; those in a bucket are not asked one by one."""
    total = 0
    for kind, storage in stores().items():
        if on_disk(storage):
            total += sum(storage.size(name) for name in names(kind, storage))
    return total


def put_back(folder, keep):
    """What was unpacked into ``folder`` takes the place of what is there, which goes to ``keep``.

    On a disk entries are moved, so nothing is ever half there; in a bucket files are sent one by one, and those that
    the copy does not name stay.
    """
    for kind, storage in stores().items():
        fresh = folder / kind
        if on_disk(storage):
            live = Path(storage.location)
            live.mkdir(parents=True, exist_ok=True)
            _move_all(live, keep / kind)
            _move_all(fresh, live)
        elif fresh.is_dir():
            for path in sorted(each for each in fresh.rglob("*") if each.is_file()):
                _send(storage, str(PurePosixPath(path.relative_to(fresh))), path)


def _move_all(source, target):
    if not source.is_dir():
        return
    target.mkdir(parents=True, exist_ok=True)
    for entry in sorted(source.iterdir()):
        shutil.move(entry, target / entry.name)


def _send(storage, name, path):
    if storage.exists(name):
        storage.delete(name)
    with path.open("rb") as file:
        kept = storage.save(name, file)
    if kept != name:
        raise OSError(f"{name} was stored under another name")


def var():
    return Path(settings.VAR_DIR)
