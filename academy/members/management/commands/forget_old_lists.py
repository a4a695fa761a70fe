"""Delete the lists of women that were sent more than a day ago. For a daily timer; sending a list does it too."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from academy.members.services import importing


class Command(BaseCommand):
    help = "Borra las listas de socias enviadas hace más de un día."

    def handle(self, **options):
        gone = importing.forget_old()
        if options["verbosity"]:
            self.stdout.write(_("Listas borradas: %(gone)s") % {"gone": gone})
