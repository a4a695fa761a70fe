"""Addresses of editors' reports, below /admin/."""

from django.urls import path

from .views import reports, sounds

app_name = "editors"

urlpatterns = [
    path("notas/", reports.Notes.as_view(), name="notes"),
    path("pesos/", reports.Weights.as_view(), name="weights"),
    path("traducciones/", reports.Translations.as_view(), name="translations"),
    path("sonido/<int:page>/", sounds.Sounds.as_view(), name="sounds"),
    path("sonido/<int:page>/<uuid:block>/<str:language>/", sounds.Sound.as_view(), name="sound"),
    path("traducciones/<int:page>/<str:language>/", reports.Sign.as_view(), name="sign"),
]
