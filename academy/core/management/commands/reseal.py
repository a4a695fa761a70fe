from django.core.management.base import BaseCommand

from academy.core import resealing, sealing


class Command(BaseCommand):
    help = "Seal again with the newest of SEALING_KEYS what older ones sealed; says which keys nothing needs any more."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say how many rows.")

    def handle(self, *, dry_run, **options):
        told = resealing.reseal(
            dry_run=dry_run, progress=lambda place, rows: self.stdout.write(f"{place}: {rows} rows with sealed words")
        )
        self.stdout.write(f"{told.rows} rows {'would be ' if dry_run else ''}sealed again.")
        if told.lost:
            self.stderr.write(f"{told.lost} rows hold words that no key opens. They are left as they are.")
        newest, *older = sealing.keys()
        self.stdout.write(f"The newest key: {newest}.")
        for name in older:
            free = not dry_run and name not in told.standing
            words = "nothing in the database needs it" if free else "still needed" if not dry_run else "not looked at"
            self.stdout.write(f"Older key {name}: {words}.")
