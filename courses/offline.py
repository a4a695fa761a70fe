"""A course on the phone: which files it takes, what each weighs, and what is needed to check practice there.

Kinds of files: ``page`` (HTML as a guest gets it), ``data`` (JSON for practice), ``picture``, ``sound`` (only if she
wants). Bytes are as our server sends them to a phone that takes brotli. The sum of a page is taken over its HTML with
the names of style and script files without their hashes (a release that changes only those changes no page), and
without the card that tells what the download weighs (``static/js/shelf.js`` takes the same sum).
"""

import hashlib
import json
import re
from datetime import timedelta
from html.parser import HTMLParser

from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from academy.core.compression import SMALLEST, pressed
from academy.core.languages import DEFAULT
from academy.site import itself
from academy.site.batches import soon
from academy.site.fallback import fallback_of
from academy.site.offline import HEADER, shell

from . import grading, weights
from .models import CourseDownload, CourseOutline, CoursePage, LessonPage, QuestionVersion, TestPage
from .publishing import course_key_of

#: A page may change without being published (a legal note expires, a draft is signed): made again after this.
KEPT_FOR = timedelta(days=1)
#: What a course's page tells of its weight is rounded up to this many bytes.
FULL = 100
_CARD = re.compile(rb"<section [^>]*data-keep=.*?</section>\n?", re.DOTALL)
_HASHED = re.compile(rb"(/static/[^\"' ]+?)\.[0-9a-f]{12}(\.\w+)")
#: Every phone since Chrome 32 reads it; the worker gives it where a page asks for another size or kind.
PICTURE_KIND = "image/webp"


# --- Which course ------------------------------------------------------------------------------


def course_called(slug, language):
    """The live public course with this slug in this language, or None. One query, and one for its restrictions."""
    pages = CoursePage.objects.live().public().select_related("locale", "track")
    return pages.filter(slug=slug, locale__language_code=language).first()


def _pages(course):
    """The course's page, its lessons and its test, in order: what a guest may read of them. One query.

    Without lessons that no phone may keep (``LessonPage.care_note``).
    """
    children = Page.objects.live().public().child_of(course).type(LessonPage, TestPage).order_by("path")
    return [course, *(page for page in children.specific() if not getattr(page, "care_note", ""))]


# --- The list of files -------------------------------------------------------------------------


def download_of(course, *, at=None):
    """The course's CourseDownload, made again where it is stale. Four queries when it stands.

    Making it renders each of the course's pages as a guest gets them: some tens of milliseconds each.
    """
    at = at or timezone.now()
    made_of = state_of(course)
    download = standing(course)
    if download and download.made_of == made_of and at - download.made_at < KEPT_FOR:
        return download
    download, _created = CourseDownload.objects.update_or_create(
        course=course.translation_key,
        language=course.locale.language_code,
        defaults={"made_of": made_of, "files": files_of(course), "made_at": at},
    )
    return _settled(download, course)


