"""The site's application, warmed: everything is read that a first request reads, so that a fork answers at once."""

from django.db import connections
from django.test import Client

from academy.wsgi import application  # noqa: F401 - gunicorn asks for it here

for path in ("/cursos/", "/sync/", "/healthz"):
    Client().get(path)
# A forked process must open its own.
connections.close_all()
