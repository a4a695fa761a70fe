from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "academy.site"
    label = "site"
    verbose_name = _("Sitio")

    def ready(self):
        from . import mirror, navigation, uses  # noqa: F401 - mirror keeps the language trees in step

        uses.keep_people_out_of_the_index()

        navigation.add("foot", navigation.Link("/ayuda/", _("Pedir ayuda"), 5))
        navigation.add("foot", navigation.Link("/tus-datos/", _("Tus datos"), 90))
        navigation.add("foot", navigation.Link("/seguridad/", _("Avisar de una falla"), 95))
