"""What can be heard in a lesson. Reads what ``services.sounds`` wrote down."""

from django.db.models import OuterRef, Subquery
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from academy.core.languages import DEFAULT
from academy.site.sound.words import length

from .models import LessonSounds

NOTHING = {"v": "", "blocks": {}, "files": {}}


def with_sounds(lessons):
    """The same lessons, each bringing its ``sounds``, in the same query."""
    rows = LessonSounds.objects.filter(lesson=OuterRef("translation_key")).values("data")[:1]
    return lessons.annotate(sounds=Subquery(rows))


def sounds_of(page):
    """The ``LessonSounds.data`` of a lesson; one query where it did not come ``with_sounds``."""
    if not hasattr(page, "sounds"):
        row = LessonSounds.objects.filter(lesson=page.translation_key).values_list("data", flat=True)
        page.sounds = row.first()
    return page.sounds or NOTHING


def heard(sounds, *, language, raw, fallback):
    """Facts of what can be heard in these raw blocks, by block id: ``{block: facts}``. Pure.

    In her language; where a block has no recording in it, and its words are still Spanish, the Spanish one.
    An audio block is heard through its file.
    """
    own, spanish = (sounds["blocks"].get(code, {}) for code in (language, DEFAULT))
    found = {}
    for child in raw:
        block = str(child["id"])
        if child["type"] == "audio":
            facts = sounds["files"].get(str(child["value"].get("recording")))
        else:
            facts = own.get(block) or (spanish.get(block) if fallback.block(block) else None)
        if facts:
            found[block] = facts
    return found


def recordings_of(page, fallback):
    """Facts of every recording that this lesson offers, each once: for weights and for what is kept on a phone."""
    facts = heard(sounds_of(page), language=page.locale.language_code, raw=page.body.raw_data, fallback=fallback)
    return list({each["id"]: each for each in facts.values()}.values())


def player(facts, *, language, title=""):
    """The HTML that plays it: length and weight first, nothing loaded before she asks."""
    context = {"sound": facts, "length": length(facts["seconds"]), "title": title, "language": language}
    return mark_safe(render_to_string("parts/player.html", context).strip())  # noqa: S308 - our own template's
