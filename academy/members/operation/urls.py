"""Looking after the site. Composed into the app's addresses by ``academy.members.urls``."""

from django.urls import path

from . import views

urlpatterns = [
    path("organizar/sitio/", views.site_state, name="site_state"),
    path("organizar/sitio/trabajos/", views.failed_tasks, name="failed_tasks"),
    path("organizar/sitio/trabajos/<uuid:pk>/otra-vez/", views.retry_task, name="retry_task"),
    path("organizar/sitio/apartados/", views.kept_events, name="kept_events"),
]
