"""Cycles, issues, workshops, visits, practices, maps, plans. All below /dialogo/; in the namespace ``exchange``."""

from django.urls import path

from .cycles import views as cycles
from .cycles import views_issues as issues
from .maps import views as maps
from .plans import views as plans
from .practices import views as practices
from .visits import views as visits

urlpatterns = [
    path("dialogo/ciclos/", cycles.cycles, name="cycles"),
    path("dialogo/ciclos/nuevo/", cycles.new_cycle, name="new_cycle"),
    path("dialogo/ciclos/<uuid:pk>/", cycles.cycle, name="cycle"),
    path("dialogo/ciclos/<uuid:pk>/cambiar/", cycles.change_cycle, name="change_cycle"),
    path("dialogo/ciclos/<uuid:pk>/cerrar/", cycles.close, name="close_cycle"),
    path("dialogo/ciclos/<uuid:pk>/paso/<int:number>/", cycles.step, name="cycle_step"),
    path("dialogo/ciclos/<uuid:pk>/papeles/", cycles.roles, name="cycle_roles"),
    path("dialogo/ciclos/<uuid:pk>/papeles/<int:role>/", cycles.answer_role, name="answer_role"),
    path("dialogo/temas/", issues.issues, name="issues"),
    path("dialogo/temas/nuevo/", issues.new_issue, name="new_issue"),
    path("dialogo/temas/<uuid:pk>/", issues.issue, name="issue"),
    path("dialogo/talleres/", issues.workshops, name="workshops"),
    path("dialogo/talleres/nuevo/", issues.new_workshop, name="new_workshop"),
    path("dialogo/talleres/<uuid:pk>/", issues.workshop, name="workshop"),
    path("dialogo/talleres/<uuid:pk>/problema/", issues.add_problem, name="add_problem"),
    path("dialogo/talleres/<uuid:pk>/ciclo/<int:problem>/", issues.priority_to_cycle, name="priority_to_cycle"),
    path("dialogo/visitas/", visits.visits, name="visits"),
    path("dialogo/visitas/nueva/", visits.new_visit, name="new_visit"),
    path("dialogo/visitas/<uuid:pk>/", visits.visit, name="visit"),
    path("dialogo/visitas/<uuid:pk>/cambiar/", visits.change_visit, name="change_visit"),
    path("dialogo/visitas/<uuid:pk>/probar/", visits.will_try, name="will_try"),
    path("dialogo/visitas/<uuid:pk>/probar/<int:row>/", visits.tried, name="tried"),
    path("dialogo/visitas/<uuid:pk>/vuelta/<int:days>/", visits.tell_back, name="tell_back"),
    path("dialogo/practicas/", practices.practices, name="practices"),
    path("dialogo/practicas/nueva/", practices.new_practice, name="new_practice"),
    path("dialogo/practicas/<uuid:pk>/", practices.practice, name="practice"),
    path("dialogo/practicas/<uuid:pk>/datos/", practices.describe, name="describe_practice"),
    path("dialogo/practicas/<uuid:pk>/texto/<str:language>/", practices.rewrite, name="rewrite_practice"),
    path("dialogo/practicas/<uuid:pk>/revisada/<str:language>/", practices.review_translation, name="review_words"),
    path("dialogo/practicas/<uuid:pk>/nombrar/", practices.name_organisation, name="practice_names"),
    path("dialogo/practicas/<uuid:pk>/permiso/<int:row>/", practices.consent, name="practice_consent"),
    path("dialogo/practicas/<uuid:pk>/estado/", practices.move, name="practice_move"),
    path("dialogo/mapas/", maps.maps, name="maps"),
    path("dialogo/mapas/nuevo/", maps.new_map, name="new_map"),
    path("dialogo/mapas/<uuid:pk>/", maps.map, name="map"),
    path("dialogo/mapas/<uuid:pk>/cambiar/", maps.change_map, name="change_map"),
    path("dialogo/mapas/<uuid:pk>/croquis/", maps.sketch, name="sketch_map"),
    path("dialogo/mapas/<uuid:pk>/croquis.jpg", maps.map_sketch, name="map_sketch"),
    path("dialogo/mapas/<uuid:pk>/punto/", maps.new_point, name="new_point"),
    path("dialogo/puntos/<uuid:pk>/", maps.change_point, name="change_point"),
    path("dialogo/puntos/<uuid:pk>/quitar/", maps.remove_point, name="remove_point"),
    path("dialogo/puntos/<uuid:pk>/temas/", maps.tie_point, name="tie_point"),
    path("dialogo/puntos/<uuid:pk>/foto.jpg", maps.point_photo, name="point_photo"),
    path("dialogo/planes/", plans.plans, name="plans"),
    path("dialogo/planes/nuevo/", plans.new_plan, name="new_plan"),
    path("dialogo/planes/<uuid:pk>/", plans.plan, name="plan"),
    path("dialogo/planes/<uuid:pk>/cambiar/", plans.change_plan, name="change_plan"),
    path("dialogo/planes/<uuid:pk>/modulo/", plans.new_module, name="new_module"),
    path("dialogo/planes/<uuid:pk>/modulo/<int:module>/", plans.change_module, name="change_module"),
    path("dialogo/planes/<uuid:pk>/modulo/<int:module>/mover/", plans.move_module, name="move_module"),
]
