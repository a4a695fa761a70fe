"""`manage.py run`: a real server on this machine, with a secret of its own that it made itself.

Plain http on a laptop or a box in the federation's office, so cookies are not marked secure.
"""

import os
import secrets

from . import env
from .secure import *  # noqa: F403
from .secure import VAR_DIR


def _own_secret():
    """Made once, readable by its owner only, kept beside the database it protects."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = env.text("SECRET_KEY", "") or _own_secret()
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS", ["*"])
