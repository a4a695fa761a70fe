"""Addresses of the life of a pair. Part of ``mentoring.urls``."""

from django.urls import path

from .concerns import views as concerns
from .meetings import views as meetings
from .pairing import views as pairing

urlpatterns = [
    path("pareja/<uuid:pk>/", pairing.pair, name="pair"),
    path("pareja/<uuid:pk>/acuerdo/", pairing.agreement, name="agreement"),
    path("pareja/<uuid:pk>/acuerdo/<uuid:agreement>/", pairing.accept, name="accept_agreement"),
    path("pareja/<uuid:pk>/encuentro/", meetings.log, name="log_meeting"),
    path("pareja/<uuid:pk>/encuentro/<uuid:meeting>/", meetings.log, name="edit_meeting"),
    path("pareja/<uuid:pk>/encuentro/<uuid:meeting>/quitar/", meetings.take_back, name="take_back_meeting"),
    path("pareja/<uuid:pk>/encuentro/<uuid:meeting>/nota/", meetings.note, name="private_note"),
    path("pareja/<uuid:pk>/como-va/", meetings.check_in, name="check_in"),
    path("pareja/<uuid:pk>/pausa/", pairing.pause, name="pause"),
    path("pareja/<uuid:pk>/seguir/", pairing.resume, name="resume"),
    path("pareja/<uuid:pk>/cambio/", pairing.change, name="change"),
    path("pareja/<uuid:pk>/cierre/", pairing.close, name="close"),
    path("pareja/<uuid:pk>/despues/", pairing.follow_up, name="follow_up"),
    path("pareja/<uuid:pk>/notas/", pairing.keep_notes, name="keep_notes"),
    path("pareja/<uuid:pk>/recordatorio/", pairing.reminder, name="reminder"),
    path("circulo/<uuid:circle>/encuentro/", meetings.log, name="log_circle_meeting"),
    path("circulo/<uuid:circle>/encuentro/<uuid:meeting>/", meetings.log, name="edit_circle_meeting"),
    path("circulo/<uuid:circle>/encuentro/<uuid:meeting>/quitar/", meetings.take_back, name="take_back_circle_meeting"),
    path("circulo/<uuid:circle>/encuentro/<uuid:meeting>/nota/", meetings.note, name="circle_note"),
    path("circulo/<uuid:circle>/encuentro/<uuid:meeting>/estuve/", meetings.absence, name="circle_absence"),
    path("circulo/<uuid:circle>/notas/", meetings.keep_circle_notes, name="keep_circle_notes"),
    path("buen-trato/", pairing.code_of_conduct, name="conduct"),
    path("calendario/", pairing.calendar_page, name="calendar"),
    path("calendario/<str:token>.ics", pairing.calendar_feed, name="calendar_feed"),
    path("apoyo/", concerns.support, name="support"),
    path("apoyo/avisar/", concerns.report, name="report"),
    path("apoyo/<uuid:pk>/", concerns.concern, name="concern"),
    path("apoyo/<uuid:pk>/estado/", concerns.set_state, name="concern_state"),
]
