from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Cursos")

    def ready(self):
        from academy.site import front, navigation

        from . import editing, handlers, publishing, weights  # noqa: F401 - handlers of the record, signals of pages
        from .catalogue import doors

        front.register(doors)
        navigation.add("main", navigation.Link("/cursos/", _("Cursos"), 10))
        navigation.add("main", navigation.Link("courses:my_path", _("Mi camino"), 20, navigation.signed_in))
        navigation.add("main", navigation.Link("courses:accompany", _("Acompañar"), 30, navigation.with_a_role))
        navigation.add("foot", navigation.Link("courses:calculator", _("Calculadora"), 10))
        navigation.add("foot", navigation.Link("courses:verify_door", _("Verificar una constancia"), 20))
