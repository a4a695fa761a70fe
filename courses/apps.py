from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Cursos")

    def ready(self):
        from academy.site import front

        from . import handlers, publishing  # noqa: F401 - handlers of the record, signals of pages
        from .catalogue import doors

        front.register(doors)
