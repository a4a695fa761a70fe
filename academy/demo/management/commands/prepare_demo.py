import json

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from academy.demo import people, settling
from academy.demo.plain_pages import ensure_plain_pages
from academy.members.models import Territory


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
        ensure_plain_pages()
        self.stdout.write("  Personas inventadas…")
        settling.settle()
        self.stdout.write("  Listo.")

    def _people(self, kept):
        wanted = {
            "joven": "Joven socia      ",
            "veterana": "Veterana         ",
            "facilitadora": "Facilitadora     ",
            "organizadora": "Organizadora     ",
            "editora": "Editora (/admin/)",
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
