"""Who vouches for a translation, and whether the Spanish it was read beside is still the same.

A page's words are compared as wagtail-localize cuts them: path and string. This tells the truth whether or not
somebody pressed «sync» after the Spanish changed. Cost: cutting a page takes some milliseconds; these
functions are for editors' reports, not for readers' pages.
"""

import hashlib
import json
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail_localize.models import StringTranslation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from academy.core import audit

from .models import TranslationState

#: Never shown to a reader, or the same in every language.
_NOT_WORDS = {"slug"}


def words_of(page):
    """The strings of a Spanish page that are to be translated: ``[(path, string)]``, in order."""
    return [
        (segment.path, segment.string.data)
        for segment in extract_segments(page.specific)
        if isinstance(segment, StringSegmentValue) and segment.path not in _NOT_WORDS
    ]


def digest_of(words):
    """What ``words`` are, in 64 characters: equal for equal words in equal places."""
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Progress:
    """One page in one language. ``stale``: strings that were translated once and whose Spanish changed since."""

    total: int
    missing: int
    stale: int
    state: str
    reviewer: str = ""
    since: object = None
    outdated: bool = False

    @property
    def done(self):
        return self.missing == 0


def translations_of(keys, language):
    """What is translated of these pages: ``{page key: {path: {string, …}}}``. One query."""
    rows = StringTranslation.objects.filter(
        context__object_id__in=keys, locale__language_code=language, has_error=False
    ).values_list("context__object_id", "context__path", "translation_of__data")
    found = {}
    for key, path, string in rows:
        found.setdefault(key, {}).setdefault(path, set()).add(string)
    return found


def states_of(keys, language):
    """The signed states of these pages: ``{page key: TranslationState}``. One query."""
    rows = TranslationState.objects.filter(translation_key__in=keys, language=language)
    return {row.translation_key: row for row in rows}


def progress(words, translated, state):
    """Pure: how far a translation is, from the Spanish words, what is translated, and the state (or None)."""
    missing = [path for path, string in words if string not in translated.get(path, ())]
    return Progress(
        total=len(words),
        missing=len(missing),
        stale=sum(1 for path in missing if path in translated),
        state=state.state if state else "",
        reviewer=state.reviewer_name if state else "",
        since=state.changed_at if state else None,
        outdated=bool(state and state.original and state.original != digest_of(words)),
    )


@transaction.atomic
def sign_review(*, page, language, reviewer_name, by, at=None):
    """A native speaker read this page in ``language`` beside the Spanish of now and vouches for it.

    ``page`` is the Spanish one; ``reviewer_name`` is shown to readers, as she wants to be thanked; ``by`` is the
    person who recorded it, who may be another. Raises ValueError for Spanish itself and for an empty name.
    """
    name = " ".join(reviewer_name.split())
    if not name or language == settings.LANGUAGE_CODE:
        raise ValueError("a review needs a name and a language that is translated")
    state, _created = TranslationState.objects.update_or_create(
        translation_key=page.translation_key,
        language=language,
        defaults={
            "state": TranslationState.State.REVIEWED,
            "reviewed_by": by.pk,
            "reviewer_name": name[:120],
            "original": digest_of(words_of(page)),
            "changed_at": at or timezone.now(),
        },
    )
    audit.note("site.translation_reviewed", by=by, page=str(page.translation_key), language=language)
    return state


@transaction.atomic
def return_to_draft(*, page, language, by, at=None):
    """Nobody vouches for this page any more: readers see it as a draft."""
    state, _created = TranslationState.objects.update_or_create(
        translation_key=page.translation_key,
        language=language,
        defaults={
            "state": TranslationState.State.DRAFT,
            "reviewed_by": None,
            "reviewer_name": "",
            "original": "",
            "changed_at": at or timezone.now(),
        },
    )
    audit.note("site.translation_draft", by=by, page=str(page.translation_key), language=language)
    return state
