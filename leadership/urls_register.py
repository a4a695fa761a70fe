"""Boards and their register."""

from django.urls import path

from .elections import views as elections
from .register import views, views_importing

urlpatterns = [
    path("cargos/", views.boards, name="boards"),
    path("cargos/plantilla.csv", views_importing.template, name="boards_template"),
    path("cargos/<int:pk>/", views.board, name="board"),
    path("cargos/<int:pk>/registro/", views.register, name="register"),
    path("cargos/<int:pk>/reglas/", views.propose_rules, name="propose_rules"),
    path("cargos/<int:pk>/agregar/", views.propose_seat, name="propose_seat"),
    path("cargos/<int:pk>/elecciones/", elections.elections, name="elections"),
    path("cargos/<int:pk>/elecciones.ics", elections.elections_ics, name="elections_ics"),
    path("cargos/<int:pk>/lista/", views_importing.import_boards, name="import_boards"),
    path("cargos/<int:pk>/lista/<uuid:imported>/", views_importing.boards_preview, name="boards_preview"),
    path("cargos/<int:pk>/lista/<uuid:imported>/por-corregir.csv", views_importing.wrong_rows, name="wrong_rows"),
    path("cargos/cargo/<int:pk>/", views.seat, name="seat"),
    path("cargos/cargo/<int:pk>/cambiar/", views.change_seat, name="change_seat"),
    path("cargos/cargo/<int:pk>/cerrar/", views.abolish_seat, name="abolish_seat"),
    path("cargos/cargo/<int:pk>/anotar/", views.record_term, name="record_term"),
    path("cargos/periodo/<uuid:pk>/salida/", views.end_term, name="end_term"),
    path("cargos/periodo/<uuid:pk>/acta/", views.complete_acta, name="complete_acta"),
    path("cargos/periodo/<uuid:pk>/anular/", views.annul_term, name="annul_term"),
    path("cargos/cambio/<uuid:pk>/", views.change, name="change"),
    path("cargos/cambio/<uuid:pk>/decidir/", views.decide, name="decide"),
]
