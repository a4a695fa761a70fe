"""Dates and numbers as in the Spanish of Peru: Django knows no formats for this language."""

from academy.core.formats.es.formats import *  # noqa: F403
