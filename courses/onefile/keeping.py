"""Built files, kept in the database until their course changes: any process can serve them, on any storage."""

import gzip
import hashlib
import json
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from academy.site.fallback import fallback_of

from ..models import CourseFile, LessonSounds
from ..sounds import recordings_of
from .building import ALL, HERE, Course, NoFile, build

__all__ = ["ALL", "Course", "NoFile", "file_of", "opened", "sound_bytes"]
_EXPIRES = ("expires_on", "check_by")


def file_of(course, language, *, sound=False):
    """The CourseFile of this Course in this language, built now where it is missing or stale."""
    made_of = fingerprint(course, sound=sound)
    key = {"course": course.page.translation_key, "language": language, "sound": sound}
    kept = CourseFile.objects.filter(**key).first()
    if kept is not None and kept.fingerprint == made_of:
        return kept
    content = build(course, language, sound=sound)
    values = {
        "fingerprint": made_of,
        "digest": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "packed": gzip.compress(content, 9, mtime=0),
        "made_at": timezone.now(),
    }
    with transaction.atomic():
        kept, _made = CourseFile.objects.update_or_create(**key, defaults=values)
    return kept


def opened(kept):
    """The file's bytes."""
    return gzip.decompress(bytes(kept.packed))


def sound_bytes(course, language):
    """How much heavier the file is with its recordings, nearly: a third more than they weigh. 0 without. One query.

    One that is heard in two languages stands in the file twice, and is counted twice.
    """
    codes = course.languages if language == ALL else [language]
    known = _sounds(course)
    whole = 0
    for lesson in course.lessons:
        for code in codes:
            page = course.lesson_in(lesson, code)
            page.sounds = known.get(page.translation_key)
            whole += sum(facts["bytes"] for facts in recordings_of(page, fallback_of(page)))
    return whole * 4 // 3


def fingerprint(course, *, sound=False):
    """Of all that a file is built from: pages as published, what of its facts expired, and our own files.

    With ``sound``, also of what can be heard: recordings come and go without publishing.
    """
    pages = sorted(
        (str(page.translation_key), page.locale.language_code, page.latest_revision_id, str(page.last_published_at))
        for group in (course.pages, *course.in_languages.values())
        for page in group.values()
    )
    said = [pages, _expired(course, timezone.localdate()), _program()]
    if sound:
        said.append(sorted((str(key), data["v"]) for key, data in _sounds(course).items()))
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _sounds(course):
    """``LessonSounds.data`` by lesson. One query."""
    keys = [lesson.translation_key for lesson in course.lessons]
    return dict(LessonSounds.objects.filter(lesson__in=keys).values_list("lesson", "data"))


def _expired(course, today):
    """How many dated facts of it lie in the past: a file built today warns of what a file of yesterday did not."""
    days = [
        block["value"].get(name)
        for lesson in course.lessons
        for block in lesson.body.raw_data
        if isinstance(block["value"], dict)
        for name in _EXPIRES
    ]
    return sum(date.fromisoformat(str(day)) < today for day in days if day)


@lru_cache(maxsize=1)
def _program():
    """The sum of what every course file carries: the same in each process of a release."""
    templates = settings.BASE_DIR / "templates" / "courses" / "onefile"
    shared = [settings.BASE_DIR / "static" / "css" / "site.css", settings.BASE_DIR / "static" / "js" / "calc.js"]
    own = [path for folder in (HERE, templates) for path in sorted(folder.iterdir()) if path.is_file()]
    return hashlib.sha256(b"".join(path.read_bytes() for path in [*own, *shared])).hexdigest()
