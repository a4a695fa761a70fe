"""A course that comes as one zip, taken apart without trusting it."""

import re
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from .problems import BrokenFile, Problem

MEMBER = re.compile(r"(?:(?:drawings|files)/)?[A-Za-z0-9][A-Za-z0-9_.-]*\Z")
MOST_MEMBERS = 500
MOST_BYTES = 100 * 1024 * 1024


def unpack(path, folder):
    """Unpack into an empty folder; the path of the course file in it. Raises BrokenFile.

    Sizes are counted while reading, not believed from the archive's own list.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _unpack(archive, Path(path), Path(folder))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise _refused(path, _("El archivo zip no se puede leer.")) from None


def _unpack(archive, path, folder):
    members = [info for info in archive.infolist() if not info.is_dir()]
    courses = [info.filename for info in members if info.filename.endswith(".yaml")]
    if len(courses) != 1 or "/" in courses[0]:
        raise _refused(path, _("El zip tiene que llevar un solo curso (.yaml)."))
    if len(members) > MOST_MEMBERS:
        raise _refused(path, _("El zip tiene demasiados archivos."))
    left = MOST_BYTES
    for info in members:
        if not MEMBER.match(info.filename):
            raise _refused(path, _("«%(name)s» no va en un curso.") % {"name": info.filename[:80]})
        with archive.open(info) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise _refused(path, _("El zip pesa demasiado."))
        target = folder / info.filename
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder / courses[0]


def _refused(path, reason):
    return BrokenFile(path, [Problem(1, reason)])
