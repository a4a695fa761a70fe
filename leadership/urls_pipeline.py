"""The organiser's home and what opens from it."""

from django.urls import path, register_converter

from .home import keeping, rural, views
from .hours import views as hours
from .youth import views as youth


class SheetEnding:
    regex = "csv|xlsx"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(SheetEnding, "sheet")

urlpatterns = [
    path("relevo/", views.pipeline, name="pipeline"),
    path("relevo/cifra/<slug:key>/", views.figure, name="figure"),
    path("relevo/cifra/<slug:key>.<sheet:ending>", views.figure_file, name="figure_file"),
    path("relevo/mapa/", views.pipeline_map, name="pipeline_map"),
    path("relevo/mapa.<sheet:ending>", views.map_file, name="map_file"),
    path("relevo/futuro/", views.pipeline_forecast, name="pipeline_forecast"),
    path("relevo/informe.pdf", views.report_pdf, name="pipeline_report"),
    path("relevo/contar/", views.recount, name="recount"),
    path("mi-camino/edad/", youth.my_age, name="my_age"),
    path("mi-camino/horas/", hours.my_hours, name="my_hours"),
    path("cargos/<int:pk>/zona/", rural.rural, name="rural"),
    path("cargos/<int:pk>/hora/", hours.worth, name="hour_worth"),
    path("cargos/<int:pk>/guarda/", keeping.keeping, name="keeping"),
]
