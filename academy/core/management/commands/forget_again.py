from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from academy.core.backup import gone


class Command(BaseCommand):
    help = "Erase again whoever was erased and came back with an older copy. `restore` does it by itself."

    def add_arguments(self, parser):
        parser.add_argument("--list", action="append", default=[], help="A folder that holds an erased.list.")

    def handle(self, *, list, **options):
        again = gone.forget_again(*list)
        if again:
            words = ngettext(
                "%(n)d socia pidió ser olvidada después de la copia: olvidada otra vez.",
                "%(n)d socias pidieron ser olvidadas después de la copia: olvidadas otra vez.",
                again,
            )
            self.stdout.write(words % {"n": again})
        elif options["verbosity"] > 1:
            self.stdout.write(_("Nadie que se olvidó volvió."))
