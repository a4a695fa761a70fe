"""Delete photos that phones sent and that no task has named for thirty days. For a daily timer."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.services import photos


class Command(BaseCommand):
    help = "Borra las fotos que llegaron de celulares y que ninguna tarea nombra desde hace treinta días."

    def handle(self, **options):
        gone = photos.forget_strays(at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(_("Fotos borradas: %(gone)s") % {"gone": gone})
