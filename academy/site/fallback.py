"""Which words of a translated page are still the Spanish ones, so that they can say so and carry ``lang="es"``.

Paths are those of wagtail-localize, with or without the name of the stream they are in: ``title``,
``<block id>.text``, ``<block id>.options.<item id>.text``, ``<block id>.rows.<row id>.<cell id>``,
``outcomes.<block id>``.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from wagtail.fields import StreamField
from wagtail_localize.models import StringSegment

from .models import TranslationState

WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True)
class Fallback:
    """What fell back on one page. ``everything``: the page is Spanish from first to last (an alias).

    ``paths``: pieces that are Spanish as a whole. ``partial``: rich text of which some paragraphs are
    translated and some are not; it carries no ``lang``, because neither language is right for all of it.
    ``state`` is the page's TranslationState (``authored``, ``draft``, ``reviewed``) or "" where nobody said.
    """

    language: str
    everything: bool = False
    paths: frozenset = frozenset()
    partial: frozenset = frozenset()
    state: str = ""

    def __bool__(self):
        return self.any

    @property
    def any(self):
        """Is there anything on this page that its language does not have?"""
        return self.everything or bool(self.paths or self.partial)

    def fell(self, *path):
        """Is the piece at this path still Spanish, all of it?"""
        return self.everything or ".".join(str(step) for step in path) in self.paths

    def lang(self, *path):
        """The language this piece is in where that is not the page's: ``es``, else an empty string."""
        return settings.LANGUAGE_CODE if self.fell(*path) else ""

    def lang_attr(self, *path):
        """The same as an attribute, with a space before it, for the middle of a tag."""
        return f' lang="{settings.LANGUAGE_CODE}"' if self.fell(*path) else ""

    def block(self, block_id):
        """Does anything in this block still stand in Spanish?"""
        start = f"{block_id}."
        return self.everything or any(path.startswith(start) for path in self.paths | self.partial)

    @property
    def is_draft(self):
        return self.state == TranslationState.State.DRAFT


def fallback_of(page):
    """What fell back on this page as it was last published. Two queries; none for a Spanish page.

    Picklable: keep it with the rendered page.
    """
    language = page.locale.language_code
    if language == settings.LANGUAGE_CODE:
        return Fallback(language)
    if page.alias_of_id:
        return Fallback(language, everything=True)
    state = TranslationState.objects.filter(translation_key=page.translation_key, language=language).first()
    paths, partial = untranslated_paths(page)
    return Fallback(language, False, paths, partial, state.state if state else "")


def untranslated_paths(page):
    """``(whole, partial)``: paths of which no string, or not every string, is translated. One query.

    Figures and signs («S/ 4.00») read the same in every language and never count.
    """
    rows = (
        StringSegment.objects.filter(
            source__object_id=page.translation_key, source__locale__language_code=settings.LANGUAGE_CODE
        )
        .annotate_translation(page.locale_id)
        .values_list("context__path", "string__data", "translation")
    )
    streams = {field.name for field in page.specific_class._meta.get_fields() if isinstance(field, StreamField)}
    told, missing = set(), set()
    for path, string, translation in rows:
        if path == "slug" or not WORD.search(re.sub(r"<[^>]*>|&\w+;", " ", string)):
            continue
        (told if translation else missing).add(path)
    short = {path: path.partition(".")[2] for path in missing if path.partition(".")[0] in streams}
    return tuple(
        frozenset(found | {short[path] for path in found if path in short})
        for found in (missing - told, missing & told)
    )
