"""The worker and what installing needs. The same for everybody, without session or cookies."""

import json

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from academy.core.languages import CODES, DEFAULT

from ..templatetags.shell import in_language
from . import shell

#: What is served where OFFLINE is off. It takes over at once, empties its own caches (what waits to be sent is not
#: there but in IndexedDB) and goes; having no fetch handler, it leaves every page to the network.
FAREWELL = """\
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("relevo-")) await caches.delete(name);
  await self.registration.unregister();
})()));
"""


@require_safe
def worker(request):
    """``/sw.js``: a list of what belongs to this version, and the scripts that do the work."""
    if settings.OFFLINE:
        listed, imported = shell.made()
        said = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
        names = ",".join(json.dumps(address) for address in imported)
        script = f"self.RELEVO={said};\nimportScripts({names});\n"
    else:
        script = FAREWELL
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


#: Which pictures stand for the academy among her apps; ``cuaderno`` says nothing about what it is.
ICONS = ("relevo", "cuaderno")


@require_safe
def manifest(request):
    """``/manifest.webmanifest?l=qu``: how the academy stands among her apps: under a name that may be neutral."""
    language = request.GET.get("l") or DEFAULT
    if language not in CODES:
        raise Http404
    with translation.override(language):
        said = {
            "name": settings.APP_NAME,
            "short_name": settings.APP_NAME,
            "description": _("Para leer sin señal."),
            "lang": language,
            "dir": "ltr",
            "id": "/",
            "start_url": in_language("/", language),
            "scope": "/",
            "display": "standalone",
            "theme_color": "#7a1f3d",
            "background_color": "#fff8ec",
            "icons": [_icon(size, "any") for size in (192, 512)] + [_icon(512, "maskable")],
        }
    response = JsonResponse(said, content_type="application/manifest+json")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _icon(size, purpose):
    name = f"{settings.APP_ICON}-{size}{'-maskable' if purpose == 'maskable' else ''}.png"
    return {
        "src": static(f"img/app/{name}"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }
