"""Addresses of mentoring: hers, those of a pair, those of a coordinator."""

from django.urls import include, path

from .circles import views as circles
from .profiles import views as profiles
from .proposals import views as proposals

app_name = "mentoring"

urlpatterns = [
    path("acompanamiento/", proposals.home, name="home"),
    path("acompanamiento/ficha/", profiles.profile, name="profile"),
    path("acompanamiento/ficha/igual/", profiles.still_so, name="still_so"),
    path("acompanamiento/ficha/descanso/", profiles.rest, name="rest"),
    path("acompanamiento/ficha/borrar/", profiles.empty, name="empty_profile"),
    path("acompanamiento/ficha/con-quien-no/", profiles.not_with, name="not_with"),
    path("acompanamiento/sugerencias/", proposals.suggestions, name="suggestions"),
    path("acompanamiento/sugerencias/pedir/", proposals.ask, name="ask"),
    path("acompanamiento/propuesta/<uuid:pk>/", proposals.proposal, name="proposal"),
    path("acompanamiento/circulo/<uuid:pk>/", circles.circle, name="circle"),
    path("acompanamiento/coordinar/", include("mentoring.urls_coordinate")),
    path("acompanamiento/", include("mentoring.urls_pairing")),
]
