from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "academy.members"
    label = "members"
    verbose_name = _("Organizaciones y socias")

    def ready(self):
        from django.contrib.auth.signals import user_logged_in

        from academy.core.backup import gone
        from academy.site import navigation, views

        from . import kept_forms
        from .exporting import kinds, listening, women
        from .helplines import signs  # noqa: F401 - what the site's state tells of them
        from .her_data import erasing, own
        from .services import sending

        own.register()
        gone.erases(erasing.erase_again)
        views.rescues_refused_forms(kept_forms.after_refused_form)
        kinds.add(women.KIND)
        listening.connect()
        user_logged_in.connect(sending.signed_in, dispatch_uid="kept_events")
        navigation.add("main", navigation.Link("members:organise", _("Organizar"), 40, navigation.with_a_role))
        navigation.add("own", navigation.Link("members:sign_in", _("Entrar"), 60, navigation.guest))
        navigation.add("own", navigation.Link("members:account", _("Mi página"), 60, navigation.signed_in))
        navigation.add("foot", navigation.Link("members:sign_out", _("Salir"), 1, navigation.signed_in))
