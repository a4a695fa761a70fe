"""What leaves the site when something breaks."""

import sys

from django.views.debug import ExceptionReporter, get_exception_reporter_filter

from academy.core.reporting import NothingTyped

#: Put together here, so that the lines of code that a report quotes do not hold the words themselves.
WORDS = [" ".join(parts) for parts in (("muy", "mío"), ("el", "acta"))]


def report(rf, settings, debug):
    settings.DEBUG = debug
    request = rf.post("/acompanamiento/", dict(zip(("private", "topic"), WORDS, strict=True)))
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
    assert not [words for words in WORDS if words in told]


def test_who_develops_sees_everything(rf, settings):
    told = report(rf, settings, debug=True)
    assert [words for words in WORDS if words in told] == WORDS
