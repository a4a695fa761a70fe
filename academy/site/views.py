"""Views of the frame: what every site needs and no app owns."""

import mimetypes
import os
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils._os import safe_join
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from wagtail.models import Locale, Page, PageViewRestriction, Site

from academy.core import ranges
from academy.core.languages import CODES, DEFAULT

from .sound.serving import TYPES
from .templatetags.shell import in_language

#: Set by a floor above: ``function(request)`` keeps what a refused form said and answers where to go on, or None.
_rescuers = []


def rescues_refused_forms(function):
    """Register what is asked when a form arrives without a valid token."""
    if function not in _rescuers:
        _rescuers.append(function)
    return function


def session_ended(request, reason=""):
    """A form arrived without a valid token: the session ended, or the page is very old. Nothing she typed is lost."""
    address = next(filter(None, (rescue(request) for rescue in _rescuers)), None)
    return render(request, "site/session_ended.html", {"address": address}, status=403)


@cache_control(max_age=3600, public=True)
def robots(request):
    """Who may walk where: lessons are for everybody, people are for nobody."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        *(f"Disallow: {in_language(path, code)}" for code in CODES for path in ("/entrar/", "/i/", "/mi-camino/")),
        "",
        f"Sitemap: {settings.SITE_URL.rstrip('/')}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@cache_control(max_age=3600, public=True)
def security_txt(request):
    """How to report a hole (RFC 9116). Expires half a year ahead, so that a site nobody tends says so by itself."""
    expires = (timezone.now() + timedelta(days=180)).replace(microsecond=0).isoformat()
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires}",
        "Preferred-Languages: es, en",
        f"Canonical: {settings.SITE_URL.rstrip('/')}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def sitemap(request):
    """Every public page with its language alternates. Three queries, whatever the number of pages."""
    root = Site.find_for_request(request)
    if root is None:
        raise Http404
    closed = list(PageViewRestriction.objects.values_list("page__path", flat=True))
    locales = dict(Locale.objects.values_list("pk", "language_code"))
    base = settings.SITE_URL.rstrip("/")
    groups = {}
    for key, locale, url_path, path, changed in (
        Page.objects.live()
        .filter(depth__gt=1)
        .order_by("path")
        .values_list("translation_key", "locale_id", "url_path", "path", "last_published_at")
    ):
        if any(path.startswith(each) for each in closed):
            continue
        # A url_path opens with the home page's own slug, which no address shows.
        tail = "/" + url_path.strip("/").partition("/")[2]
        address = in_language(tail if tail.endswith("/") else tail + "/", locales[locale])
        groups.setdefault(key, {})[locales[locale]] = (base + address, changed)
    return render(
        request,
        "site/sitemap.xml",
        {"groups": [{"pages": group, "default": group.get(DEFAULT)} for group in groups.values()]},
        content_type="application/xml; charset=utf-8",
    )


#: What /media/ serves. Everything else a floor stores (proofs of tasks) has a view that asks who may see it.
PUBLIC_MEDIA = ("images/", "original_images/", "sound/")


def media(request, path):
    """Pictures and recordings of pages, from the media folder, in parts where that is asked for.

    Names carry what they hold, so phones may keep them for good. An SVG is a document that can carry script: opened
    by itself it runs in an empty sandbox.
    """
    if not path.startswith(PUBLIC_MEDIA) or ".." in path.split("/"):
        raise Http404
    try:
        file = open(safe_join(settings.MEDIA_ROOT, path), "rb")  # noqa: SIM115 - FileResponse closes it
    except (OSError, ValueError):
        raise Http404 from None
    if path.endswith(".svg"):
        # Text, and small: in one piece it can be compressed on its way out (two thirds less), a stream cannot.
        with file:
            response = HttpResponse(file.read(), content_type="image/svg+xml")
    else:
        response = ranges.answer(
            request, file, size=os.fstat(file.fileno()).st_size, content_type=_kind(path), etag=_etag(file)
        )
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, public=True, max_age=60 * 60 * 24 * 30)
    return response


def _kind(path):
    suffix = path[path.rfind(".") :].lower()
    return TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def _etag(file):
    """A name of these bytes: nothing in the media folder is written over, so date and size tell."""
    seen = os.fstat(file.fileno())
    return f"{seen.st_mtime_ns:x}-{seen.st_size:x}"


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def forbidden(request, exception=None):
    """A member without the right. The reason travels in the exception and is for her."""
    reason = str(exception) if exception and str(exception) else ""
    return render(request, "403.html", {"reason": reason}, status=403)
