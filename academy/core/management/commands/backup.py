from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from academy.core import terminal
from academy.core.backup import making


class Command(BaseCommand):
    help = "Copy the database and all files, locked with a key, and try the copy at once. The site may go on working."

    def add_arguments(self, parser):
        parser.add_argument("--to", help="The folder for the copy; else BACKUP_DIR.")
        parser.add_argument("--keys-to", help="The folder for the keys of the site; better not the same.")
        parser.add_argument(
            "--key-file", help="The file with the key that locks; else BACKUP_KEY_FILE, else asked for."
        )
        parser.add_argument("--keep", type=int, help="Keep so many copies; older ones go once this one proved good.")

    def handle(self, *, to, keys_to, key_file, keep, **options):
        with terminal.in_words():
            made = making.make(key=terminal.key(key_file, twice=True), folder=to, keys_folder=keys_to, keep=keep)
            self.stdout.write(
                _("Copia: %(path)s (%(mb)s MB, %(seconds)d s)")
                % {"path": made.path, "mb": terminal.megabytes(made.bytes), "seconds": made.seconds}
            )
            told = {
                "tables": len(made.contents.tables),
                "rows": made.contents.rows,
                "files": len(made.contents.files) - 1,
            }
            if made.tried:
                self.stdout.write(
                    _("Comprobada: %(tables)d tablas, %(rows)d filas, %(files)d archivos, todo igual.") % told
                )
            else:
                self.stderr.write(
                    _("Sus bytes están bien, pero no se pudo restaurar de prueba. Da permiso: ALTER ROLE … CREATEDB")
                )
            self.stdout.write(_("Llaves del sitio, aparte: %(path)s") % {"path": made.keys})
            self.stdout.write(_("Guarda las llaves en otro lugar. Y la clave, en papel: sin ella nada se abre."))
