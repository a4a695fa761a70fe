"""Count seats, terms and coverage of every tree of organisations anew. For a timer every few hours; idempotent."""

from django.core.management.base import BaseCommand

from academy.members.models import Organisation
from leadership.snapshots import building


class Command(BaseCommand):
    help = "Counts the pipeline of every network anew, so that the organiser's home is young when she opens it."

    def handle(self, **options):
        failed = 0
        for root in Organisation.get_root_nodes():
            snapshot = building.count(root=root)
            if snapshot is None:
                self.stdout.write(f"{root}: another process is counting it")
            elif snapshot.state == "failed":
                failed += 1
                self.stderr.write(f"{root}: failed, see the log; the counting before it stays")
            elif options["verbosity"] > 1:
                self.stdout.write(f"{root}: {snapshot.data['seats']} seats in {snapshot.seconds} s")
        if failed:
            raise SystemExit(1)
