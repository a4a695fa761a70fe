"""Addresses of a course as one file, of the codes that come home from it, and of a lesson to forward."""

from django.urls import path

from .views import onefile, returning, whatsapp

urlpatterns = [
    path("llevar/<uuid:course>/", onefile.course_file, name="course_file"),
    path("llevar/<uuid:course>/<slug:language>.html", onefile.course_file_get, name="course_file_get"),
    path("tengo-un-codigo/", returning.returning, name="returning"),
    path("tengo-un-codigo/anotar/", returning.return_code, name="return_code"),
    path("acompanar/codigo/", returning.return_for_her, name="return_for_her"),
    path("mensaje/<uuid:lesson>/", whatsapp.lesson_message, name="lesson_message"),
    path("mensaje/<uuid:lesson>.jpg", whatsapp.lesson_message_picture, name="lesson_message_picture"),
]
