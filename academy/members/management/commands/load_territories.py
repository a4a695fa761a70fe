"""Load a country's places from a file; a broken file changes nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from academy.members.services import territories as service
from academy.members.territories import parse

PERU = Path(__file__).resolve().parents[2] / "data" / "territories-pe.csv"
SHOWN = 20


class Command(BaseCommand):
    help = "Carga los lugares de un país (por defecto, el Perú) desde un archivo CSV."

    def add_arguments(self, parser):
        parser.add_argument("path", nargs="?", type=Path, default=PERU)
        parser.add_argument("--country", default="PE", help="ISO 3166-1 alpha-2")

    def handle(self, *, path, country, **options):
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise CommandError(
                _("No se puede leer %(path)s: %(error)s") % {"path": path, "error": error.strerror}
            ) from error
        places, problems = parse(raw, country)
        if problems:
            lines = [_("línea %(line)s: %(message)s") % problem._asdict() for problem in problems[:SHOWN]]
            if len(problems) > SHOWN:
                lines.append(_("… y %(more)s problemas más.") % {"more": len(problems) - SHOWN})
            raise CommandError("\n".join([_("No se cargó nada de %(path)s:") % {"path": path}, *lines]))
        done = service.load(places=places, country=country)
        if options["verbosity"]:
            self.stdout.write(
                _("Lugares: %(created)s nuevos, %(changed)s cambiados, %(same)s iguales, %(removed)s quitados.")
                % {
                    "created": done.created,
                    "changed": done.changed,
                    "same": done.same,
                    "removed": done.removed,
                }
            )
        for territory in done.kept:
            self.stderr.write(
                _("Ya no está en el archivo, pero se usa y se queda: %(code)s %(name)s")
                % {"code": territory.code, "name": territory.name}
            )
