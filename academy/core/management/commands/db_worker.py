"""The worker of django-tasks-db under its own name, with our patience (academy/core/working.py)."""

from django_tasks_db.management.commands import db_worker as theirs

from academy.core.working import SteadyWorker


class Command(theirs.Command):
    help = "Do the jobs of the background; try again what failed, take up what a dead worker left."

    def handle(self, **options):
        theirs.Worker = SteadyWorker  # the one name by which their command makes it
        super().handle(**options)
