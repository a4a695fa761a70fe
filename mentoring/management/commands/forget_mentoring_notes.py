"""Daily: delete the notes of pairs and circles that ended six months ago, but for whoever keeps hers."""

from django.core.management.base import BaseCommand

from mentoring.meetings import services


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say how many.")

    def handle(self, *, dry_run, **options):
        told = services.forget_notes(dry_run=dry_run) + services.forget_circle_notes(dry_run=dry_run)
        self.stdout.write(f"{told} notes {'would be ' if dry_run else ''}deleted.")
