"""Codes stay out of the log."""

import logging

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from academy.core.logs import WithoutCodes


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Unprocessable Entity: /i/7K3QX-ABCDE/", "Unprocessable Entity: /i/…/"),
        ('"GET /qu/i/7K3QXABCDE/?paso=2 HTTP/1.1" 200', '"GET /qu/i/…/?paso=2 HTTP/1.1" 200'),
        ("Forbidden: /vale/7K3QXABC/", "Forbidden: /vale/…/"),
        ("Not Found: /constancia/7K3QXABC.pdf", "Not Found: /constancia/…"),
        ("Not Found: /cursos/es-derecho/", "Not Found: /cursos/es-derecho/"),
    ],
)
def test_a_line_about_an_address_with_a_code_is_written_without_it(said, written):
    line = logging.makeLogRecord({"msg": "%s: %s", "args": tuple(said.split(": "))} if ": " in said else {"msg": said})
    assert WithoutCodes().filter(line)
    assert line.getMessage() == written


def test_everything_that_is_logged_goes_through_it():
    handlers = settings.LOGGING["handlers"]
    assert all("without_codes" in handler["filters"] for handler in handlers.values())
    assert set(settings.LOGGING["root"]["handlers"]) <= set(handlers)
    assert import_string(settings.LOGGING["filters"]["without_codes"]["()"]) is WithoutCodes
