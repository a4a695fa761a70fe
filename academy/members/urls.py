"""Addresses of people: the way in and her own page (access), the organiser's pages (organising), the
site's own state (operation)."""

from .operation.urls import urlpatterns as operation_urls
from .urls_access import urlpatterns as access_urls
from .urls_organising import urlpatterns as organising_urls

app_name = "members"
urlpatterns = [*access_urls, *operation_urls, *organising_urls]
