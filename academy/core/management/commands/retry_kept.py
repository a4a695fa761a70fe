from django.core.management.base import BaseCommand, CommandError

from academy.core import record
from academy.core.ids import parse
from academy.core.models import KeptEvent


class Command(BaseCommand):
    help = "Try again what could not be applied when it arrived. Can be repeated."

    def add_arguments(self, parser):
        parser.add_argument("--subject", help="only what is of this woman: the id of the member")

    def handle(self, *args, subject=None, **options):
        whose = parse(subject) if subject else None
        if subject and whose is None:
            raise CommandError(f"{subject} is no id.")
        told = record.retry_kept(subject=whose)
        self.stdout.write(
            f"{told[record.APPLIED]} applied, {told[record.ALREADY]} were here already, "
            f"{KeptEvent.objects.count()} still kept."
        )
