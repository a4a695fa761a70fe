"""Where files lie that no address leads to: photos and voices of women. A view that asks who may opens them."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.module_loading import import_string


def private_storage():
    """PRIVATE_ROOT on this machine, or the folder ``private`` in the bucket where media are in one."""
    media = settings.STORAGES["default"]
    if media["BACKEND"].endswith(".FileSystemStorage"):
        return FileSystemStorage(location=settings.PRIVATE_ROOT, file_permissions_mode=0o600)
    return import_string(media["BACKEND"])(**media.get("OPTIONS", {}), location="private")
