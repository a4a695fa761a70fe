from django.core.management.base import BaseCommand

from mentoring.reference import load_reference


class Command(BaseCommand):
    help = "Load the topics of mentoring that every academy starts with. What is there stays as it is."

    def handle(self, **options):
        load_reference()
