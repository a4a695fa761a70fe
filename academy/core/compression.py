"""Answers made smaller for phones that pay by the kilobyte.

On compression side channels (BREACH): the attack needs a secret that stays the same from answer to answer, beside
words that the attacker chose, in answers fetched again and again with her cookies. Here the CSRF token is
masked anew for each answer and the style nonce is fresh, the session never stands in a page, and the cookies
are SameSite=Lax, so that no other site can make her phone ask for pages with them except by leaving for them,
visibly. Random padding would cost bytes on every page and only slow such an attack down; there is none.
"""

import re
import zlib

import brotli
from django.utils.cache import patch_vary_headers

#: The level at which a page costs about a millisecond; 11, right for files compressed once, costs fifty.
QUALITY = 5
#: Below this the headers cost more than what is won.
SMALLEST = 500
KINDS = {
    "text/html",
    "text/plain",
    "text/css",
    "text/csv",
    "text/javascript",
    "text/calendar",
    "application/javascript",
    "application/json",
    "application/ld+json",
    "application/manifest+json",
    "application/xml",
    "image/svg+xml",
}
_NOT_ACCEPTED = re.compile(r"q=0(\.0*)?$")


def pressed(content):
    """``content`` (bytes) as brotli, exactly as the middleware sends it: what weights are measured with."""
    return brotli.compress(content, quality=QUALITY, mode=brotli.MODE_TEXT)


def zipped(content):
    """``content`` as gzip without a time stamp, for browsers that do not know brotli (plain http among them)."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(content) + packer.flush()


def best_of(accept_encoding):
    """``br``, ``gzip`` or None: what this browser takes, brotli first."""
    taken = set()
    for part in (accept_encoding or "").lower().split(","):
        name, _, quality = part.strip().partition(";")
        if not _NOT_ACCEPTED.search(quality.strip()):
            taken.add(name.strip())
    for name in ("br", "gzip"):
        if name in taken:
            return name
    return None


class Compression:
    """Brotli or gzip for what is text. Stands outside ConditionalGetMiddleware, so that a page that did not change
    is still answered 304 without being compressed.

    Left alone: streams, files sent in parts, answers compressed already, small ones, and ``no-transform``.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not self._may(response):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        encoding = best_of(request.headers.get("Accept-Encoding"))
        if encoding is None:
            return response
        smaller = pressed(response.content) if encoding == "br" else zipped(response.content)
        if len(smaller) >= len(response.content):
            return response
        response.content = smaller
        response["Content-Encoding"] = encoding
        response["Content-Length"] = str(len(smaller))
        etag = response.get("ETag")
        if etag and not etag.startswith("W/"):
            # The same page in other bytes: equal in meaning only.
            response["ETag"] = "W/" + etag
        return response

    def _may(self, response):
        kind = response.get("Content-Type", "").partition(";")[0].strip().lower()
        return (
            kind in KINDS
            and not response.streaming
            and response.status_code not in (204, 206, 304)
            and "Content-Encoding" not in response
            and "Content-Range" not in response
            and "no-transform" not in response.get("Cache-Control", "")
            and len(response.content) >= SMALLEST
        )
