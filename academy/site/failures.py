"""Pages for when something is broken: they need no database, no session and no cache.

Ordinary refusals (403, 404) stand in the frame of the site; these stand alone, in the language of the address.
"""

import errno
import logging
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, override

from academy.core.languages import CODES, DEFAULT

log = logging.getLogger("relevo.failures")

#: Seconds after which a phone may ask again.
RETRY_AFTER = 30
#: SQLite says with the same error that a table is missing: that is our mistake and does not pass by itself.
_MISTAKES = ("no such", "has no column", "syntax error", "does not exist")
#: Shown where not even a template can be read.
LAST_WORDS = (
    '<!doctype html><html lang="es"><meta charset="utf-8"><title>Algo falló</title>'
    "<h1>Algo falló aquí, no en tu celular</h1><p>Espera un momento y prueba otra vez.</p>"
)


def failed(request):
    """500, or 503 where it will pass by itself: the database is away, the disk is full."""
    passing = is_passing(sys.exc_info()[1])
    response = page(request, "503.html" if passing else "500.html", 503 if passing else 500)
    if passing:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def refused(request, exception=None):
    """400, or 413 where what was sent is too much."""
    much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return page(request, "413.html" if much else "400.html", 413 if much else 400)


def is_passing(error):
    """Is ``error``, or what caused it, of a kind that passes without anybody changing the program?"""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OperationalError | InterfaceError):
            return not any(word in str(error) for word in _MISTAKES)
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EMFILE):
            return True
        error = error.__cause__ or error.__context__
    return False


def page(request, template, status):
    """A page alone, without the request: nothing in it may ask who she is."""
    code = _language(request)
    try:
        with override(code):
            body = render_to_string(template, {"language": code, "home": "/" if code == DEFAULT else f"/{code}/"})
    except Exception:
        log.exception("The page of the error %s could not be made.", status)
        body = LAST_WORDS
    response = HttpResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _language(request):
    """By the address: the failure may have come before anybody asked for the language."""
    first = request.path_info.lstrip("/").partition("/")[0]
    if first in CODES:
        return first
    now = get_language()
    return now if now in CODES else DEFAULT
