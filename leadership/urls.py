"""Addresses of the relay."""

from .urls_handover import urlpatterns as handover_urls
from .urls_path import urlpatterns as path_urls
from .urls_pipeline import urlpatterns as pipeline_urls
from .urls_register import urlpatterns as register_urls

app_name = "leadership"
urlpatterns = [*pipeline_urls, *register_urls, *handover_urls, *path_urls]
