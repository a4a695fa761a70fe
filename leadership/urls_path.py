"""Her path: stages, willingness, readiness, passport; and what assemblies decide about stages."""

from django.urls import path

from .path import views as passport
from .stages import views as stages
from .stages import views_criteria as criteria
from .willing import views as willing

urlpatterns = [
    path("mi-camino/momentos/", stages.stages, name="stages"),
    path("mi-camino/momentos/<slug:stage>/", stages.answer, name="answer_stage"),
    path("mi-camino/pausa/", stages.turn, name="turn_path"),
    path("mi-camino/disposicion/", willing.willingness, name="willingness"),
    path("mi-camino/disposicion/propuesta/", willing.be_proposed, name="be_proposed"),
    path("mi-camino/disposicion/<slug:kind>/", willing.willing_kind, name="willing_kind"),
    path("mi-camino/disposicion/<slug:kind>/<slug:task>/", willing.tick, name="tick_task"),
    path("mi-camino/por-confirmar/", willing.to_confirm, name="to_confirm"),
    path("mi-camino/por-confirmar/<int:pk>/", willing.confirm, name="confirm_tick"),
    path("mi-camino/pasaporte/", passport.passport, name="passport"),
    path("mi-camino/pasaporte/esconder/", passport.hide, name="hide_fact"),
    path("mi-camino/pasaporte.pdf", passport.passport_pdf, name="passport_pdf"),
    path("mi-camino/pasaporte.json", passport.passport_json, name="passport_json"),
    path("mi-camino/companera/<uuid:pk>/", passport.companion, name="companion_path"),
    path("cargos/<int:pk>/momentos/", criteria.criteria, name="criteria"),
    path("cargos/<int:pk>/momentos/proponer/", criteria.propose, name="propose_criteria"),
    path("cargos/<int:pk>/momentos/palabras/", criteria.name, name="name_stages"),
    path("cargos/momentos/<uuid:pk>/adoptar/", criteria.adopt, name="adopt_criteria"),
    path("cargos/cargo/<int:pk>/dispuestas/", willing.for_seat, name="willing_for_seat"),
]
