"""For the tests: jobs run at once, hashes are quick, undefined template variables are errors."""

import tempfile
from pathlib import Path

from . import env
from .base import *  # noqa: F403
from .base import TEMPLATES, VAR_DIR

DEBUG = False
SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": env.database("DATABASE_URL", "sqlite:///var/test.sqlite3")}
DATABASES["default"].pop("CONN_MAX_AGE", None)
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # In memory: the pragmas of a file database (WAL, mmap) mean nothing there.
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
_SCRATCH = Path(tempfile.mkdtemp(prefix="relevo-test-"))
MEDIA_ROOT = _SCRATCH / "media"
PRIVATE_ROOT = _SCRATCH / "private"
KEYS_ROOT = _SCRATCH / "keys"
BACKUP_DIR = _SCRATCH / "backups"
STATIC_ROOT = VAR_DIR / "test-static"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""
SITE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
