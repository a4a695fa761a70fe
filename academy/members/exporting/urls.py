"""Files that name women, among the organiser's pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("organizar/<int:pk>/listas/", views.exports, name="exports"),
    path("organizar/<int:pk>/listas/pedir/<str:kind>/", views.ask, name="ask_export"),
    path("organizar/lista/<uuid:pk>/", views.export, name="export"),
    path("organizar/lista/<uuid:pk>/decidir/", views.decide, name="decide_export"),
    path("organizar/lista/<uuid:pk>/archivo/", views.take, name="take_export"),
]
