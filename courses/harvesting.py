"""A practice written by leaders becomes a draft: a course with one lesson, which an editor looks at and publishes.

The page says who wrote it and which organisations agreed. Its words in other languages wait beside the draft and are
published with it. The same practice brought twice is one draft.
"""

from uuid import uuid5

from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale
from wagtail.signals import page_published

from academy.site.harvest import makes
from academy.site.models import TranslationState
from academy.site.translating import pieces, plain, prepare, publish_prepared

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
    _prepare(course, lesson, learning)
    return course


def _prepare(course, lesson, learning):
    """Its words in other languages, kept for the day on which an editor publishes it."""
    spanish = _summary(learning)
    for other in learning.others:
        with override(other.language):
            summary = _summary(learning)
        title = {("title", plain(learning.title)): plain(other.title)} if other.title.strip() else {}
        of_course = {**title, ("summary", plain(spanish)): plain(summary)}
        prepare(course, {other.language: of_course})
        source = ("body." + _id(learning, "sources") + ".items." + _id(learning, "source/0"), plain(spanish[:400]))
        prepare(lesson, {other.language: {**title, **_in_other_words(learning, other), source: plain(summary[:400])}})
        state = TranslationState.State.REVIEWED if other.reviewed else TranslationState.State.DRAFT
        for page in (course, lesson):
            TranslationState.objects.get_or_create(
                translation_key=page.translation_key, language=other.language, defaults={"state": state}
            )


def _in_other_words(learning, other):
    """``{(path, source string): translation}`` of the parts."""
    found = {}
    for place, ((heading, text), (their_heading, their_text)) in enumerate(
        zip(learning.parts, other.parts, strict=True)
    ):
        if not (text.strip() and their_text.strip()):
            continue
        path = "body." + _id(learning, f"part/{place}")
        found[(f"{path}.title", plain(heading))] = plain(their_heading)
        apart = _apart(learning, place)
        _template, sources = pieces(_paragraphs(text, apart=apart))
        _template, theirs = pieces(_paragraphs(their_text, apart=apart))
        for (source, _attributes), (translated, _none) in zip(sources, theirs, strict=True):
            found[(f"{path}.text", source)] = translated
    return found


@receiver(page_published, sender=CoursePage, dispatch_uid="courses.harvest.course")
@receiver(page_published, sender=LessonPage, dispatch_uid="courses.harvest.lesson")
def publish_other_languages(sender, instance, **kwargs):
    """What was brought in other languages goes out with the Spanish, the first time that it does."""
    if instance.locale.language_code == settings.LANGUAGE_CODE and not instance.alias_of_id:
        publish_prepared(instance)


def _id(learning, name):
    return str(uuid5(learning.key, name))


def _summary(learning):
    said = [_("Lo escribieron %(authors)s.") % {"authors": learning.authors}] if learning.authors else []
    return " ".join([*said, ", ".join(learning.organisations) + "."])


def _body(learning):
    blocks = [
        {
            "type": "prose",
            "value": {"title": heading, "text": _paragraphs(text, apart=_apart(learning, place))},
            "id": _id(learning, f"part/{place}"),
        }
        for place, (heading, text) in enumerate(learning.parts)
        if text.strip()
    ]
    item = {"type": "item", "value": _summary(learning)[:400], "id": _id(learning, "source/0")}
    return [*blocks, {"type": "sources", "value": {"items": [item]}, "id": _id(learning, "sources")}]


def _apart(learning, place):
    """Is each line of this part a paragraph? Only where all languages have as many: each is translated by itself."""
    texts = [learning.parts[place][1], *(other.parts[place][1] for other in learning.others)]
    return len({len(_lines(text)) for text in texts if text.strip()}) == 1


def _lines(text):
    return [line for line in (line.strip() for line in text.splitlines()) if line]


def _paragraphs(text, *, apart=True):
    """Plain words as rich text: nothing of what was typed is read as HTML."""
    lines = [escape(line) for line in _lines(text)]
    return "".join(f"<p>{line}</p>" for line in lines) if apart else f"<p>{'<br/>'.join(lines)}</p>"


def _slug(parent, title):
    base = slugify(title)[:60] or "practica"
    taken = set(parent.get_children().values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)


def _code():
    taken = set(CoursePage.objects.filter(code__startswith=LETTER).values_list("code", flat=True))
    return next(f"{LETTER}{n}" for n in range(1, 100_000) if f"{LETTER}{n}" not in taken)
