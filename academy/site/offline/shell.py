"""What is put on the phone with the worker itself: style, scripts, and the page for when there is no signal.

``version`` names exactly these bytes: any change of them is a new worker, which takes over at once.
"""

import hashlib
import json
from functools import lru_cache

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from academy.core.languages import CODES

from .. import itself

#: Scripts that a page never imports itself.
OWN = "sw-"
#: The outbox is part of the worker too: it sends when no page is open.
BOX = "box.js"
#: What only a woman who is signed in needs: put on the phone at her first page, not with a guest's first lesson.
HERS = (
    "centre.js",
    "circle-kept.js",
    "circle.js",
    "fill.js",
    "form-kept.js",
    "form.js",
    "meeting.js",
    "offline-test.js",
    "passkey.js",
    "path.js",
    "photo.js",
    "point.js",
    "promise.js",
    "session.js",
    "sheet.js",
    "who.js",
)
_SCRIPTS = settings.BASE_DIR / "static" / "js"
_fallback = []


def falls_back_to(name):
    """Called by a floor above: the address (its name) of the page that stands in for whatever is not on the phone."""
    _fallback[:] = [name]


def scripts():
    """Names of the scripts that pages may ask for, in order."""
    return sorted(path.name for path in _SCRIPTS.glob("*.js") if not path.name.startswith(OWN))


def files():
    """Addresses of style, icon and scripts under their hashed names."""
    everyones = [name for name in scripts() if name not in HERS]
    return [static("css/site.css"), static("img/relevo.svg"), *(static(f"js/{name}") for name in everyones)]


def hers():
    """Addresses of the scripts that come with her first page."""
    return [static(f"js/{name}") for name in scripts() if name in HERS]


def pages():
    """The page for when there is no signal, in each language: ``{language: address}``."""
    found = {}
    for language in CODES:
        with translation.override(language):
            found[language] = reverse(_fallback[0])
    return found


def words():
    """What the worker writes into a page that it takes from the phone. ``{day}`` is filled there."""
    found = {}
    for language in CODES:
        with translation.override(language):
            found[language] = {
                "kept": _("Sin buena señal. Ves lo guardado el {day}."),
                "unseen": _("Sin señal. Esta página no está en este celular."),
                "unsent": _("Sin señal. No se envió. Vuelve atrás: lo que escribiste sigue ahí."),
            }
    return found


@lru_cache(maxsize=1)
def made():
    """The worker's list, ``{version, files, hers, pages, words}``, and what it imports. Renders four pages, once."""
    listed = {"files": files(), "hers": hers(), "pages": pages(), "words": words()}
    imported = [static("js/sw-core.js")]
    if (_SCRIPTS / BOX).exists():
        imported.append(static(f"js/{BOX}"))
    said = hashlib.sha256(json.dumps([listed, imported], sort_keys=True).encode())
    for language, address in listed["pages"].items():
        said.update(itself.answer(address, language).content)
    return {"version": said.hexdigest()[:12], **listed}, imported
