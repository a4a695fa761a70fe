from django.core.management.base import BaseCommand

from academy.core import record


class Command(BaseCommand):
    help = "Fold all summaries again from the record of events. Changes nothing that was right."

    def handle(self, **options):
        def progress(done, total):
            if done % 1000 == 0 or done == total:
                self.stdout.write(f"{done} / {total}")

        heaps = record.rebuild(progress=progress)
        self.stdout.write(self.style.SUCCESS(f"{heaps} summaries stand as the record says."))
