from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "academy.site"
    label = "site"
    verbose_name = _("Sitio")

    def ready(self):
        from . import mirror  # noqa: F401 - connects the signals that keep the language trees in step
