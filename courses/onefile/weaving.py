"""A piece of a lesson made for a page of the site, rewoven for a file: nothing in it asks any server for anything."""

import re
from html.parser import HTMLParser

from django.conf import settings
from django.utils.html import escape

from ..weights import smallest
from .pictures import data_uri, stored

#: What only works beside a server, or is drawn elsewhere in the file.
DROPPED = {"script", "style", "form", "button", "iframe", "object", "link", "meta", "noscript"}
VOID = {"img", "br", "hr", "input", "source", "link", "meta", "wbr", "col"}
LOWER = {"h2": "h3", "h3": "h4", "h4": "h5"}
_BLOCK_ID = re.compile(r"[a-z]-[0-9a-f-]{36}")


def woven(html, *, pictures, places, mark, sound=False):
    """``html`` for the file. ``places``: paths of the course's own lessons to their places in the file.

    Headings go one step down, because the lesson's title stands above them; ids are left out, or made this
    language's own with ``mark``. ``sound``: recordings go in; otherwise only what they say, in writing.
    """
    weaver = _Weaver(pictures, places, mark, sound)
    weaver.feed(html)
    weaver.close()
    return "".join(weaver.out)


class _Weaver(HTMLParser):
    def __init__(self, pictures, places, mark, sound):
        super().__init__(convert_charrefs=False)
        self.pictures, self.places, self.mark, self.sound = pictures, places, mark, sound
        self.out, self.names = [], {}
        self.dropping, self.picture, self.audio = 0, None, None

    # --- what is kept as it is ---

    def handle_data(self, data):
        self._put(data)

    def handle_entityref(self, name):
        self._put(f"&{name};")

    def handle_charref(self, name):
        self._put(f"&#{name};")

    def _put(self, text):
        if not self.dropping and self.audio is None:
            self.out.append(text)

    # --- tags ---

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag in DROPPED:
            self.dropping += tag not in VOID
        elif tag == "picture":
            self.picture = ""
        elif tag == "audio":
            self.audio = given.get("src", "")
        elif tag == "source":
            self._source(given)
        elif tag == "img":
            self._image(given)
        else:
            self._put(self._tag(tag, given))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in DROPPED:
            self.dropping = max(0, self.dropping - (tag not in VOID))
        elif tag == "picture":
            self.picture = None
        elif tag == "audio":
            self._recording()
        elif tag not in VOID:
            self._put(f"</{LOWER.get(tag, tag)}>")

    def _tag(self, tag, given):
        written = ""
        for name, value in given.items():
            if name.startswith(("on", "data-")) or name in ("style", "nonce", "target", "rel"):
                continue
            if name == "id" or name.startswith("aria-") or name == "for":
                value = self._name(tag, name, value)
                if value is None:
                    continue
            if name == "href":
                value = self._link(value)
            written += f' {name}="{escape(value)}"'
        if tag == "a" and given.get("href", "").startswith(("http:", "https:", "/")) and ' href="#' not in written:
            written += ' rel="noopener noreferrer"'
        return f"<{LOWER.get(tag, tag)}{written}>"

    def _name(self, tag, name, value):
        """An id of a block is long and there twice in two languages: only those that something points at stay."""
        if not _BLOCK_ID.fullmatch(value):
            return None if name == "id" else value
        if name == "id" and value[0] != "c":
            return None
        return f"{self.mark}{self.names.setdefault(value, len(self.names) + 1)}"

    def _link(self, href):
        path = href.partition("#")[0]
        if path in self.places:
            return f"#{self.places[path]}"
        return f"{settings.SITE_URL}{href}" if href.startswith("/") else href

    def _source(self, given):
        if self.audio is not None:
            self.audio = self.audio or given.get("src", "")
        elif self.picture == "":
            kind = given.get("type", "")
            self.picture = smallest(given.get("srcset", "")) if kind == "image/webp" else ""

    def _image(self, given):
        address = self.picture or smallest(given.get("srcset", "")) or given.get("src", "")
        number = [int(given[name]) if given.get(name, "").isdigit() else 0 for name in ("width", "height")]
        self._put(self.pictures.shown(address, given.get("alt", ""), *number))

    def _recording(self):
        address, self.audio = self.audio, None
        content = stored(address) if self.sound and address else None
        uri = data_uri(address, content) if content else ""
        if uri:
            self._put(f'<audio controls preload="none" src="{uri}"></audio>')
