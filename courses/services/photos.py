"""Photos that women send as proof of a task, kept as all photos of theirs (academy/site/photos.py).

A form's photo comes with its form. A phone's comes alone, before the event that names it: its name follows from
whose it is and from a number that the phone made, so that the same photo sent twice is one file.
"""

import re
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from academy.core.models import Event, KeptEvent
from academy.core.private_files import private_storage
from academy.core.record import Unfit
from academy.site import photos
from academy.site.photos import CODES, KEPT_LIMIT, SIDE, UPLOAD_LIMIT, open_photo

from ..models import RealTask

__all__ = [
    "CODES",
    "KEPT_LIMIT",
    "SENT_LIMIT",
    "SIDE",
    "UPLOAD_LIMIT",
    "forget_strays",
    "has_arrived",
    "open_photo",
    "owner_of",
    "private_storage",
    "sent_name",
    "store_photo",
    "store_sent",
]

#: Of one photo as a phone sends it, in bytes; it makes them smaller than 200 KB itself.
SENT_LIMIT = 300 * 1024
#: Photos of one woman that came from phones; beyond this somebody is filling the disk.
MOST_OF_HERS = 300
#: So long a photo may wait for the event that names it.
STRAY_AFTER = timedelta(days=30)
SENT = "tasks/sent"
_SENT_NAME = re.compile(SENT + r"/([0-9a-f]{32})/[0-9a-f]{32}\.jpg")


def store_photo(upload, *, owner=None):
    """Keep the photo of a task and give its name, ``tasks/…``. Raises Unfit with a sentence for her."""
    return photos.store_photo(upload, folder="tasks", owner=owner)


def sent_name(*, owner, number):
    """The name of the photo that a phone of ``owner`` calls ``number``; static/js/box.js makes the same."""
    return f"{SENT}/{owner.hex}/{number.hex}.jpg"


def owner_of(name):
    """Whose phone sent the photo of this name, as a UUID; None for a photo that came another way."""
    found = _SENT_NAME.fullmatch(name)
    return UUID(found[1]) if found else None


def has_arrived(name):
    return private_storage().exists(name)


def store_sent(*, content, owner, number):
    """Keep a photo that came from a phone. Returns its name; the same number again changes nothing. Raises Unfit."""
    name = sent_name(owner=owner, number=number)
    if not has_arrived(name):
        if len(content) > SENT_LIMIT:
            raise Unfit(_("La foto pesa demasiado. Tómala con menos resolución."), "too_heavy")
        if _how_many(owner) >= MOST_OF_HERS:
            raise Unfit(_("Ya enviaste muchas fotos. Guarda tu tarea sin foto."), "too_many")
        photos.store_named(content, name=name)
    return name


def _how_many(owner):
    try:
        return len(private_storage().listdir(f"{SENT}/{owner.hex}")[1])
    except FileNotFoundError:
        return 0


def forget_strays(*, at):
    """Delete photos from phones that nothing has named for thirty days before ``at``. Returns how many.

    Reads the names in all events of tasks once; for a daily timer.
    """
    storage = private_storage()
    old = [name for name in _all_sent(storage) if storage.get_modified_time(name) < at - STRAY_AFTER]
    if not old:
        return 0
    named = set(RealTask.objects.filter(photo__startswith=SENT).values_list("photo", flat=True))
    for rows, path in (
        # Of whatever kind: sessions and tasks name their photos alike.
        (Event.objects.all(), "payload__photo"),
        (KeptEvent.objects.all(), "envelope__payload__photo"),
    ):
        named.update(rows.filter(**{f"{path}__startswith": SENT}).values_list(path, flat=True).iterator())
    gone = [name for name in old if name not in named]
    for name in gone:
        storage.delete(name)
    return len(gone)


def _all_sent(storage):
    try:
        folders = storage.listdir(SENT)[0]
    except FileNotFoundError:
        return
    for folder in folders:
        for file in storage.listdir(f"{SENT}/{folder}")[1]:
            yield f"{SENT}/{folder}/{file}"
