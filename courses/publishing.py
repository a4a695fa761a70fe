"""What publishing a page leaves behind: the outline of its course, and every question as it stood.

Both outlive the pages, because a learner's record does. Both can be made again: ``rebuild_outlines``.
"""

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from academy.core.tasks import retry_soon
from academy.site.batches import soon

from .grading import digest, question_blocks_of
from .models import CourseOutline, CoursePage, LessonPage, QuestionVersion, TestPage

#: What a phone sent is kept for these reasons until the course that it speaks of stands here.
HEALED_BY_PUBLISHING = ("unknown_course", "unknown_lesson", "unknown_task", "unknown_version")
STEP = Page.steplen
HOME_DEPTH = 2


@transaction.atomic
def write_outline(key):
    """Write down what the course with this translation key consists of now, in all languages. Eight queries.

    A course that is gone or offline is marked as removed; what it consisted of stays.
    """
    course = _spanish(CoursePage).filter(translation_key=key).select_related("track", "locale").first()
    if course is None:
        CourseOutline.objects.filter(pk=key, removed_at=None).update(removed_at=timezone.now())
        return None
    editions = _editions(CoursePage, [key])
    lessons = _children(LessonPage, course)
    tests = _children(TestPage, course)[:1]
    titles = _titles(editions[key])
    data = {
        "rule": {"lessons": course.rule_lessons, "tasks": course.rule_tasks, "test": course.rule_test},
        "hours": str(course.hours),
        "certificate": course.gives_certificate,
        "circle_check": course.circle_check,
        "track": course.track.slug,
        "cover": course.cover_id,
        "lessons": _lessons(lessons),
        "test": _test(tests[0]) if tests else None,
        "paths": _paths(editions[key]),
    }
    outline = CourseOutline.objects.select_for_update().filter(pk=key).first() or CourseOutline(pk=key)
    data["former"] = _former(outline.data, data["lessons"])
    outline.code, outline.titles, outline.data = course.code, titles, data
    outline.changed_at, outline.removed_at = timezone.now(), None
    outline.save()
    transaction.on_commit(_heal)
    return outline


def _former(before, lessons):
    """Keys of lessons that stood in the course once: what was done in them still finds its course."""
    known = {*before.get("former", []), *(lesson["key"] for lesson in before.get("lessons", []))}
    return sorted(known - {lesson["key"] for lesson in lessons})


def _spanish(model):
    return model.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)


def _children(model, course):
    return list(_spanish(model).child_of(course).order_by("path"))


def _editions(model, keys):
    """Live pages by key and language: ``{key: {"es": page, …}}``. One query."""
    found = {key: {} for key in keys}
    for page in model.objects.live().filter(translation_key__in=keys).select_related("locale"):
        found[page.translation_key][page.locale.language_code] = page
    return found


def _titles(editions):
    return {language: page.title for language, page in editions.items()}


def _lessons(lessons):
    editions = _editions(LessonPage, [lesson.translation_key for lesson in lessons])
    return [
        {
            "key": str(lesson.translation_key),
            "slug": lesson.slug,
            "minutes": lesson.minutes,
            "titles": _titles(editions[lesson.translation_key]),
            "tasks": _tasks(lesson, editions[lesson.translation_key]),
            "questions": [str(block["id"]) for block in question_blocks_of(lesson.body)],
        }
        for lesson in lessons
    ]


def _tasks(lesson, editions):
    titles = {}
    for language, page in editions.items():
        for block in page.body.raw_data:
            if block["type"] == "task":
                titles.setdefault(str(block["id"]), {})[language] = block["value"].get("title", "")
    return [
        {"id": str(block["id"]), "titles": titles.get(str(block["id"]), {})}
        for block in lesson.body.raw_data
        if block["type"] == "task"
    ]


def _test(test):
    editions = _editions(TestPage, [test.translation_key])[test.translation_key]
    return {"key": str(test.translation_key), "slug": test.slug, "titles": _titles(editions)}


