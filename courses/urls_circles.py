"""Addresses of circles and papers; courses/urls.py takes them in."""

from django.urls import path

from .circles import noted, views
from .sheets import views as sheets

urlpatterns = [
    path("circulos/", views.circles, name="circles"),
    path("circulos/nuevo/", views.new_circle, name="new_circle"),
    path("circulos/<uuid:circle>/", views.circle, name="circle"),
    path("circulos/<uuid:circle>/mujeres/", views.circle_women, name="circle_women"),
    path("circulos/<uuid:circle>/leccion/<uuid:lesson>/", views.meet, name="circle_meet"),
    path("circulos/<uuid:circle>/reunion/<uuid:meeting>/", views.meeting, name="circle_meeting"),
    path("circulos/<uuid:circle>/leccion/<uuid:lesson>/papeles/", sheets.circle_sheets, name="circle_sheets"),
    path("circulos/<uuid:circle>/leccion/<uuid:lesson>/lista.pdf", sheets.attendance_list, name="attendance_list"),
    path("circulos/<uuid:circle>/leccion/<uuid:lesson>/hojas.pdf", sheets.named_sheets, name="named_sheets"),
    path("leccion/<uuid:lesson>/hoja.pdf", sheets.learner_sheet, name="learner_sheet"),
    path("leccion/<uuid:lesson>/guia.pdf", sheets.guide, name="guide"),
    path("h/<str:number>/", sheets.sheet, name="sheet"),
    path("papel/", sheets.paper_door, name="paper_door"),
    path("papel/<str:number>/", sheets.type_in, name="type_sheet"),
    path("mi-camino/anotado/", noted.noted, name="noted"),
    path("mi-camino/anotado/<uuid:event>/", noted.noted_one, name="noted_one"),
]
