"""Files given in parts (RFC 9110, section 14): a phone that lost the signal goes on where it was, and one that plays
a recording from the middle fetches only what it plays."""

import re

from django.http import HttpResponse, StreamingHttpResponse

#: The largest part read at once.
CHUNK = 64 * 1024
_BYTES = re.compile(r"bytes=\s*(\d*)\s*-\s*(\d*)\s*\Z")
#: Longer than any file can be: no use in counting on.
_MOST_DIGITS = 18


class Unsatisfiable(ValueError):  # noqa: N818 - a state of the request
    """What was asked for lies beyond the end of the file."""


def wanted(header, size):
    """The bytes that a ``Range`` header asks for, as ``(first, last)``, both included; None for the whole file. Pure.

    None where there is no header, where we do not understand it, and where it asks for several parts: the whole
    file is then a right answer. Raises Unsatisfiable where there is no such byte.
    """
    found = _BYTES.match(header or "")
    if not found or max(map(len, found.groups())) > _MOST_DIGITS:
        return None
    start, end = found.groups()
    if not start:
        if not end:
            return None
        length = min(int(end), size)
        if not length:
            raise Unsatisfiable
        return size - length, size - 1
    first, last = int(start), int(end) if end else size - 1
    if end and last < first:
        return None  # malformed: to be ignored
    if first >= size:
        raise Unsatisfiable
    return first, min(last, size - 1)


def answer(request, file, *, size, content_type, etag=""):
    """``file`` (open, seekable, ``size`` bytes) as a streamed answer: 200 whole, 206 in part, 416 beyond its end.

    ``etag``: a strong name of these very bytes, without quotes. A part is only given to who asks for a part of the
    same bytes (``If-Range``). The file is closed when the answer is.
    """
    tag = f'"{etag}"' if etag else ""
    if_range = request.headers.get("If-Range")
    header = request.headers.get("Range") if request.method in ("GET", "HEAD") else None
    if if_range is not None and if_range != (tag or None):
        header = None
    try:
        part = wanted(header, size)
    except Unsatisfiable:
        file.close()
        response = HttpResponse(status=416, content_type=content_type)
        response["Content-Range"] = f"bytes */{size}"
        return _with_tag(response, tag)
    if tag and part is None and request.headers.get("If-None-Match") in (tag, f"W/{tag}"):
        file.close()
        return _with_tag(HttpResponse(status=304), tag)
    first, last = part or (0, size - 1)
    length = last - first + 1
    response = StreamingHttpResponse(_Part(file, first, length), status=206 if part else 200, content_type=content_type)
    response["Content-Length"] = str(length)
    response["Accept-Ranges"] = "bytes"
    if part:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return _with_tag(response, tag)


def _with_tag(response, tag):
    if tag:
        response["ETag"] = tag
    return response


class _Part:
    """So many bytes of a file from a place on. Django closes it with the answer, however far that got."""

    def __init__(self, file, first, length):
        self.file, self.first, self.left = file, first, length

    def __iter__(self):
        self.file.seek(self.first)
        while self.left > 0:
            chunk = self.file.read(min(CHUNK, self.left))
            if not chunk:
                return
            self.left -= len(chunk)
            yield chunk

    def close(self):
        self.file.close()
