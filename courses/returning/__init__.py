"""Codes that bring home what was done in a course file: ``codec`` (pure), ``editions``, ``events``, ``services``."""
