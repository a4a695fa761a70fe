"""Addresses of the exchange, an area a file."""

from . import urls_commitments, urls_cycles, urls_sessions

app_name = "exchange"

urlpatterns = [
    *urls_commitments.urlpatterns,
    *urls_cycles.urlpatterns,
    *urls_sessions.urlpatterns,
]
