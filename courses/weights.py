"""What a lesson costs in kilobytes: measured on the page as a guest gets it, when it is published.

The budgets are those of DESIGN §6. Sizes are bytes on the wire: the page as our own compression sends it, style
and script as WhiteNoise does (brotli, made once), drawings compressed by us where we serve them, photos as they are.
"""

import logging
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete
from django.utils import timezone
from django_tasks import task
from wagtail.signals import page_published, page_unpublished

from academy.core.compression import SMALLEST, pressed
from academy.site import itself
from academy.site.batches import soon
from academy.site.fallback import fallback_of
from academy.site.models import File

from .models import LessonPage, LessonWeight
from .sounds import recordings_of, sounds_of

log = logging.getLogger("relevo.weights")

#: HTML with its critical style: what one round of TCP brings, so that the first screen can be read.
FIRST_SCREEN = 14 * 1024
#: HTML, style and script of a first visit.
WITHOUT_PICTURES = 25 * 1024
#: The same with all drawings.
WITH_PICTURES = 50 * 1024


def over_budget(weight):
    """Which budgets this weight breaks, as names: a set of ``html``, ``text`` and ``pictures``. Pure."""
    broken = set()
    if weight.html > FIRST_SCREEN:
        broken.add("html")
    if weight.html + weight.shell > WITHOUT_PICTURES:
        broken.add("text")
    if weight.total > WITH_PICTURES:
        broken.add("pictures")
    return broken


# --- What a page makes a phone fetch ---------------------------------------------------------------


@dataclass
class Fetched:
    """Addresses that a browser of a phone asks for beside the page itself, each once."""

    shell: list = field(default_factory=list)
    pictures: list = field(default_factory=list)


_SHELL_LINKS = {"stylesheet", "icon", "manifest", "modulepreload", "preload"}


class _Page(HTMLParser):
    """Reads a page as a small phone does: of a <picture> the first source, and of it the smallest candidate.

    ``prefer``: the kind of picture it takes (``image/webp``) where one is offered; empty: the first.
    """

    def __init__(self, prefer=""):
        super().__init__()
        self.prefer = prefer
        self.fetched = Fetched()
        self._chosen = None  # what a <source> of the <picture> we are in offered

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and _SHELL_LINKS & set(given.get("rel", "").lower().split()):
            self._add(self.fetched.shell, given.get("href"))
        elif tag == "script":
            self._add(self.fetched.shell, given.get("src"))
        elif tag == "picture":
            self._chosen = ""
        elif tag == "source" and self._chosen == "" and self.prefer in ("", given.get("type")):
            self._chosen = smallest(given.get("srcset", ""))
        elif tag == "img":
            self._add(self.fetched.pictures, self._chosen or smallest(given.get("srcset", "")) or given.get("src"))
            self._chosen = None

    def _add(self, addresses, address):
        if address and not address.startswith("data:") and address not in addresses:
            addresses.append(address)


def smallest(srcset):
    """The address of the narrowest candidate of a srcset; empty where there is none."""
    candidates = []
    for part in srcset.split(","):
        address, _, width = part.strip().partition(" ")
        if address:
            number = width.strip().rstrip("wx") or "1"
            candidates.append((float(number), address))
    return min(candidates)[1] if candidates else ""


def fetched_by(html, *, prefer=""):
    """What this page makes a phone fetch when it is scrolled to its end. Recordings and files are not: on tap only."""
    reader = _Page(prefer)
    reader.feed(html)
    return reader.fetched


# --- Sizes -----------------------------------------------------------------------------------------


def static_size(address):
    """Bytes of a static file as WhiteNoise sends it to a browser that takes brotli; 0 where it is not ours."""
    name = _below(address, settings.STATIC_URL)
    path = _static_file(name) if name else None
    if path is None:
        return 0
    made = path.with_name(path.name + ".br")
    if made.exists():
        return made.stat().st_size
    content = path.read_bytes()
    # The same level as WhiteNoise's: brotli's own default. Pictures other than SVG gain nothing and stay as they are.
    return min(len(content), len(brotli.compress(content)))


def _static_file(name):
    collected = Path(settings.STATIC_ROOT) / name
    if staticfiles_storage.exists(name) and collected.is_file():
        return collected
    found = finders.find(name)
    return Path(found) if found else None