def _paths(editions):
    """The course's address in each language, from the root of the site: of the tree, so no request is needed."""
    homes = dict(
        Page.objects.filter(path__in={page.path[: STEP * HOME_DEPTH] for page in editions.values()}).values_list(
            "path", "url_path"
        )
    )
    paths = {}
    for language, page in editions.items():
        home = homes[page.path[: STEP * HOME_DEPTH]]
        prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
        paths[language] = f"{prefix}/{page.url_path.removeprefix(home)}"
    return paths


@transaction.atomic
def write_versions(key):
    """Keep each question of this lesson or test as it stands now in each language. Deletes nothing.

    A question that reads alike in two languages (not translated yet) is one version, filed under Spanish.
    The one with the latest ``published_at`` of a language is how it stands there.
    """
    found = {}
    for page in _pages_with_questions(key):
        stream = page.body if isinstance(page, LessonPage) else page.questions
        for block in question_blocks_of(stream):
            name = (str(block["id"]), digest(block))
            found.setdefault(
                name,
                QuestionVersion(
                    question=block["id"],
                    digest=name[1],
                    kind=block["type"],
                    page=key,
                    language=page.locale.language_code,
                    data=block,
                ),
            )
    known = QuestionVersion.objects.filter(question__in={question for question, _digest in found})
    again = [
        pk
        for pk, question, version in known.values_list("pk", "question", "digest")
        if found.pop((str(question), version), None)
    ]
    # Where an editor goes back to earlier words, these are the newest again.
    QuestionVersion.objects.filter(pk__in=again).update(published_at=timezone.now())
    QuestionVersion.objects.bulk_create(found.values(), ignore_conflicts=True)
    transaction.on_commit(_heal)


def _heal():
    retry_soon(codes=HEALED_BY_PUBLISHING)


def _pages_with_questions(key):
    pages = []
    for model in (LessonPage, TestPage):
        pages += model.objects.live().filter(translation_key=key).select_related("locale")
    return sorted(pages, key=lambda page: page.locale.language_code != settings.LANGUAGE_CODE)


def rebuild():
    """Outlines and question versions of everything that is published now. Returns the number of courses."""
    keys = set(_spanish(CoursePage).values_list("translation_key", flat=True))
    for key in keys | set(CourseOutline.objects.filter(removed_at=None).values_list("pk", flat=True)):
        write_outline(key)
    for model in (LessonPage, TestPage):
        for key in _spanish(model).values_list("translation_key", flat=True):
            write_versions(key)
    return len(keys)


def course_key_of(page):
    """The key of the course that a lesson or test stands in, also when the page itself has just gone. One query."""
    parent = page.path[:-STEP]
    return CoursePage.objects.filter(path=parent).values_list("translation_key", flat=True).first()


def _follow(page):
    """Something about this page has changed: write down its course again."""
    if isinstance(page, CoursePage):
        soon(write_outline, page.translation_key)
    elif isinstance(page, LessonPage | TestPage):
        key = course_key_of(page)
        if key:
            soon(write_outline, key)


def _on_published(sender, instance, **kwargs):
    _follow(instance)
    if isinstance(instance, LessonPage | TestPage):
        soon(write_versions, instance.translation_key)


def _on_changed(sender, instance, **kwargs):
    _follow(instance)


def _on_moved(sender, instance, parent_page_before=None, **kwargs):
    page = instance.specific
    _follow(page)
    if isinstance(page, LessonPage | TestPage) and parent_page_before is not None:
        soon(write_outline, parent_page_before.translation_key)
    elif not isinstance(page, CoursePage | LessonPage | TestPage):
        soon(rebuild)  # the catalogue itself has moved: every address below it is another


def _on_slug_changed(sender, instance, **kwargs):
    page = instance.specific
    if isinstance(page, CoursePage | LessonPage | TestPage):
        _follow(page)
    elif page.get_descendants().type(CoursePage).exists():
        soon(rebuild)


page_published.connect(_on_published, dispatch_uid="outlines")
page_unpublished.connect(_on_changed, dispatch_uid="outlines")
post_page_move.connect(_on_moved, dispatch_uid="outlines")
page_slug_changed.connect(_on_slug_changed, dispatch_uid="outlines")
for _model in (CoursePage, LessonPage, TestPage):
    post_delete.connect(_on_changed, sender=_model, dispatch_uid="outlines")
