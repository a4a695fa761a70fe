"""The way back. Nothing of the site is touched before the whole copy is unpacked and compared.

What was there before is kept beside it, in ``before-restore-…``, until somebody deletes it.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.core.cache import cache
from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from . import Trouble, archive, databases, files, gone, keys
from .making import SPARE, no_room_for_doubt, no_space


@dataclass
class Restored:
    """``kept``: the folder with what was there. ``environment``: a file with secrets to set, or None."""

    contents: archive.Contents
    kept: Path
    environment: Path | None


def check(*, path, key, folder):
    """Unpack, compare, forget. Returns ``(contents, tried)``: an exercise that changes nothing."""
    with no_room_for_doubt(folder), archive.scratch(folder) as place:
        return _unpacked(Path(path), key, place)


def restore(*, path, key, keys_path=None):
    """Put back the database and all files, and the keys where ``keys_path`` names them. Raises Trouble.

    Who was erased since the copy stands there again: the caller migrates, then calls ``gone.forget_again``. The list of
    them is kept here, though the database that held it is replaced.
    """
    var = files.var()
    with no_room_for_doubt(var), archive.scratch(var, ".restoring-") as place:
        contents, _tried = _unpacked(Path(path), key, place)
        secrets = None
        if keys_path:
            with Path(keys_path).open("rb") as file:
                secrets = keys.read(file, key)
        erased = gone.known(Path(path).parent)
        kept = var / f"before-restore-{timezone.localtime():%Y%m%d-%H%M%S}"
        kept.mkdir(mode=0o700)
        database = databases.of(connections["default"].settings_dict)
        connections.close_all()
        database.put_back(place / contents.database, kept)
        files.put_back(place, kept)
        environment = keys.put_back(secrets, kept) if secrets else None
        _compare(database, contents)
        gone.write(var, erased)
    cache.clear()
    return Restored(contents, kept, environment)


def _unpacked(path, key, place):
    if not path.is_file():
        raise Trouble(_("No hay ningún archivo %(name)s.") % {"name": path})
    if shutil.disk_usage(place).free < path.stat().st_size + SPARE:
        raise no_space(path.stat().st_size + SPARE, shutil.disk_usage(place).free)
    database = databases.of(connections["default"].settings_dict)
    contents = archive.read(path, key, place)
    if contents.about["engine"] != database.engine:
        raise Trouble(
            _("La copia es de %(copy)s y este sitio usa %(site)s. Cambia DATABASE_URL.")
            % {"copy": contents.about["engine"], "site": database.engine}
        )
    found = database.check(place / contents.database)
    if found is not None and found != contents.tables:
        raise Trouble(_("La base de datos de la copia no está completa. Usa otra copia."))
    return contents, found is not None


def _compare(database, contents):
    """What stands now against what the copy said."""
    now = database.contents() if database.engine == "postgresql" else database.contents(database.path)
    if now != contents.tables:
        raise Trouble(_("Lo restaurado no es igual a la copia. ¿Sigue encendido el servidor? Detenlo y repite."))
