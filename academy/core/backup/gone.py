"""Who was erased: so that an older copy, put back, does not bring her back to stay.

Of her only a digest of her id, which was chance, and the day. It stands in the database (``Forgotten``) and, since the
database may be what is lost, in a file in ``VAR_DIR``, in ``BACKUP_DIR`` and beside each copy. It names nobody: only
who holds an older copy can find in it which rows were hers.

The floor above registers who can erase: ``erases``.
"""

import hashlib
import logging
import os
import re
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from academy.core.models import Forgotten

NAME = "erased.list"
log = logging.getLogger("relevo.backup")
_LINE = re.compile(r"(\d{4}-\d\d-\d\d) ([0-9a-f]{64})")
_erases = []


def erases(function):
    """``function(is_gone)`` erases every person whose id ``is_gone`` says yes to, and answers how many there were."""
    if function not in _erases:
        _erases.append(function)


def digest(pk):
    return hashlib.sha256(b"relevo.erased " + pk.bytes).hexdigest()


def note(pk, *, at=None):
    """She is erased: in the caller's transaction, and in the files once it stands."""
    on = timezone.localdate(at)
    Forgotten.objects.get_or_create(digest=digest(pk), defaults={"on": on})
    transaction.on_commit(lambda: _append(f"{on.isoformat()} {digest(pk)}\n"))


def _append(line):
    """A disk that is away or full keeps nobody from being erased: the next ``backup`` writes the list anew."""
    for folder in _folders():
        try:
            handle = os.open(folder / NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(line)
        except OSError as error:
            log.warning("The list of who was erased could not be written: %s", error.strerror)


def known(*beside):
    """``{digest: day as text}`` of the database, where it can be read, and of the files here and in ``beside``."""
    found = {}
    for folder in {*_folders(), *map(Path, beside)}:
        found |= _read(folder / NAME)
    try:
        with transaction.atomic():
            found |= {mark: on.isoformat() for mark, on in Forgotten.objects.values_list("digest", "on")}
    except (DatabaseError, ValueError):
        pass  # it is away, or from before there was this table
    return found


def write(folder, found):
    """The whole list as a file in ``folder``: what a line said before stays."""
    from .archive import whole_or_nothing

    found = _read(folder / NAME) | found
    if found:
        lines = sorted(f"{on} {mark}\n" for mark, on in found.items())
        with whole_or_nothing(folder / NAME) as file:
            file.write("".join(lines).encode())


def forget_again(*beside):
    """Erase whoever the list names and who stands here all the same. Returns how many. After ``migrate``."""
    found = known(*beside)
    if not found:
        return 0
    rows = [Forgotten(digest=mark, on=on) for mark, on in found.items()]
    Forgotten.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return sum(function(lambda pk: digest(pk) in found) for function in _erases)


def _folders():
    return [folder for folder in map(Path, (settings.VAR_DIR, settings.BACKUP_DIR)) if folder.is_dir()]


def _read(path):
    """Lines that are none (a disk that was full, half a line) are passed over."""
    try:
        text = path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return {}
    return {mark: on for on, mark in _LINE.findall(text)}
