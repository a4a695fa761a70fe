"""Drawings of a file: each once, as a symbol that every language shows with ``<use>``."""

import re
from base64 import b64encode
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.files.storage import default_storage
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

SVG = "{http://www.w3.org/2000/svg}"
#: A drawing of these alone can stand in the page itself. Whatever else it has, it goes in as a picture that
#: browsers show without running anything.
PLAIN = {f"{SVG}{name}" for name in "svg g path rect circle ellipse line polyline polygon title desc".split()}
DATA = {
    "svg": "image/svg+xml",
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "opus": "audio/ogg",
    "ogg": "audio/ogg",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
}


def stored(address):
    """The bytes behind an address of our own media storage; None where there are none."""
    base = urlsplit(default_storage.url("x")).path[: -len("x")]
    path = unquote(urlsplit(address).path)
    name = path[len(base) :] if path.startswith(base) else ""
    if not name or ".." in name.split("/") or not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return file.read()


def data_uri(address, content):
    kind = DATA.get(urlsplit(address).path.rpartition(".")[2].lower())
    return f"data:{kind};base64,{b64encode(content).decode()}" if kind else ""


class Pictures:
    """The symbols of one file, in the order in which they were first shown."""

    def __init__(self):
        self._known, self._symbols = {}, []

    def shown(self, address, alt, width, height):
        """What stands in the place of an ``<img>``; its words alone where the picture is gone."""
        if address not in self._known:
            self._known[address] = self._taken(address, width, height)
        known = self._known[address]
        if known is None:
            return format_html('<p class="muted">{}</p>', alt) if alt else ""
        name, box = known
        said = format_html('role="img" aria-label="{}"', alt) if alt else mark_safe('aria-hidden="true"')
        return format_html('<svg class="pic" viewBox="{}" {}><use href="#{}"></use></svg>', box, said, name)

    def symbols(self):
        if not self._symbols:
            return ""
        inside = "".join(self._symbols)
        return mark_safe(f'<svg class="symbols" width="0" height="0" aria-hidden="true">{inside}</svg>')  # noqa: S308

    def _taken(self, address, width, height):
        content = stored(address)
        if content is None:
            return None
        name = f"p{len(self._symbols) + 1}"
        made = _plain_symbol(content, name) if address.lower().endswith(".svg") else None
        if made is None:
            uri = data_uri(address, content)
            if not uri:
                return None
            box = f"0 0 {width or 640} {height or 360}"
            image = f'<image href="{uri}" width="{width or 640}" height="{height or 360}"/>'
            made = f'<symbol id="{name}" viewBox="{box}">{image}</symbol>', box
        symbol, box = made
        self._symbols.append(symbol)
        return name, box


def _plain_symbol(content, name):
    """``(symbol, viewBox)`` of a drawing made of plain shapes; None of any other."""
    try:
        root = fromstring(content)
    except (ElementTree.ParseError, DefusedXmlException, ValueError):
        return None
    box = root.get("viewBox", "")
    if not re.fullmatch(r"[-\d.]+([ ,]+[-\d.]+){3}", box.strip()) or not all(map(_is_plain, root.iter())):
        return None
    kept = "".join(
        f' {key}="{escape(value)}"' for key, value in root.attrib.items() if key not in ("width", "height", "viewBox")
    )
    inside = (root.text or "").strip() + "".join(map(_written, root))
    return f'<symbol id="{name}" viewBox="{box}"{kept}>{inside}</symbol>', box


def _is_plain(element):
    if element.tag not in PLAIN:
        return False
    for key, value in element.attrib.items():
        bare = key.lower()
        if bare.startswith(("on", "{")) or bare in ("id", "style", "class", "href") or "url(" in value.lower():
            return False
    return True


def _written(element):
    name = element.tag.removeprefix(SVG)
    if name in ("title", "desc"):
        return ""
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in element.attrib.items())
    inside = "".join(map(_written, element))
    return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"
