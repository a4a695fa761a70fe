"""What editors are told: notes that expire, lessons that weigh too much, translations that wait.

Functions that give rows; the views show them, the home of the admin counts them. No personal data.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import F
from wagtail.models import Page
from wagtail_localize.models import Translation

from academy.core.languages import CODES, DEFAULT
from academy.site.models import PlainPage, TranslationState
from academy.site.reviewing import progress, states_of, translations_of, words_of

from .models import CoursePage, LessonPage, LessonWeight, TestPage
from .reading import text_of_html
from .weights import over_budget

#: How long before its date a note is announced.
SOON = timedelta(days=60)
#: Which field of which block says until when it may be trusted.
DATED = {"legal": "expires_on", "contact": "check_by"}


# --- Legal notes and help lines --------------------------------------------------------------------


@dataclass(frozen=True)
class Note:
    """A legal note or help line of a live page. ``days`` until its date; negative: since."""

    page: object
    kind: str
    text: str
    source: str
    checked_on: date | None
    until: date
    days: int

    @property
    def state(self):
        return state_of(self.days)


def state_of(days):
    """``late`` from the day after the date (as readers are warned), ``soon`` in the 60 days before, else ``fine``."""
    if days < 0:
        return "late"
    return "soon" if days <= SOON.days else "fine"


def notes_of(page, at):
    """The dated blocks of one page, from its raw value: no query."""
    for child in page.body.raw_data:
        if child["type"] in DATED:
            value = child["value"]
            until = date.fromisoformat(value[DATED[child["type"]]])
            checked = value.get("checked_on")
            yield Note(
                page=page,
                kind=child["type"],
                text=_what(child["type"], value),
                source=value.get("source") or "",
                checked_on=date.fromisoformat(checked) if checked else None,
                until=until,
                days=(until - at).days,
            )


def _what(kind, value):
    if kind == "contact":
        return f"{value['name']} · {value['number']}"
    return " ".join(text_of_html(value["text"]).split())


def dated_notes(*, at):
    """Every dated block of the live Spanish pages, the longest expired first. Dates are the same in all languages."""
    found = []
    for model in (LessonPage, PlainPage):
        for page in model.objects.live().filter(locale__language_code=DEFAULT).order_by("path"):
            found.extend(notes_of(page, at))
    return sorted(found, key=lambda note: (note.until, note.page.title))


# --- Weights ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Weighed:
    """A lesson and what it costs in one language."""

    page: object
    course: str
    weight: LessonWeight
    broken: frozenset

    @property
    def text(self):
        """Bytes of a first visit without drawings."""
        return self.weight.html + self.weight.shell


def weighed_lessons(language=""):
    """Every measured lesson, the heaviest first; of one language where it is named. Three queries."""
    weights = LessonWeight.objects.all()
    if language:
        weights = weights.filter(language=language)
    pages = {
        (page.translation_key, page.code): page
        for page in LessonPage.objects.annotate(code=F("locale__language_code")).defer("body")
    }
    courses = dict(CoursePage.objects.filter(locale__language_code=DEFAULT).values_list("translation_key", "title"))
    rows = [
        Weighed(pages[(row.page, row.language)], courses.get(row.course, ""), row, frozenset(over_budget(row)))
        for row in weights
        if (row.page, row.language) in pages
    ]
    return sorted(rows, key=lambda row: -row.weight.total)


# --- Translations ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Translated:
    """One page in one language, with where to work on it. ``target``: the translated page, None where there is none."""

    page: object
    language: str
    progress: object
    target: object = None
    translation: object = None

    @property
    def is_alias(self):
        """Nobody has begun: readers see the Spanish page under this language's address."""
        return self.target is None or self.target.alias_of_id is not None


LANGUAGES = tuple(code for code in CODES if code != settings.LANGUAGE_CODE)


def translatable_courses():
    """Spanish courses, for the choice of one, in the order of the catalogue."""
    return list(CoursePage.objects.filter(locale__language_code=DEFAULT).order_by("path"))


def pages_of(course):
    """A Spanish course with its lessons and its test, in order; without a course, the pages beside the courses."""
    if course is not None:
        children = course.get_children().order_by("path").specific()
        return [course, *(page for page in children if isinstance(page, LessonPage | TestPage))]
    pages = Page.objects.filter(locale__language_code=DEFAULT, depth__gt=1).order_by("path").specific()
    return [page for page in pages if not isinstance(page, CoursePage | LessonPage | TestPage)]


def translation_rows(pages, languages=LANGUAGES):
    """Every page in every language: a list of (page, [Translated, …]). Four queries a language."""
    words = {page.translation_key: words_of(page) for page in pages}
    per_language = {language: _of_language(list(words), language) for language in languages}
    rows = []
    for page in pages:
        key = page.translation_key
        made = []
        for language in languages:
            translated, states, targets, translations = per_language[language]
            made.append(
                Translated(
                    page=page,
                    language=language,
                    progress=progress(words[key], translated.get(key, {}), states.get(key)),
                    target=targets.get(key),
                    translation=translations.get(key),
                )
            )
        rows.append((page, made))
    return rows


def _of_language(keys, language):
    targets = Page.objects.filter(translation_key__in=keys, locale__language_code=language, depth__gt=1)
    translations = Translation.objects.filter(
        source__object__in=keys, target_locale__language_code=language, enabled=True
    ).select_related("source")
    return (
        translations_of(keys, language),
        states_of(keys, language),
        {page.translation_key: page for page in targets},
        {translation.source.object_id: translation for translation in translations},
    )


# --- What waits ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """Counts for the home of the admin."""

    late: int
    soon: int
    heavy: int
    drafts: int
    unpublished: int

    def __bool__(self):
        return any((self.late, self.soon, self.heavy, self.drafts, self.unpublished))


def what_waits(*, at):
    """Counted anew each time the home is opened: some six queries, the bodies of all lessons among them."""
    states = [note.state for note in dated_notes(at=at)]
    return Waiting(
        late=states.count("late"),
        soon=states.count("soon"),
        heavy=sum(1 for weight in LessonWeight.objects.all() if over_budget(weight)),
        drafts=TranslationState.objects.filter(state=TranslationState.State.DRAFT).count(),
        unpublished=Page.objects.filter(
            locale__language_code=DEFAULT, depth__gt=1, has_unpublished_changes=True
        ).count(),
    )
