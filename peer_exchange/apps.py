from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeerExchangeConfig(AppConfig):
    name = "peer_exchange"
    verbose_name = _("Diálogo local a local")

    def ready(self):
        from academy.site import navigation

        # Handlers of the record.
        from . import her_data, told  # noqa: F401 - they register themselves
        from .areas import Area, add
        from .attendance import (
            exporting,
            joining,  # noqa: F401 - one list of two notes
        )
        from .attendance import handlers as attendance  # noqa: F401 - they register themselves
        from .cycles import start as cycles
        from .filled import handlers as filled  # noqa: F401 - they register themselves
        from .sessions import handlers as sessions  # noqa: F401 - they register themselves

        her_data.register()
        exporting.register()
        add(Area("exchange:sessions", _("Sesiones"), _("Anotar, completar, aprobar y buscar."), 10))
        add(Area("exchange:dossiers", _("Papeles en regla"), _("El libro, el padrón y lo que pide el acta."), 60))
        # Promises: their handlers, what sessions tell them, what they tell the others.
        from .commitments import handlers as commitments  # noqa: F401 - they register themselves
        from .commitments import listening, names, telling  # noqa: F401 - they register themselves

        telling.register()
        names.register()
        navigation.add("main", navigation.Link("exchange:home", _("Diálogo"), 28, navigation.signed_in))
        cycles.ready()
