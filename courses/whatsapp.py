"""A lesson as a message to forward: its own public words, one question without its key, the link, one picture.

``compose`` is pure. Nothing of a person is ever in it.
"""

import hashlib
import io
import re
from urllib.parse import quote

import typst
from django.core.cache import cache
from django.utils.translation import gettext as _
from PIL import Image

from academy.site.models import Picture

from . import grading
from .reading import text_of_html

#: Letters of a message with its link: what a chat shows without «read more» twice over.
LIMIT = 700
PICTURE_LIMIT = 60 * 1024
WIDTH = 640
CACHED_FOR = 7 * 24 * 3600
_BOLD = re.compile(r"[*_~`]")


def compose(*, title, ideas, question, options, link, care="", limit=LIMIT):
    """The message. ``ideas``: sentences, the most important first; as many as fit go in, none is cut in two.

    Title, link and (where it fits whole) the question come before further ideas; ``care``, what a hard lesson says
    before it begins, comes before everything.
    """
    head = f"*{_plain(title)}*"[: limit - len(link) - 2]
    if care:
        head = "\n\n".join([_care(care), head])
    lines = (f"{letter}) {_plain(option)}" for letter, option in zip("ABCDEFGH", options, strict=False))
    asked = "\n".join([f"❓ {_plain(question)}", *lines])
    parts = [head, "", "", f"👉 {link}"]
    if question and _length(_joined([head, "", asked, parts[3]])) <= limit:
        parts[2] = asked
    told = []
    for idea in ideas:
        tried = [*told, _plain(idea)]
        if _length(_joined([parts[0], " ".join(tried), *parts[2:]])) > limit:
            break
        told = tried
    parts[1] = " ".join(told)
    return _joined(parts)


def _care(note):
    return f"⚠️ {_('Antes de leer.')} {_plain(note)}"


def _joined(parts):
    return "\n\n".join(part for part in parts if part)


def _length(text):
    """As phones count: what lies beyond the first plane counts twice."""
    return len(text.encode("utf-16-le")) // 2


def _plain(text):
    """One line, without the signs that a chat takes for bold."""
    return _BOLD.sub("", " ".join(str(text).split()))


def sentences(html):
    """Sentences of a rich text, in order."""
    words = " ".join(text_of_html(re.sub(r"</(p|li)>", r"</\1> ", str(html))).split())
    words = re.sub(r"\s+([.,;:!?])", r"\1", words)
    return [part for part in re.split(r"(?<=[.!?…])\s+", words) if part]


def message_of(page, *, link):
    """The message of a lesson: the editor's own where she wrote one, else made from the lesson."""
    if page.short_text.strip():
        own = page.short_text.strip()
        whole = own if link in own else f"{own}\n\n👉 {link}"
        if page.care_note:
            whole = f"{_care(page.care_note)}\n\n{whole}"
        if _length(whole) <= LIMIT:
            return whole
    raws = list(page.body.raw_data)
    ideas = [page.intro] if page.intro else []
    for kind in ("prose", "callout", "scene"):
        for raw in raws:
            if raw["type"] == kind:
                ideas += sentences(raw["value"].get("text", ""))
        if len(ideas) > 12:
            break
    asked = next((raw for raw in raws if raw["type"] in ("choice", "choices", "true_false")), None)
    return compose(
        title=page.title,
        ideas=ideas,
        question=asked["value"].get("prompt", "") if asked else "",
        options=_options(asked),
        link=link,
        care=page.care_note,
    )


def _options(asked):
    if asked is None:
        return []
    if asked["type"] == "true_false":
        return [_("Verdad"), _("No es verdad.").rstrip(".")]
    return [option["text"] for _key, option in grading.entries(asked["value"], "options")]


def share_link(text):
    """WhatsApp's own address for a text to send; who receives it is chosen there."""
    return f"https://wa.me/?text={quote(text)}"


# --- The picture -------------------------------------------------------------------------------


def picture_of(page):
    """``(Picture, words)`` of the lesson's first drawing, else of its course's cover; (None, "") without."""
    for raw in page.body.raw_data:
        if raw["type"] in ("scene", "drawing") and raw["value"].get("picture"):
            return Picture.objects.filter(pk=raw["value"]["picture"]).first(), raw["value"].get("alt") or ""
    parent = page.get_parent()
    course = parent.specific if parent else None
    cover = getattr(course, "cover", None)
    return (cover, course.cover_alt) if cover else (None, "")


def jpeg_of(picture):
    """The picture as a JPEG of at most PICTURE_LIMIT bytes, 640 wide. Cached; a tenth of a second to make."""
    with picture.open_file() as file:
        content = file.read()
    key = f"message-picture:{hashlib.sha256(content).hexdigest()}"
    made = cache.get(key)
    if made is None:
        made = _jpeg(_drawn(content) if picture.is_svg() else content)
        cache.set(key, made, CACHED_FOR)
    return made


def _drawn(svg):
    """An SVG as PNG bytes. typst is here for papers already and draws SVG without system packages."""
    source = (
        '#set page(width: 640pt, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    inputs = {"svg": svg.decode("utf-8", "replace")}
    return typst.compile(source.encode(), format="png", ppi=72, sys_inputs=inputs)


def _jpeg(content):
    with Image.open(io.BytesIO(content)) as picture:
        flat = Image.new("RGB", picture.size, "#fff8ec")
        layer = picture.convert("RGBA")
        flat.paste(layer, mask=layer)
    for width in (WIDTH, 480, 320):
        small = flat.copy()
        small.thumbnail((width, width * 2))
        for quality in (80, 70, 60, 45, 30):
            out = io.BytesIO()
            small.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
            if out.tell() <= PICTURE_LIMIT:
                return out.getvalue()
    return out.getvalue()
