"""Codes stay out of the log."""

import json
import logging
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.utils.module_loading import import_string

from academy.core.logs import Json, Lines, RequestLog, WithoutCodes, trace


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


def broken():
    try:
        raise ValueError("Key (phone)=(+51 000 000 000) already exists")
    except ValueError as inner:
        raise RuntimeError("hay una palabra suya") from inner


def line_about(formatter):
    try:
        broken()
    except RuntimeError:
        record = logging.getLogger("relevo.x").makeRecord(
            "relevo.x", logging.ERROR, __file__, 1, "It failed", (), sys.exc_info()
        )
    return formatter.format(record)


@pytest.mark.parametrize("formatter", [Json(), Lines()])
def test_where_it_broke_is_written_and_what_somebody_typed_is_not(formatter):
    written = line_about(formatter)
    assert "RuntimeError" in written
    assert "ValueError" in written
    assert "test_logs.py" in written
    assert "phone" not in written
    assert "palabra suya" not in written


def test_words_of_machines_are_kept_but_without_codes():
    lines = trace(ConnectionRefusedError("http://x/vale/7K3QXABC/ refused"))
    assert lines[-1] == "ConnectionRefusedError: http://x/vale/…/ refused"


def test_a_line_for_programs_is_one_object():
    record = logging.makeLogRecord({"msg": "dos\nlíneas", "levelname": "INFO", "name": "relevo", "told": {"ms": 3}})
    told = json.loads(Json().format(record))
    assert (told["said"], told["level"], told["ms"]) == ("dos\nlíneas", "info", 3)
    assert "\n" not in Json().format(record)


def test_a_request_is_logged_by_the_name_of_its_address_and_never_by_who_or_where(rf, caplog):
    request = rf.get("/constancia/7K3QXABC/", REMOTE_ADDR="203.0.113.9")
    request.resolver_match = SimpleNamespace(view_name="courses:verify", route="")
    with caplog.at_level("INFO", logger="relevo.request"):
        logging.getLogger("relevo").addHandler(caplog.handler)
        try:
            RequestLog(lambda request: HttpResponse(status=200))(request)
        finally:
            logging.getLogger("relevo").removeHandler(caplog.handler)
    (line,) = caplog.messages
    assert line.startswith("GET courses:verify 200 ")
    assert "203.0.113" not in line
    assert "7K3Q" not in line
