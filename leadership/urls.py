"""Addresses of the relay."""

from .urls_register import urlpatterns as register_urls

app_name = "leadership"
urlpatterns = [*register_urls]
