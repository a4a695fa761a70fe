"""After new code: a copy first, then tables, static files and courses, then a look whether all is well.

``manage.py`` itself has installed changed pins before this begins: packages are no data, and new code may not even
start without them.
"""

import os

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core import terminal, working
from academy.core.backup import Trouble, making
from academy.core.models import Upkeep


class Command(BaseCommand):
    help = "Bring the site to the code that is here: backup, tables, static files, courses, check. Stop it first."
    requires_system_checks = []  # the old tables would fail some; they are made at the end

    def add_arguments(self, parser):
        parser.add_argument("--key-file", help="The file with the key that locks the copy; see `backup`.")
        parser.add_argument("--no-backup", action="store_true", help="Only where you have just made a copy yourself.")
        parser.add_argument("--running", action="store_true", help="Go on although the worker is not stopped.")
        parser.add_argument(
            "--pull", action="store_true", help="Fetch the new code with git first (manage.py does it)."
        )

    def handle(self, *, key_file, no_backup, running, **options):
        with terminal.in_words():
            if not running and _worker_lives():
                raise Trouble(_("El ayudante sigue encendido. Apaga el sitio, espera dos minutos y repite."))
            copy = None if no_backup else self._copy(key_file)
            try:
                self._steps()
            except Exception as error:
                self._failed(copy, error)
            Upkeep.note(Upkeep.Kind.UPGRADE, well=True, copy=copy.path.name if copy else "")
            self.stdout.write(self.style.SUCCESS(_("Todo está al día. Enciende el servidor y el ayudante.")))

    def _copy(self, key_file):
        copy = making.make(key=terminal.key(key_file, twice=True))
        self.stdout.write(_("Copia antes de cambiar nada: %(path)s") % {"path": copy.path})
        self.stdout.write(_("Llaves del sitio, aparte: %(path)s") % {"path": copy.keys})
        return copy

    def _steps(self):
        for name, *arguments in settings.UPGRADE:
            self.stdout.write(f"{name}…")
            call_command(name, *arguments, stdout=self.stdout, stderr=self.stderr)
        self.stdout.write("check…")
        deploy = os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production")
        call_command("check", deploy=deploy, databases=["default"], stdout=self.stdout, stderr=self.stderr)

    def _failed(self, copy, error):
        if copy is None:
            raise error
        raise CommandError(
            _("No terminó: %(what)s Todo lo de antes está en %(path)s. Vuelve al código anterior y usa «restore».")
            % {"what": f"{type(error).__name__}: {error}.", "path": copy.path}
        ) from error


def _worker_lives():
    try:
        return working.alive(at=timezone.now()) > 0
    except DatabaseError:  # tables from before there were beats
        return False
