from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.services import statements

from ._since import moment


class Command(BaseCommand):
    help = "Send the record as xAPI statements to the store that XAPI_ENDPOINT names. Can be repeated."

    def add_arguments(self, parser):
        parser.add_argument("--since", help="from this day or moment on (ISO 8601); none: from the last push on")

    def handle(self, *args, since=None, **options):
        if not settings.XAPI_ENDPOINT:
            raise CommandError("XAPI_ENDPOINT is not set: this site sends its record to nobody. See docs/settings.md.")
        begin, until = moment(since), timezone.now()
        if begin is None and (last := statements.last_push()):
            begin = last - statements.OVERLAP
        try:
            told = statements.push(since=begin, until=until)
        except statements.Stopped as stopped:
            raise CommandError(f"The store at XAPI_ENDPOINT did not take it: {stopped}. Run it again later.") from None
        self.stdout.write(f"{told.sent} sent, {told.known} were there already, {len(told.refused)} refused")
        for id, words in told.refused:
            self.stderr.write(f"refused {id}: {words}")
        if told.refused:
            raise CommandError("Some statements were refused.")
