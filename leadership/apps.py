from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LeadershipConfig(AppConfig):
    name = "leadership"
    verbose_name = _("Relevo de lideresas")

    def ready(self):
        from academy.site import navigation

        navigation.add("main", navigation.Link("leadership:boards", _("Directivas"), 35, navigation.signed_in))