def _settled(download, course):
    """The course's own page tells what the download weighs, and is part of it: both are made to hold.

    What is told is kept beside the page (``t``, full hundreds) and raised until it is no less than the sum with
    the page that tells it, weighed as it is sent: no figure is waited for that no page could agree with.
    """
    path = course.get_url_parts()[2]
    mine = next((each for each in download.files if each["u"] == path), None)
    if mine is None:
        return download
    mine["t"] = -(-download.bytes() // FULL) * FULL
    while True:
        download.save(update_fields=["files"])
        mine["b"] = len(pressed(itself.answer(path, download.language).content))
        if download.bytes() <= mine["t"]:
            break
        mine["t"] += FULL
    download.save(update_fields=["files"])
    return download


def standing(course):
    """The download as it was last made, perhaps stale; None where there is none. One query."""
    known = CourseDownload.objects.filter(course=course.translation_key, language=course.locale.language_code)
    return known.first()


def state_of(course):
    """Names the published state of everything that shows in the course's pages, and the program that shows it."""
    children = Page.objects.live().child_of(course).order_by("path")
    rows = children.values_list("pk", "title", "last_published_at", "latest_revision_id")
    outline = CourseOutline.objects.filter(pk=course.translation_key).values_list("changed_at").first()
    said = [
        course.pk,
        course.last_published_at,
        course.latest_revision_id,
        list(rows),
        outline,
        shell.made()[0]["version"],
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def files_of(course):
    """Every file of the course, each address once: ``[{u, b, h, k}]``. Renders all its pages."""
    language = course.locale.language_code
    found = {}
    for page in _pages(course):
        path = page.get_url_parts()[2]
        response = itself.answer(path, language)
        if response.status_code != 200 or HEADER not in response or "no-store" in response.get("Cache-Control", ""):
            continue
        content = response.content
        _add(found, path, len(pressed(content)), page_sum(content), "page")
        html = content.decode()
        for address in weights.fetched_by(html, prefer=PICTURE_KIND).pictures:
            _add_file(found, address, "picture", language)
        for address in sounds_in(html):
            _add_file(found, address, "sound", language)
    path = course.get_url_parts()[2] + "offline.json"
    content = said_as_json(practice_of(course))
    _add(found, path, len(pressed(content)), hashlib.sha256(content).hexdigest(), "data")
    return list(found.values())


def _add(found, address, size, digest, kind):
    found.setdefault(address, {"u": address, "b": size, "h": digest, "k": kind})


def _add_file(found, address, kind, language):
    """A picture or recording of this site; what lives elsewhere cannot be fetched by the worker and is left out."""
    if address in found or not address.startswith("/") or address.startswith("//"):
        return
    response = itself.answer(address, language)
    if response.status_code != 200:
        return
    content = b"".join(response.streaming_content) if response.streaming else response.content
    size = len(content)
    if not response.streaming and size >= SMALLEST and address.endswith(".svg"):
        size = min(size, len(pressed(content)))
    _add(found, address, size, hashlib.sha256(content).hexdigest(), kind)


def page_sum(content):
    """The sum of a page's bytes, whatever release its style and scripts are of, and whatever it says of its weight."""
    return hashlib.sha256(_CARD.sub(b"", _HASHED.sub(rb"\1\2", content))).hexdigest()


class _Sounds(HTMLParser):
    """The first recording of each player: the one our phones play."""

    def __init__(self):
        super().__init__()
        self.found, self._open = [], False

    def handle_starttag(self, tag, attrs):
        source = dict(attrs).get("src")
        if tag == "audio":
            self._open = not source
            self._add(source)
        elif tag == "source" and self._open and source:
            self._open = False
            self._add(source)

    def handle_endtag(self, tag):
        if tag == "audio":
            self._open = False

    def _add(self, source):
        if source and source not in self.found:
            self.found.append(source)


def sounds_in(html):
    """Addresses of the recordings of a page, one for each player."""
    reader = _Sounds()
    reader.feed(html)
    return reader.found


def name_of(course):
    """How phones call this course in this language."""
    return f"{course.translation_key}:{course.locale.language_code}"


def manifest_of(course, *, tariff=""):
    """What a phone is told before it downloads: ``{id, title, url, language, version, files, tariff}``."""
    download = download_of(course)
    language = course.locale.language_code
    listed = json.dumps(download.files, sort_keys=True).encode()
    return {
        "id": name_of(course),
        "title": course.title,
        "url": course.get_url_parts()[2],
        "language": language,
        "version": hashlib.sha256(listed).hexdigest()[:16],
        "tariff": tariff,
        "files": download.files,
    }


def said_as_json(said):
    """The bytes of a JSON answer: equal for equal content, so that their sum can be told beforehand."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


# --- What checks practice on the phone ---------------------------------------------------------


def practice_of(course):
    """Keys and explanations of the practice questions of a course, and its tasks: what the phone checks answers with.

    Nothing of a test is in it, and no practice question that stands in a test too. Four queries and the fallbacks'.
    """
    lessons = list(LessonPage.objects.live().public().child_of(course).select_related("locale").order_by("path"))
    blocks = {lesson.pk: list(lesson.body.raw_data) for lesson in lessons}
    secret = _in_tests(block for each in blocks.values() for block in each)
    return {
        "course": str(course.translation_key),
        "language": course.locale.language_code,
        "lessons": {str(lesson.translation_key): _lesson(lesson, blocks[lesson.pk], secret) for lesson in lessons},
    }


def _in_tests(blocks):
    """Ids of those blocks that stand in a test, now or ever: their keys never leave the server. Two queries."""
    ids = {str(block["id"]) for block in blocks if block["type"] in grading.KINDS}
    tests = TestPage.objects.values_list("translation_key", flat=True)
    known = QuestionVersion.objects.filter(question__in=ids, page__in=list(tests))
    return {str(each) for each in known.values_list("question", flat=True)}


def _lesson(lesson, blocks, secret):
    with translation.override(lesson.locale.language_code):
        fallback = fallback_of(lesson)
    return {
        "slug": lesson.slug,
        "title": lesson.title,
        "questions": {
            str(block["id"]): _question(block, fallback)
            for block in grading.question_blocks_of(blocks)
            if str(block["id"]) not in secret
        },
        "tasks": [
            {"id": str(block["id"]), "title": block["value"].get("title", "")}
            for block in blocks
            if block["type"] == "task"
        ],
        "reflections": [str(block["id"]) for block in blocks if block["type"] == "reflection"],
    }


def _question(block, fallback):
    value = block["value"]
    kept = {name: value[name] for name in ("answer", "tolerance", "unit", "why") if value.get(name) not in (None, "")}
    for name in ("answer", "tolerance"):
        if name in kept and not isinstance(kept[name], bool):
            kept[name] = str(kept[name])
    if block["type"] == "true_false":
        kept["answer"] = bool(value.get("answer"))
    for name in ("options", "items"):
        if value.get(name):
            kept[name] = [{"id": key, **_said(entry)} for key, entry in grading.entries(value, name)]
    if value.get("pairs"):
        kept["pairs"] = [_pair(key, pair) for key, pair in grading.entries(value, "pairs")]
    if value.get("accept"):
        kept["accept"] = [word for _key, word in grading.entries(value, "accept")]
    said = {"type": block["type"], "version": grading.digest(block), "value": kept}
    fell = _still_spanish(block, kept, fallback)
    return {**said, "es": fell} if fell else said


def _said(entry):
    """An option or a step as the phone needs it: without empty fields."""
    return {name: entry[name] for name in ("text", "right", "why") if entry.get(name)}


def _pair(key, pair):
    """``l`` and ``r``: the ids by which the page's form calls the two sides."""
    return {
        "id": key,
        "left": pair["left"],
        "right": pair["right"],
        "l": grading.masked("left", key),
        "r": grading.masked("right", key),
    }


def _still_spanish(block, kept, fallback):
    """Paths of explanations that have no words in this language yet: they are shown with ``lang="es"``."""
    if fallback.language == DEFAULT or not fallback:
        return []
    paths = [("why",)] if "why" in kept else []
    paths += [
        ("options", each["id"], name) for each in kept.get("options", []) for name in ("text", "why") if name in each
    ]
    paths += [("pairs", each["id"], "right") for each in kept.get("pairs", [])]
    return [".".join(path) for path in paths if fallback.fell(str(block["id"]), *path)]


# --- Made when something is published ----------------------------------------------------------


def make_all():
    """The downloads of every live course in every language, and none of others. Yields each as it is made."""
    courses = list(CoursePage.objects.live().public().select_related("locale"))
    known = {(course.translation_key, course.locale.language_code) for course in courses}
    for row in CourseDownload.objects.all():
        if (row.course, row.language) not in known:
            row.delete()
    for course in courses:
        yield download_of(course)


@task()
def make_later(key, language):
    course = CoursePage.objects.live().public().select_related("locale")
    course = course.filter(translation_key=key, locale__language_code=language).first()
    if course is not None:
        download_of(course)


def _make_soon(key, language):
    transaction.on_commit(lambda: make_later.enqueue(str(key), language))


def _on_published(sender, instance, **kwargs):
    if isinstance(instance, CoursePage | LessonPage | TestPage):
        key = instance.translation_key if isinstance(instance, CoursePage) else course_key_of(instance)
        if key:
            soon(_make_soon, key, instance.locale.language_code)


page_published.connect(_on_published, dispatch_uid="downloads")
page_unpublished.connect(_on_published, dispatch_uid="downloads")
