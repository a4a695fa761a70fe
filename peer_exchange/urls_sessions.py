"""Addresses of sessions, what came with them, and the first page."""

from django.urls import path

from .acta import views as acta
from .attendance import views as attendance
from .evidence import views as evidence
from .sessions import views, views_files, views_joining, views_removing, views_text

S = "dialogo/sesiones/<uuid:pk>/"

urlpatterns = [
    path("dialogo/", views.home, name="home"),
    path("dialogo/sesiones/", views.sessions, name="sessions"),
    path("dialogo/sesiones/anotar/", views.note, name="note"),
    path("dialogo/sesiones/circulo/", views.circle, name="circle"),
    path("dialogo/sesiones/sesiones.csv", views_files.sessions_csv, name="sessions_csv"),
    path("dialogo/sesiones/sesiones.xlsx", views_files.sessions_xlsx, name="sessions_xlsx"),
    path(S, views.session, name="session"),
    path(f"{S}texto/", views_text.write, name="write"),
    path(f"{S}chat/", views_text.from_chat, name="from_chat"),
    path(f"{S}paso/", views.move, name="move"),
    path(f"{S}aprobar/", views.approve, name="approve"),
    path(f"{S}quien-la-lee/", views.reserve, name="reserve"),
    path(f"{S}aportar/", views.contribute, name="contribute"),
    path(f"{S}unir/", views_joining.join, name="join"),
    path(f"{S}separar/", views_joining.part, name="part"),
    path(f"{S}extracto/", views.extract, name="extract"),
    path(f"{S}asistencia/", attendance.attendance, name="attendance"),
    path(f"{S}asistencia/detalles/", attendance.details, name="attendance_details"),
    path(f"{S}asistencia/cuenta/", attendance.count, name="attendance_count"),
    path(f"{S}asistencia/no-estuve/", attendance.not_me, name="not_me"),
    path(f"{S}acta/", acta.acta, name="acta"),
    path(f"{S}acta/firmada/", acta.signed, name="signed"),
    path(f"{S}acta/<slug:name>.pdf", acta.paper, name="acta_paper"),
    path("dialogo/papeles/", acta.dossiers, name="dossiers"),
    path("dialogo/papeles/<int:organisation>/", acta.dossier, name="dossier"),
    path("dialogo/papeles/<int:organisation>/asamblea/", acta.assembly, name="assembly"),
    path("dialogo/papeles/<int:organisation>/reglas/", acta.edit_rules, name="acta_rules"),
    path("dialogo/papeles/<int:organisation>/<slug:kind>/", acta.edit_paper, name="edit_paper"),
    path("dialogo/extractos/<uuid:pk>/", views.published, name="published"),
    path("dialogo/evidencia/<uuid:pk>/foto.jpg", evidence.photo, name="photo"),
    path("dialogo/evidencia/<uuid:pk>/quitar/", views_removing.remove, name="remove_evidence"),
    path("dialogo/evidencia/<uuid:pk>/voz", evidence.sound, name="sound"),
]
