from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = _("Ayni")

    def ready(self):
        from academy.site import navigation

        # Handlers of the record, sentences of notices, what is listened to.
        from . import conduct, gates, handlers, her_data, listening, notices  # noqa: F401 - they register themselves

        gates.register(conduct.step)
        her_data.register()
        navigation.add("main", navigation.Link("mentoring:home", _("Ayni"), 25, navigation.signed_in))
