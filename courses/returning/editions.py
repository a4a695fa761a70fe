"""Editions: what the places in a code mean. Written down when a course is published or a file is built."""

import hashlib
import json

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_unpublished, post_page_move

from academy.core.tasks import retry_soon
from academy.site.batches import soon

from ..grading import digest, question_blocks_of
from ..models import CourseFile, CoursePage, FileEdition, LessonPage
from ..publishing import course_key_of
from ..responses import entries, value_of
from . import codec

LISTS = {"choice": "options", "choices": "options", "order": "items", "match": "pairs"}
#: What an unknown edition is kept for; it is among ``publishing.HEALED_BY_PUBLISHING``.
UNKNOWN = "unknown_version"


def keys_of(raw):
    """Ids of a question's options, items or pairs, in its own order; empty for the other kinds."""
    return [key for key, _entry in entries(value_of(raw), LISTS.get(raw["type"], ""))]


def open_lessons(course):
    """Live lessons of the Spanish ``course`` page that anybody may read, in order. One query."""
    return list(LessonPage.objects.live().public().child_of(course).order_by("path"))


def spanish(key):
    """The live, public Spanish page of a course by its key; None where there is none."""
    return (
        CoursePage.objects.live()
        .public()
        .filter(translation_key=key, locale__language_code=settings.LANGUAGE_CODE)
        .select_related("locale")
        .first()
    )


def editions_of(pages):
    """Live pages of these lessons by key and language. One query."""
    found = {page.translation_key: {} for page in pages}
    rows = LessonPage.objects.live().filter(translation_key__in=found).select_related("locale")
    for page in rows:
        found[page.translation_key][page.locale.language_code] = page
    return found


def data_of(lessons, editions):
    """What an edition consists of. Where a language says what the Spanish one says, it is not repeated."""
    return {"lessons": [_lesson(lesson, editions[lesson.translation_key]) for lesson in lessons]}


def _lesson(lesson, editions):
    versions = {}
    for language, page in sorted(editions.items()):
        for raw in question_blocks_of(page.body):
            versions.setdefault(str(raw["id"]), {})[language] = digest(raw)
    asked = []
    for raw in question_blocks_of(lesson.body):
        known = versions.get(str(raw["id"]), {})
        spanish = known.get(settings.LANGUAGE_CODE)
        asked.append(
            {
                "id": str(raw["id"]),
                "kind": raw["type"],
                "size": len(keys_of(raw)),
                "versions": {
                    language: said
                    for language, said in known.items()
                    if said != spanish or language == settings.LANGUAGE_CODE
                },
            }
        )
    return {"key": str(lesson.translation_key), "questions": asked}


def write_down(course, data):
    """The FileEdition of this course with this data; the same for the same, on any site."""
    said = json.dumps({"course": str(course), **data}, sort_keys=True, separators=(",", ":"))
    name = hashlib.sha256(said.encode()).hexdigest()
    edition = FileEdition.objects.filter(pk=name).first()
    if edition is None:
        short = codec.short_of(int(name[:7], 16) >> 3)
        edition, _made = FileEdition.objects.get_or_create(
            pk=name, defaults={"short": short, "course": course, "data": data}
        )
    return edition


def number_of(edition):
    """The 25 bits that codes carry."""
    return int(edition.pk[:7], 16) >> 3


def named(number):
    """The edition with these 25 bits, or None. Of two that share them (one in 33 million pairs) the newer."""
    return FileEdition.objects.filter(short=codec.short_of(number)).order_by("-made_at").first()


# --- Publishing --------------------------------------------------------------------------------


@transaction.atomic
def follow(key):
    """The course with this key has changed: its files are stale, and waiting codes may mean something now."""
    CourseFile.objects.filter(course=key).delete()
    course = spanish(key)
    if course is None:
        return
    lessons = open_lessons(course)
    if lessons and len(lessons) <= codec.MOST_LESSONS:
        write_down(key, data_of(lessons, editions_of(lessons)))
        transaction.on_commit(lambda: retry_soon(codes=[UNKNOWN]))


def _on_changed(sender, instance, **kwargs):
    page = getattr(instance, "specific", instance)
    if isinstance(page, CoursePage):
        soon(follow, page.translation_key)
    elif isinstance(page, LessonPage):
        key = course_key_of(page)
        if key:
            soon(follow, key)


page_published.connect(_on_changed, dispatch_uid="editions")
page_unpublished.connect(_on_changed, dispatch_uid="editions")
post_page_move.connect(_on_changed, dispatch_uid="editions")
post_delete.connect(_on_changed, sender=LessonPage, dispatch_uid="editions")
post_delete.connect(_on_changed, sender=CoursePage, dispatch_uid="editions")
