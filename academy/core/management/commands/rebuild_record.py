from django.core.management.base import BaseCommand

from academy.core import record

SAID_EVERY = 1000


class Command(BaseCommand):
    help = "Fold all summaries again from the record of events. Changes nothing that was right."

    def handle(self, **options):
        said = 0

        def progress(done, total):
            nonlocal said
            if done // SAID_EVERY > said or done == total:
                said = done // SAID_EVERY
                self.stdout.write(f"{done} / {total}")

        heaps = record.rebuild(progress=progress)
        self.stdout.write(self.style.SUCCESS(f"{heaps} summaries stand as the record says."))
