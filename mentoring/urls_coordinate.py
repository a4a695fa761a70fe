"""Addresses of coordinators. Part of ``mentoring.urls``."""

from django.urls import path

from .coordinate import views
from .rounds import views as rounds

urlpatterns = [
    path("", views.board, name="board"),
    path("numeros.csv", views.board_csv, name="board_csv"),
    path("numeros.xlsx", views.board_xlsx, name="board_xlsx"),
    path("ciclo/", views.cycle, name="cycle"),
    path("pesos/", views.weights, name="weights"),
    path("asamblea/", views.assembly_pair, name="assembly_pair"),
    path("circulo/", views.new_circle, name="new_circle"),
    path("reservadas/", views.reserved, name="reserved"),
    path("reservadas/<int:pk>/quitar/", views.lift_reserve, name="lift_reserve"),
    path("ya-no-esta/", views.gone, name="gone"),
    path("rondas/", rounds.rounds, name="rounds"),
    path("rondas/<uuid:pk>/", rounds.round_page, name="round"),
    path("rondas/<uuid:pk>/paso/", rounds.step, name="round_step"),
    path("rondas/<uuid:pk>/retirar/<uuid:proposal>/", rounds.withdraw, name="withdraw"),
]
