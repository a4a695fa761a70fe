from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Cursos")

    def ready(self):
        from academy.core import operation
        from academy.site import front, navigation
        from academy.site.offline import shell

        from . import (  # noqa: F401 - handlers of the record, signals of pages
            editing,
            handlers,
            harvesting,
            her_data,
            publishing,
            told,
            trying,
            upkeep,
            weights,
        )
        from .catalogue import doors
        from .circles import handlers as circles  # noqa: F401 - kinds of circles
        from .offline import make_later  # noqa: F401 - downloads follow what is published
        from .returning import events as returned  # noqa: F401 - codes of course files, and their editions
        from .services import sounds  # noqa: F401 - recordings follow their lessons

        her_data.register()
        operation.watches(upkeep.legal_notes)
        front.register(doors)
        shell.falls_back_to("courses:kept")
        navigation.add("main", navigation.Link("/cursos/", _("Cursos"), 10))
        navigation.add("main", navigation.Link("courses:my_path", _("Mi camino"), 20, navigation.signed_in))
        navigation.add("main", navigation.Link("courses:accompany", _("Acompañar"), 30, navigation.with_a_role))
        navigation.add("foot", navigation.Link("courses:kept", _("En este celular"), 4))
        navigation.add("foot", navigation.Link("courses:calculator", _("Calculadora"), 10))
        navigation.add("foot", navigation.Link("courses:verify_door", _("Verificar una constancia"), 20))
