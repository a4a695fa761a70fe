"""Finding a course: by road, by time, by language, by what it costs, by word."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from wagtail.models import Page

from academy.site.fallback import fallback_of
from academy.site.offline import public_version

from ..catalogue import Choice, course_cards, lesson_cards, weights_in
from ..models import Certificate, CourseIndexPage, CourseOutline, CoursePage, LessonPage, Track
from ..paths import done_in, path_of
from ..typed import bare_words
from .offline import card_of, test_to_take

TIMES = (5, 10, 15)


def catalogue(request, page):
    """All courses, or the lessons that fit the minutes she has. Every choice is a link: no JavaScript, no form."""
    choice = Choice.read(request.GET)
    context = {
        "page": page,
        "choice": choice,
        "tracks": Track.objects.all(),
        "times": TIMES,
    }
    if choice.minutes:
        context["lessons"] = lesson_cards(choice, get_language())
    else:
        context["courses"] = course_cards(choice, get_language())
    return public_version(render(request, "courses/catalogue.html", context))


def course(request, page):
    """A course: what she will be able to do, its lessons with what each costs, what is left for her."""
    outline = CourseOutline.objects.filter(pk=page.translation_key).first()
    language = get_language()
    member = request.user if request.user.is_authenticated else None
    steps = None
    if outline:
        done = done_in(member, page.translation_key)
        steps = path_of(outline, done=done, language=language, weights=weights_in(language))
    certificate = (
        Certificate.objects.visible_to(request.user).standing().filter(course=page.translation_key).first()
        if member
        else None
    )
    preview = getattr(request, "is_preview", False)
    response = render(
        request,
        "courses/course.html",
        {
            "page": page,
            "steps": steps,
            "mine": member is not None,
            "certificate": certificate,
            "fallback": fallback_of(page),
            "preview": preview,
            "keep": card_of(page) if settings.OFFLINE and not preview else None,
            "take_test": test_to_take(page) if member and settings.OFFLINE and not preview else None,
        },
    )
    return response if preview else public_version(response)


def search(request):
    """Pages that hold her words, in any of the four languages, with accents or without."""
    words = request.GET.get("q", "").strip()[:100]
    found = _found(words) if words else []
    listing = Paginator(found, 20).get_page(request.GET.get("pagina"))
    return render(request, "courses/search.html", {"words": words, "listing": listing})


def _found(words):
    """One entry per page, in her language where that version holds the words. Two queries."""
    language = get_language()
    # Quotes and other signs mean something to the databases, and nothing to her.
    bare = bare_words(words)
    if not bare:
        return []
    results = (
        Page.objects.live()
        .public()
        .type(CoursePage, LessonPage)
        .select_related("locale")
        .search(bare, order_by_relevance=True)[:200]
    )
    best = {}
    for page in results:
        key = page.translation_key
        if key not in best or page.locale.language_code == language:
            best[key] = page
    return list(best.values())


def index(request):
    """The catalogue by its own address, so that links to it need no page lookup in templates."""
    page = CourseIndexPage.objects.live().filter(locale__language_code=get_language()).first()
    if page is None:
        raise Http404
    return page.serve(request)
