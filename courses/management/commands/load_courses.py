from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from academy.site.plain_pages import ensure_plain_pages
from courses.coursefile.loading import load
from courses.coursefile.problems import BrokenFile
from courses.reference import load_reference


class Command(BaseCommand):
    help = "Load courses from files: all of courses/content, or the files given. Loading again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="*", type=Path, help="course files; none: all that come with the academy")
        parser.add_argument(
            "--over-edits", action="store_true", help="load a changed file over what was edited in Wagtail since"
        )

    def handle(self, *args, paths, over_edits, **options):
        translation.activate("es")
        load_reference()
        try:
            reports = load(paths or None, over_edits=over_edits)
        except BrokenFile as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from None
        # The footer of every page links to these, and security.txt too.
        ensure_plain_pages()
        for report in reports:
            self.stdout.write(f"{report.code}: {WORDS[report.outcome]}")
            for warning in report.warnings:
                self.stdout.write(f"  {warning}")


WORDS = {
    "new": "loaded",
    "changed": "loaded again, the file has changed",
    "same": "nothing new",
    "kept": "kept: it was edited here since (export it first, or use --over-edits)",
}
