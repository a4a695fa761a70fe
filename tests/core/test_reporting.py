"""What leaves the site when something breaks."""

import sys

import pytest
from django.views.debug import ExceptionReporter, get_exception_reporter_filter

from academy.core.reporting import NothingTyped


def report(rf, settings, debug):
    settings.DEBUG = debug
    request = rf.post("/acompanamiento/", {"private": "muy mío", "topic": "el acta"})
    try:
        typed = request.POST["private"]
        raise OSError("no room on the disk")
    except OSError:
        told = ExceptionReporter(request, *sys.exc_info())
    assert typed
    return told.get_traceback_text() + told.get_traceback_html()


def test_a_report_names_the_fields_and_says_nothing_that_was_typed(rf, settings):
    told = report(rf, settings, debug=False)
    assert isinstance(get_exception_reporter_filter(rf.get("/")), NothingTyped)
    assert "no room on the disk" in told
    assert "private" in told
    assert "muy mío" not in told
    assert "el acta" not in told


@pytest.mark.parametrize("words", ["muy mío", "el acta"])
def test_who_develops_sees_everything(rf, settings, words):
    assert words in report(rf, settings, debug=True)
