from django.core.management.base import BaseCommand

from academy.site.batches import together
from academy.site.mirror import mirror_all


class Command(BaseCommand):
    help = "Bring the trees of all languages in step with the Spanish one: missing pages, places, order, slugs."

    def handle(self, *args, **options):
        with together():
            count = mirror_all()
        self.stdout.write(f"{count} pages looked at; all languages are in step.")
