"""The first organisation and its organiser, on a site that has nobody yet."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _

from academy.members.models import Organisation, OrganisationKind
from academy.members.reference import load_reference
from academy.members.services import organising


class Command(BaseCommand):
    help = "Crea una organización sin ninguna encima, con su organizadora; escribe el enlace para ella."

    def add_arguments(self, parser):
        parser.add_argument("name")
        parser.add_argument("--organiser", required=True, help="Display name of the woman who will organise it.")
        parser.add_argument("--kind", default="federacion", help="Code of an OrganisationKind.")
        parser.add_argument("--level", default="national", choices=Organisation.Level.values)

    def handle(self, *, name, organiser, kind, level, **options):
        load_reference()
        try:
            kind = OrganisationKind.objects.get(code=kind)
        except OrganisationKind.DoesNotExist:
            known = ", ".join(OrganisationKind.objects.values_list("code", flat=True))
            raise CommandError(_("No hay ese tipo. Los que hay: %(known)s") % {"known": known}) from None
        organisation, invitation, code = organising.found(name=name, organiser=organiser, kind=kind, level=level)
        address = settings.SITE_URL.rstrip("/") + reverse("members:invitation", args=[code.replace("-", "")])
        self.stdout.write(
            _("%(name)s (código %(code)s). Enlace para %(organiser)s, hasta el %(day)s:\n%(address)s")
            % {
                "name": organisation.name,
                "code": organisation.code,
                "organiser": organiser,
                "day": invitation.expires_at.date().isoformat(),
                "address": address,
            }
        )
