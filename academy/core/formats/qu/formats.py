"""Dates and numbers as in Spanish: Django knows no formats for this language."""

from django.conf.locale.es.formats import *  # noqa: F403
