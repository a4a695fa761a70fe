"""A practice written by leaders becomes a draft: a course with one lesson, which an editor looks at and publishes.

The page says who wrote it and which organisations agreed. The same practice brought twice is one draft.
"""

from uuid import uuid5

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale

from academy.core.languages import LANGUAGES
from academy.site.harvest import makes

from .models import CoursePage, LessonPage, Track
from .starting import ensure_roots

#: Where a harvested course stands until its editor chooses another track, where that one is here.
TRACK = "liderar"
LETTER = "Q"


@makes
@transaction.atomic
def draft_of(learning, by):
    """The draft's address in the editors' pages. Five queries where it is there already."""
    course = CoursePage.objects.filter(
        translation_key=learning.key, locale__language_code=settings.LANGUAGE_CODE
    ).first()
    with override(learning.language):
        course = course or _course(learning)
    return reverse("wagtailadmin_explore", args=[course.pk])


def _course(learning):
    index = ensure_roots()
    locale = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    course = index.add_child(
        instance=CoursePage(
            title=learning.title,
            slug=_slug(index, learning.title),
            translation_key=learning.key,
            locale=locale,
            live=False,
            code=_code(),
            track=Track.objects.filter(slug=TRACK).first() or Track.objects.first(),
            hours=1,
            summary=_summary(learning),
            rule_test=False,
        )
    )
    course.save_revision(clean=False)
    lesson = course.add_child(
        instance=LessonPage(
            title=learning.title,
            slug=_slug(course, learning.title),
            translation_key=uuid5(learning.key, "lesson"),
            locale=locale,
            live=False,
            body=_body(learning),
        )
    )
    lesson.save_revision(clean=False)
    return course


def _summary(learning):
    said = [_("Lo escribieron %(authors)s.") % {"authors": learning.authors}] if learning.authors else []
    return " ".join([*said, ", ".join(learning.organisations) + "."])


def _body(learning):
    blocks = [
        {
            "type": "prose",
            "value": {"title": heading, "text": _paragraphs(text)},
            "id": str(uuid5(learning.key, f"part/{place}")),
        }
        for place, (heading, text) in enumerate(learning.parts)
        if text.strip()
    ]
    names = dict(LANGUAGES)
    sources = [_summary(learning)]
    if learning.others:
        sources.append(
            _("También está escrita en: %(names)s.") % {"names": ", ".join(names[c] for c in learning.others)}
        )
    items = [
        {"type": "item", "value": source[:400], "id": str(uuid5(learning.key, f"source/{place}"))}
        for place, source in enumerate(sources)
    ]
    return [*blocks, {"type": "sources", "value": {"items": items}, "id": str(uuid5(learning.key, "sources"))}]


def _paragraphs(text):
    """Plain words as rich text: nothing of what was typed is read as HTML."""
    lines = [line.strip() for line in text.splitlines()]
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _slug(parent, title):
    base = slugify(title)[:60] or "practica"
    taken = set(parent.get_children().values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)


def _code():
    taken = set(CoursePage.objects.filter(code__startswith=LETTER).values_list("code", flat=True))
    return next(f"{LETTER}{n}" for n in range(1, 100_000) if f"{LETTER}{n}" not in taken)
