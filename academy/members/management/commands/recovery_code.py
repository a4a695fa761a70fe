"""For whoever has nobody above her: a code to choose her password again, and with it to set up her second step."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _

from academy.members.models import Member
from academy.members.services import access


class Command(BaseCommand):
    help = "Escribe un enlace para que una usuaria elija otra contraseña y ponga su segundo paso. Sirve una vez."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, username, **options):
        member = Member.objects.filter(username__iexact=username, is_active=True).first()
        if member is None:
            raise CommandError(_("No hay ninguna usuaria «%(name)s».") % {"name": username})
        try:
            _invitation, code = access.issue_recovery(member=member, by=None)
        except access.Refused as refused:
            raise CommandError(refused.decision.reason) from None
        address = settings.SITE_URL.rstrip("/") + reverse("members:invitation", args=[code.replace("-", "")])
        told = {"name": member.display_name, "address": address}
        self.stdout.write(_("Para %(name)s, una sola vez, durante 24 horas:\n%(address)s") % told)
