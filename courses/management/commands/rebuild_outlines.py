from django.core.management.base import BaseCommand

from courses.publishing import rebuild


class Command(BaseCommand):
    help = "Write the outline of every course and every question's version again, from the published pages."

    def handle(self, *args, **options):
        self.stdout.write(f"{rebuild()} courses written down.")
