"""The organiser's pages."""

from django.urls import path

from .exporting.urls import urlpatterns as exporting_urls
from .views import importing, organising

urlpatterns = [
    path("organizar/", organising.organise, name="organise"),
    path("organizar/plantilla.csv", importing.template, name="import_template"),
    path("organizar/<int:pk>/", organising.organisation, name="organisation"),
    path("organizar/<int:pk>/agregar/", organising.add_organisation, name="add_organisation"),
    path("organizar/<int:pk>/invitar/", organising.invite, name="invite"),
    path("organizar/<int:pk>/invitar/<uuid:member>/", organising.invite_known, name="invite_known"),
    path("organizar/<int:pk>/responsabilidades/", organising.roles, name="roles"),
    path("organizar/responsabilidad/<int:pk>/cerrar/", organising.end_role, name="end_role"),
    path("organizar/invitacion/<int:pk>/", organising.invitation_made, name="invitation_made"),
    path("organizar/invitacion/<int:pk>/anular/", organising.revoke_invitation, name="revoke_invitation"),
    path("organizar/<int:pk>/importar/", importing.import_members, name="import_members"),
    path("organizar/<int:pk>/importar/<uuid:imported>/", importing.import_preview, name="import_preview"),
    *exporting_urls,
]
