"""Photos that women send as proof of a task, kept as all photos of theirs (academy/site/photos.py)."""

from academy.core.private_files import private_storage
from academy.site import photos
from academy.site.photos import CODES, KEPT_LIMIT, SIDE, UPLOAD_LIMIT, open_photo

__all__ = ["CODES", "KEPT_LIMIT", "SIDE", "UPLOAD_LIMIT", "open_photo", "private_storage", "store_photo"]


def store_photo(upload, *, owner=None):
    """Keep the photo of a task and give its name, ``tasks/…``. Raises Unfit with a sentence for her."""
    return photos.store_photo(upload, folder="tasks", owner=owner)
