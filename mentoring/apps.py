from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = _("Acompañamiento")

    def ready(self):
        from academy.site import navigation

        # Handlers of the record, sentences of notices, what is listened to.
        from . import conduct, gates, handlers, listening, notices  # noqa: F401

        gates.register(conduct.step)
        navigation.add("main", navigation.Link("mentoring:home", _("Acompañamiento"), 25, navigation.signed_in))