def media_size(address):
    """Bytes of a picture in the media storage, wherever that is; 0 where it is not there."""
    base = urlsplit(default_storage.url("x")).path[: -len("x")]
    name = _below(address, base)
    if not name or not default_storage.exists(name):
        return 0
    size = default_storage.size(name)
    if name.endswith(".svg") and size >= SMALLEST and not settings.MEDIA_ORIGIN:
        # Our own server compresses drawings on their way out; a bucket sends them as they are.
        with default_storage.open(name) as drawing:
            return min(size, len(pressed(drawing.read())))
    return size


def _below(address, base):
    """The file's name below ``base``; None for addresses elsewhere and for those that try to climb out."""
    path = unquote(urlsplit(address).path)
    name = path[len(base) :] if path.startswith(base) else None
    return None if name is None or ".." in name.split("/") else name


def recordings_size(page):
    """Bytes of all recordings of a lesson together: as they were prepared, else the file as it is."""
    sounds = sounds_of(page)
    ready = sum(each["bytes"] for each in recordings_of(page, fallback_of(page)))
    ids = [child["value"]["recording"] for child in page.body.raw_data if child["type"] == "audio"]
    waiting = File.objects.filter(pk__in=[pk for pk in ids if pk and str(pk) not in sounds["files"]])
    return ready + sum(file.get_file_size() or 0 for file in waiting)


# --- Measuring -------------------------------------------------------------------------------------


class CannotMeasure(Exception):
    """The page did not answer 200 to a guest: private, gone, or broken."""


def served(path, language):
    """The HTML of ``path`` as a guest gets it, through every middleware, in this process and without a network."""
    response = itself.answer(path, language)
    if response.status_code != 200:
        raise CannotMeasure(f"{path}: {response.status_code}")
    return response.content


def measure(page):
    """Measure a live lesson in its language and keep the result. Returns the LessonWeight.

    Renders the page once, some tens of milliseconds. Raises CannotMeasure where a guest cannot read it.
    """
    content = served(page.get_url_parts()[2], page.locale.language_code)
    fetched = fetched_by(content.decode())
    weight, _created = LessonWeight.objects.update_or_create(
        page=page.translation_key,
        language=page.locale.language_code,
        defaults={
            "course": page.get_parent().translation_key,
            "html": len(pressed(content)),
            "shell": sum(static_size(address) for address in fetched.shell),
            "pictures": sum(media_size(address) or static_size(address) for address in fetched.pictures),
            "recordings": recordings_size(page),
            "measured_at": timezone.now(),
        },
    )
    return weight


def forget(key, language):
    """No weight for a page that nobody can read."""
    LessonWeight.objects.filter(page=key, language=language).delete()


def measure_key(key, language):
    """Measure the lesson with this key in this language; forget its weight where it is not live. None then."""
    page = LessonPage.objects.live().filter(translation_key=key, locale__language_code=language).first()
    if page is None:
        forget(key, language)
        return None
    try:
        return measure(page)
    except CannotMeasure as reason:
        log.warning("weight: %s", reason)
        forget(key, language)
        return None


def measure_all():
    """Measure every live lesson in every language. Yields each LessonWeight as it is made."""
    rows = LessonPage.objects.live().order_by("path").values_list("translation_key", "locale__language_code")
    known = set(rows)
    for row in LessonWeight.objects.all():
        if (row.page, row.language) not in known:
            row.delete()
    for key, language in rows:
        weight = measure_key(key, language)
        if weight is not None:
            yield weight


@task()
def measure_later(key, language):
    measure_key(key, language)


def _soon(key, language):
    transaction.on_commit(lambda: measure_later.enqueue(str(key), language))


def _on_published(sender, instance, **kwargs):
    soon(_soon, instance.translation_key, instance.locale.language_code)


def _on_unpublished(sender, instance, **kwargs):
    forget(instance.translation_key, instance.locale.language_code)


page_published.connect(_on_published, sender=LessonPage, dispatch_uid="weights")
page_unpublished.connect(_on_unpublished, sender=LessonPage, dispatch_uid="weights")
post_delete.connect(_on_unpublished, sender=LessonPage, dispatch_uid="weights")
