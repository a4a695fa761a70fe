"""The site's secrets, in a file of their own: with the database they open everything, alone they open nothing."""

import base64
import io
import json
import os
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from . import crypt

#: Secrets that may come from the environment, and then lie in no file of ours.
FROM_ENVIRONMENT = ("SECRET_KEY", "BADGE_SIGNING_KEY", "SEALING_KEYS")
OWN_SECRET = "secret-key"  # noqa: S105 - the name of a file
FOLDER = "keys"


def collect():
    """``{"environment": {name: text}, "files": {path below VAR_DIR: base64}}``."""
    root = Path(settings.KEYS_ROOT)
    found = {f"{FOLDER}/{path.name}": path for path in sorted(root.glob("*")) if path.is_file()}
    secret = Path(settings.VAR_DIR) / OWN_SECRET
    if secret.is_file():
        found[OWN_SECRET] = secret
    return {
        "environment": {name: os.environ[name] for name in FROM_ENVIRONMENT if os.environ.get(name, "").strip()},
        "files": {name: base64.b64encode(path.read_bytes()).decode() for name, path in found.items()},
    }


def write(file, key):
    writer = crypt.Writer(file, key)
    writer.write(json.dumps(collect()).encode())
    writer.finish()


def read(file, key):
    text = io.BufferedReader(crypt.Reader(file, key)).read()
    try:
        found = json.loads(text)
        return {"environment": dict(found["environment"]), "files": dict(found["files"])}
    except (ValueError, KeyError, TypeError):
        raise crypt.Damaged(_("Este archivo no guarda llaves.")) from None


def put_back(found, keep):
    """Write the files where they were; what came from the environment goes into a file to read it from.

    Returns that file, or None. What lay there goes to ``keep``.
    """
    root, var = Path(settings.KEYS_ROOT), Path(settings.VAR_DIR)
    for name, text in found["files"].items():
        path = var / OWN_SECRET if name == OWN_SECRET else root / Path(name).name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists():
            (keep / FOLDER).mkdir(parents=True, exist_ok=True, mode=0o700)
            os.replace(path, keep / FOLDER / path.name)
        _private(path, base64.b64decode(text))
    if not found["environment"]:
        return None
    told = keep / "keys.env"
    lines = [name + "=" + value.replace("\n", "\\n") for name, value in found["environment"].items()]
    _private(told, "\n".join([*lines, ""]).encode())
    return told


def _private(path, content):
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
