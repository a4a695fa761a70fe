"""Addresses of having courses on the phone. The two files of a course stand below the course's own address."""

from django.urls import path

from .views import offline

urlpatterns = [
    path("guardado/", offline.kept, name="kept"),
    path("cursos/<slug:course>/descarga.json", offline.manifest, name="download_manifest"),
    path("cursos/<slug:course>/offline.json", offline.practice, name="offline_practice"),
]
