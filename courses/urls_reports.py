"""Addresses of editors' reports, below /admin/."""

from django.urls import path

from .views import reports

app_name = "editors"

urlpatterns = [
    path("notas/", reports.Notes.as_view(), name="notes"),
    path("pesos/", reports.Weights.as_view(), name="weights"),
    path("traducciones/", reports.Translations.as_view(), name="translations"),
    path("traducciones/<int:page>/<str:language>/", reports.Sign.as_view(), name="sign"),
]
