"""Daily: end the pauses whose day has come, and the pairs that one of the two closed a month ago."""

from django.core.management.base import BaseCommand

from mentoring.concerns import services as concerns
from mentoring.pairing import services


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say how many.")

    def handle(self, *, dry_run, **options):
        resumed = services.resume_those_due(dry_run=dry_run)
        closed = services.close_the_silent(dry_run=dry_run)
        routed = concerns.route_those_waiting(dry_run=dry_run)
        self.stdout.write(f"{resumed} pauses ended, {closed} pairs closed, {routed} concerns found their readers.")
