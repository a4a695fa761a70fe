"""What the catalogue and the front door show of courses."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import get_language
from wagtail.models import Locale

from academy.core.languages import CODES, DEFAULT
from academy.site.models import TranslationState

from .models import CourseOutline, CoursePage, LessonWeight


@dataclass(frozen=True)
class Choice:
    """What she chose to see: a road, the minutes she has, a language, cheap ones first."""

    track: str = ""
    minutes: int = 0
    language: str = ""
    cheap: bool = False

    @classmethod
    def read(cls, data):
        """From the address; what makes no sense is left out."""
        minutes = data.get("minutos", "")
        language = data.get("idioma", "")
        return cls(
            track=data.get("ruta", "")[:50],
            minutes=int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 4 else 0,
            language=language if language in CODES else "",
            cheap=data.get("orden") == "peso",
        )

    def but(self, **changes):
        """The query string of the same choice with ``changes``; empty for no choice at all."""
        other = replace(self, **changes)
        said = {
            "ruta": other.track,
            "minutos": other.minutes or "",
            "idioma": other.language,
            "orden": "peso" if other.cheap else "",
        }
        query = urlencode({name: value for name, value in said.items() if value})
        return f"?{query}" if query else "."


@dataclass
class CourseCard:
    page: CoursePage
    lessons: int
    minutes: int
    bytes: int
    draft: bool


def course_cards(choice, language):
    """Live courses of ``language`` in the order of their codes (or lightest first). At most seven queries."""
    pages = (
        CoursePage.objects.live()
        .public()
        .filter(locale=Locale.objects.get_for_language(language))
        .select_related("track", "cover", "locale")
    )
    if choice.track:
        pages = pages.filter(track__slug=choice.track)
    pages = sorted(pages, key=lambda page: (page.track.order, page.code))
    outlines = {outline.key: outline for outline in CourseOutline.objects.filter(removed_at=None)}
    weights = weights_in(choice.language or language)
    spoken = _spoken_in(choice.language) if choice.language else None
    draft = TranslationState.objects.filter(language=language, state=TranslationState.State.DRAFT)
    drafts = set(draft.values_list("translation_key", flat=True)) if language != DEFAULT else set()
    cards = []
    for page in pages:
        if spoken is not None and page.translation_key not in spoken:
            continue
        lessons = outlines[page.translation_key].lessons if page.translation_key in outlines else []
        cards.append(
            CourseCard(
                page=page,
                lessons=len(lessons),
                minutes=sum(lesson["minutes"] for lesson in lessons),
                bytes=sum(weights.get(lesson["key"], 0) for lesson in lessons),
                draft=page.translation_key in drafts,
            )
        )
    return sorted(cards, key=lambda card: card.bytes) if choice.cheap else cards


def lesson_cards(choice, language):
    """Lessons of at most ``choice.minutes``, shortest first: ``{url, title, course, minutes, bytes}``. Five queries."""
    weights = weights_in(choice.language or language)
    spoken = _spoken_in(choice.language) if choice.language else None
    found = []
    here = Locale.objects.get_for_language(language)
    open_courses = set(CoursePage.objects.live().public().filter(locale=here).values_list("translation_key", flat=True))
    for outline in CourseOutline.objects.filter(removed_at=None, pk__in=open_courses):
        if choice.track and outline.data.get("track") != choice.track:
            continue
        if spoken is not None and outline.key not in spoken:
            continue
        base = outline.data.get("paths", {}).get(language) or outline.data.get("paths", {}).get(DEFAULT, "")
        for lesson in outline.lessons:
            if lesson["minutes"] <= choice.minutes:
                found.append(
                    {
                        "url": f"{base}{lesson['slug']}/",
                        "title": lesson["titles"].get(language) or lesson["titles"].get(DEFAULT, ""),
                        "course": outline.title_in(language),
                        "minutes": lesson["minutes"],
                        "bytes": weights.get(lesson["key"], 0),
                    }
                )
    return sorted(found, key=lambda each: each["bytes"] if choice.cheap else each["minutes"])


def weights_in(language):
    """Bytes of each lesson once style and script are on the phone, by its key as text."""
    rows = LessonWeight.objects.filter(language__in={language, DEFAULT}).order_by("language")
    found = {}
    for row in rows:
        if str(row.page) not in found or row.language == language:
            found[str(row.page)] = row.next
    return found


def _spoken_in(language):
    """Courses whose words exist in ``language``, drafts included: they say that they are drafts."""
    if language == DEFAULT:
        return set(CoursePage.objects.live().values_list("translation_key", flat=True))
    return set(TranslationState.objects.filter(language=language).values_list("translation_key", flat=True))


def doors(request, page):
    """For the front door: the first courses, and where she left off."""
    return {"courses": course_cards(Choice(), get_language())[:4]}
