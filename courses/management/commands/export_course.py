from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from courses.coursefile.exporting import export
from courses.coursefile.problems import BrokenFile
from courses.coursefile.reading import read_file
from courses.models import CoursePage


class Command(BaseCommand):
    help = "Write a course with its pictures and files, to load it on another site: into a folder, or as one zip."

    def add_arguments(self, parser):
        parser.add_argument("code", help="the course's code, as R1")
        parser.add_argument("folder", nargs="?", type=Path, help="a folder to write into; none: a zip file here")

    def handle(self, *args, code, folder, **options):
        translation.activate("es")
        try:
            bundle = export(code)
        except CoursePage.DoesNotExist:
            raise CommandError(f"No published course has the code {code}.") from None
        if folder is None:
            path = Path(f"{bundle.name}.zip")
            path.write_bytes(bundle.as_zip())
            self.stdout.write(f"{path}: {path.stat().st_size // 1024} KB")
            return
        path = bundle.write_to(folder)
        self.stdout.write(f"{path} and {len(bundle.attachments)} attached files")
        try:
            read_file(path)
        except BrokenFile as error:
            self.stderr.write(f"Another site will refuse it until this is mended:\n{error}")
