"""What a served site needs, whoever serves it: hashed compressed files, no debug pages."""

from . import env
from .base import *  # noqa: F403
from .base import STORAGES, TEMPLATES

DEBUG = False
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "academy.core.storage.HashedFiles"},
}
TEMPLATES[0]["APP_DIRS"] = False
TEMPLATES[0]["OPTIONS"]["loaders"] = [
    (
        "django.template.loaders.cached.Loader",
        ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
    )
]
CSRF_TRUSTED_ORIGINS = env.listing("CSRF_TRUSTED_ORIGINS", [])
