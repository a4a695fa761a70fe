from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from academy.core import terminal
from academy.core.backup import Trouble, files, restoring


class Command(BaseCommand):
    help = "Put back a copy that `backup` made. Stop the server and the worker first. What was there is kept aside."

    def add_arguments(self, parser):
        parser.add_argument("copy", help="The file that ends in .copy.")
        parser.add_argument("--keys", help="The file that ends in .keys, to put back the keys of the site too.")
        parser.add_argument(
            "--key-file", help="The file with the key that opens; else BACKUP_KEY_FILE, else asked for."
        )
        parser.add_argument("--check", action="store_true", help="Only try whether it could be restored.")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *, copy, keys, key_file, check, yes, **options):
        with terminal.in_words():
            key = terminal.key(key_file)
            if check:
                return self._check(copy, key)
            if not yes and not terminal.agreed(
                _("Esto cambia todo el sitio. Escribe RESTAURAR para seguir:"), _("RESTAURAR")
            ):
                raise Trouble(_("Nada se cambió. Para no preguntar: --yes"))
            done = restoring.restore(path=copy, key=key, keys_path=keys)
            self._say(done.contents)
            self.stdout.write(_("Lo que había está en %(path)s. Bórralo cuando todo esté bien.") % {"path": done.kept})
            if done.environment:
                self.stdout.write(_("Llaves que venían del entorno: %(path)s") % {"path": done.environment})
            self._again(Path(copy).parent)
            self.stdout.write(_("Enciende otra vez el servidor y el ayudante."))

    def _again(self, beside):
        """Tables of today, so that who was erased since the copy can be erased again."""
        try:
            call_command("migrate", interactive=False, verbosity=0, stdout=self.stdout)
            call_command("forget_again", list=[str(beside)], stdout=self.stdout)
        except Exception as error:
            raise Trouble(
                _("Todo está de vuelta, pero falta: manage.py migrate, y después manage.py forget_again. (%(what)s)")
                % {"what": type(error).__name__}
            ) from error

    def _check(self, copy, key):
        contents, tried = restoring.check(path=copy, key=key, folder=Path(files.var()))
        self._say(contents)
        if not tried:
            self.stderr.write(_("La base de datos no se probó: falta permiso para crear una de prueba."))
        self.stdout.write(_("Nada se cambió."))

    def _say(self, contents):
        self.stdout.write(
            _("Copia del %(at)s: %(tables)d tablas, %(rows)d filas, %(files)d archivos, todo igual.")
            % {
                "at": contents.about["made_at"],
                "tables": len(contents.tables),
                "rows": contents.rows,
                "files": len(contents.files) - 1,
            }
        )
