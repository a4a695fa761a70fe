from django.core.management.base import BaseCommand

from courses.editing import sync_editors


class Command(BaseCommand):
    help = "Makes the group of editors equal to the standing roles of editor. May run at any time."

    def handle(self, *args, **options):
        self.stdout.write(f"{sync_editors()} editors")
