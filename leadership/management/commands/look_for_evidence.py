from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from leadership.stages.looking import look_at_all
from leadership.stages.reference import load_reference as load_stages
from leadership.willing.reference import load_reference as load_tasks


class Command(BaseCommand):
    help = "Propose stages to women from what their path shows already. Daily; doing it twice changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, help="Only women about whom something was recorded in so many days.")

    def handle(self, days=None, **options):
        load_stages()
        load_tasks()
        since = timezone.now() - timedelta(days=days) if days else None
        looked, proposed = look_at_all(since=since)
        self.stdout.write(f"Caminos mirados: {looked}. Momentos propuestos: {proposed}.")
