"""Wapiti, started by the Python of its own environment, with one thing added: addresses of one shape are one address.

A site has ten thousand lessons, women and promises behind some three hundred views. Of each shape (method, path without
its numbers and names, fields) it reads and attacks so many as ``RELEVO_SCAN_EACH`` says, and comes to its end.
"""

import os
import re
from collections import Counter
from urllib.parse import urlsplit

from wapitiCore.main.wapiti import wapiti_asyncio_wrapper
from wapitiCore.net.explorer import Explorer

EACH = int(os.environ["RELEVO_SCAN_EACH"])
#: A part of a path that names one of many: whatever holds a digit, a course, a lesson.
ONE_OF_MANY = re.compile(r"(?<=/)[^/]*\d[^/]*(?=/|$)|(?<=^/cursos/)[^/]+|(?<=^/calculadora/guardadas/)[^/]+")

_seen = Counter()
_too_many_parameters = Explorer.has_too_many_parameters


def shape(request):
    path = ONE_OF_MANY.sub("*", urlsplit(request.url).path)
    if path.startswith("/cursos/*/"):
        path = "/cursos/*/*"
    names = {name for name, _value in [*request.get_params, *request.post_params, *request.file_params]}
    return request.method, path, tuple(sorted(names))


def enough_of_it(explorer, request):
    if _too_many_parameters(explorer, request) or explorer.is_forbidden(request.url):
        return True
    _seen[shape(request)] += 1
    return _seen[shape(request)] > EACH


if __name__ == "__main__":
    Explorer.has_too_many_parameters = enough_of_it
    wapiti_asyncio_wrapper()
