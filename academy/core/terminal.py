"""What the commands for who looks after the site have in common: her language, her key, her yes."""

import getpass
import os
import sys
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from .backup import Trouble


@contextmanager
def in_words():
    """In the language of the terminal, as ``manage.py run`` speaks; a Trouble becomes one line."""
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    with translation.override("es" if said.lower().startswith(("es", "qu", "ay")) else "en"):
        try:
            yield
        except Trouble as trouble:
            raise CommandError(str(trouble)) from None


def key(path=None, *, twice=False):
    """The bytes that lock copies: of the file named, of BACKUP_KEY_FILE, or typed. Raises Trouble."""
    path = path or settings.BACKUP_KEY_FILE
    if path:
        try:
            return Path(path).read_bytes()
        except OSError as error:
            raise Trouble(
                _("No se puede leer la clave en %(place)s: %(what)s") % {"place": path, "what": error.strerror}
            ) from None
    if not sys.stdin.isatty():
        raise Trouble(
            _("Falta la clave de las copias. Haz un archivo con ella y nómbralo en BACKUP_KEY_FILE (docs/run.md).")
        )
    typed = getpass.getpass(_("Clave de la copia:") + " ")
    if twice and typed != getpass.getpass(_("Otra vez la misma clave:") + " "):
        raise Trouble(_("Las dos claves no son iguales. Nada se hizo."))
    return typed.encode()


def agreed(question, word):
    """Did she type ``word``? Where nobody can be asked, no."""
    if not sys.stdin.isatty():
        return False
    return input(f"{question} ").strip().upper() == word


def megabytes(count):
    return f"{count / 1e6:.1f}"
