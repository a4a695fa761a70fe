"""Addresses of people: the way in and her own page (access), and the organiser's pages (organising)."""

from .urls_access import urlpatterns as access_urls
from .urls_organising import urlpatterns as organising_urls

app_name = "members"
urlpatterns = [*access_urls, *organising_urls]
