import json
from io import StringIO

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import BaseCommand
from wagtail.search.models import IndexEntry

from academy.demo import (
    exchange,
    gathering,
    handing,
    leadership,
    mentoring,
    people,
    pipeline,
    prepared,
    settling,
    willing,
)
from academy.members.models import Territory
from courses.models import LessonPage, LessonWeight


class Command(BaseCommand):
    help = "Load places, courses and invented people. Quick when all is there already."

    def add_arguments(self, parser):
        parser.add_argument("--print-people", action="store_true", help="Only say who to sign in as.")

    def handle(self, print_people=False, **options):
        if print_people:
            return self._people(json.loads(settling.credentials_path().read_text()))
        from academy.members.reference import load_reference as load_kinds
        from courses.reference import load_reference as load_tracks
        from courses.starting import ensure_roots

        if not Territory.objects.filter(country="PE").exists():
            self.stdout.write("  Territorios del Perú…")
            path = settings.BASE_DIR / "academy" / "members" / "data" / "territories-pe.csv"
            call_command("load_territories", str(path), country="PE", verbosity=0)
        load_kinds()
        load_tracks()
        ensure_roots()
        self.stdout.write("  Cursos…")
        call_command("load_courses", stdout=self.stdout)
        self.stdout.write("  Personas inventadas…")
        settling.settle()
        mentoring.settle()
        leadership.settle()
        handing.settle()
        willing.settle()
        prepared.settle()
        exchange.settle()
        gathering.settle()
        pipeline.settle()
        call_command("sync_editors", verbosity=0, stdout=StringIO())
        call_command("forget_old_lists", verbosity=0, stdout=StringIO())
        self._weigh()
        self._index()
        self.stdout.write("  Listo.")

    def _weigh(self):
        """Lessons without a weight yet: the worker would measure them too, but the catalogue is opened before."""
        lessons = LessonPage.objects.live()
        if LessonWeight.objects.count() < lessons.count():
            self.stdout.write("  Peso de las lecciones…")
            call_command("measure_weights", verbosity=0, stdout=StringIO())

    def _index(self):
        """Lessons that search does not know yet: the worker would tell it too, but a woman may look before."""
        lessons = ContentType.objects.get_for_model(LessonPage)
        if IndexEntry.objects.filter(content_type=lessons).count() < LessonPage.objects.count():
            self.stdout.write("  Buscador…")
            call_command("update_index", verbosity=0, stdout=StringIO())

    def _people(self, kept):
        wanted = {
            "joven": "Joven socia      ",
            "veterana": "Veterana         ",
            "facilitadora": "Facilitadora     ",
            "organizadora": "Organizadora     ",
            "editora": "Editora (/admin/)",
            "coordinadora": "Coordinadora     ",
            "apoyo1": "Persona de apoyo ",
            "apoyo2": "Persona de apoyo ",
        }
        for key, *_rest in people.STARS:
            entry = kept.get(key)
            if not entry:
                continue
            if entry.get("pin"):
                how = f"/entrar/  organización {entry['organisation']}, nombre {entry['name']}, PIN {entry['pin']}"
            else:
                how = f"/entrar/equipo/  usuaria {entry['username']}, contraseña {entry['password']}"
            self.stdout.write(f"  {wanted[key]}  {how}")
        self.stdout.write("  A las personas inventadas no se les pide el segundo paso. En un sitio de verdad, sí.")
