"""Elections called, handovers, covers, farewell."""

from django.urls import path

from .elections import views_calling as elections
from .handover import views as handover

urlpatterns = [
    path("cargos/<int:pk>/elecciones/convocar/", elections.call, name="call_election"),
    path("cargos/eleccion/<uuid:pk>/", elections.election, name="election"),
    path("cargos/eleccion/<uuid:pk>/resultados/", elections.results, name="election_results"),
    path("cargos/eleccion/<uuid:pk>/no-se-hizo/", elections.not_held, name="election_not_held"),
    path("cargos/eleccion/<uuid:pk>/papel/<slug:paper>.pdf", elections.paper, name="election_paper"),
    path("cargos/<int:pk>/entregas/", handover.handovers, name="handovers"),
    path("cargos/periodo/<uuid:pk>/entrega/", handover.begin, name="begin_handover"),
    path("cargos/entrega/<uuid:pk>/", handover.handover, name="handover"),
    path("cargos/entrega/<uuid:pk>/hacer/", handover.act, name="act_on_handover"),
    path("cargos/entrega/<uuid:pk>/acta.pdf", handover.paper, name="handover_paper"),
    path("cargos/entrega/cosa/<int:pk>/", handover.give, name="give_item"),
    path("cargos/entrega/cosa/<int:pk>/firmar/", handover.sign, name="sign_item"),
    path("cargos/cargo/<int:pk>/reemplazo/", handover.name_cover, name="name_cover"),
    path("cargos/cargo/<int:pk>/reemplazo/empezar/", handover.start_cover, name="start_cover"),
    path("cargos/reemplazo/<int:pk>/no-puedo/", handover.decline_cover, name="decline_cover"),
    path("cargos/periodo/<uuid:pk>/despedida/", handover.farewell, name="farewell"),
    path("cargos/cambio/<uuid:pk>/fue-un-error/", handover.undo_farewell, name="undo_farewell"),
    path("cargos/recuerdo/<int:pk>/quitar/", handover.take_memorial_down, name="take_memorial_down"),
]
