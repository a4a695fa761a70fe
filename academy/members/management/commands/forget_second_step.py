"""For whoever has nobody above her: she lost her phone and her paper, and somebody at the machine knows her."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from academy.members.models import Member
from academy.members.secondfactor import services


class Command(BaseCommand):
    help = "Quita el segundo paso de una usuaria, cierra sus sesiones y escribe un enlace para que ponga otro."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, username, **options):
        member = Member.objects.filter(username__iexact=username, is_active=True).first()
        if member is None:
            raise CommandError(_("No hay ninguna usuaria «%(name)s».") % {"name": username})
        services.take_away(member=member, by=None)
        self.stdout.write(_("Listo. Con este código %(name)s pone otro.") % {"name": member.display_name})
        call_command("recovery_code", member.username, stdout=self.stdout)
