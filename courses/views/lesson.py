"""A lesson, read."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Subquery
from django.db.models.functions import Length, Substr
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction

from academy.core.record import Unfit
from academy.members.kept_forms import take
from academy.site.offline import public_version

from .. import grading
from ..asking import ask, verdict
from ..lessons import pieces, rich
from ..models import Answer, CourseOutline, LessonCompletion, LessonPage, RealTask, Reflection
from ..sounds import with_sounds
from .gone import as_wagtail_says


def lessons_found():
    """Live lessons of the active language with what a view needs of their surroundings, in one query."""
    parent = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Page.steplen)
    restrictions = PageViewRestriction.objects.annotate(
        inside=ExpressionWrapper(OuterRef("path"), output_field=CharField())
    ).filter(inside__startswith=F("page__path"))
    return with_sounds(
        LessonPage.objects.live()
        .filter(locale__language_code=get_language())
        .select_related("locale")
        .annotate(
            course_key=Subquery(Page.objects.filter(path=parent).values("translation_key")[:1]),
            restricted=Exists(restrictions),
        )
    )


def open_lesson(request, key):
    """A lesson that she may read, by its key; None where it is gone or an editor closed it to her."""
    page = lessons_found().filter(translation_key=key).first()
    if page is not None and page.restricted:
        return page if all(each.accept_request(request) for each in page.get_view_restrictions()) else None
    return page


def lesson_at(request, course, lesson):
    """A lesson by its address.

    Queries when signed in: session, user, page, outline, completion, answers, tasks, and reflections only
    where the lesson asks for one. None depends on the size of the course or of the membership.
    """
    address = f"/cursos/{course}/{lesson}/"
    page = lessons_found().filter(slug=lesson, url_path__endswith=address).first()
    if page is None or page.restricted:
        # Not a lesson, or not for everybody: Wagtail knows what to say.
        return as_wagtail_says(request, course, lesson)
    return lesson_view(request, page)


def course_at(request, course):
    """A course by its address: Wagtail's own answer, and a kind word where the course is gone."""
    return as_wagtail_says(request, course)


def lesson(request, page):
    """The same, where Wagtail itself found the page (previews, its own redirects)."""
    parent = page.get_parent()
    page.course_key = parent.translation_key if parent else None
    return lesson_view(request, page)


def lesson_view(request, page, *, unsaved=None, status=200):
    """Render a lesson.

    ``unsaved``: ``{"question", "response", "error"}`` of an answer that is not in the record (a guest's, or one
    that could not be read), or ``{"block", "text", "error"}`` of words for herself that were not kept; it is
    shown in its place and everything else stands as it was.
    """
    preview = getattr(request, "is_preview", False)
    made, fallback = pieces(page, preview=preview)
    outline = CourseOutline.objects.filter(pk=page.course_key).first()
    reader = _Reader(request, page, made, fallback, preview, unsaved)
    response = render(
        request,
        "courses/lesson.html",
        {
            "page": page,
            "pieces": [{**reader.shown(piece), "sound": piece.sound} for piece in made],
            "fallback": fallback,
            "around": _around(page, outline),
            "completion": reader.completion,
            "mine": reader.mine,
            "preview": preview,
        },
        status=status,
    )
    if page.care_note:
        # What a page about violence showed is found nowhere afterwards: no cache, no copy for reading without signal.
        response["Cache-Control"] = "private, no-store"
        return response
    return response if preview or unsaved else public_version(response)


def question_fragment(request, page, raw, *, unsaved=None):
    """One question alone, for a phone that only wants what changed."""
    made, fallback = pieces(page)
    piece = next(each for each in made if each.id == str(raw["id"]))
    reader = _Reader(request, page, [piece], fallback, False, unsaved)
    return render(request, "blocks/question.html", reader.shown(piece)["context"])


class _Reader:
    """What this reader has done in this lesson, fetched at once."""

    def __init__(self, request, page, made, fallback, preview, unsaved):
        self.request, self.page, self.fallback, self.preview = request, page, fallback, preview
        self.mine = request.user.is_authenticated and not preview
        self.unsaved = unsaved or {}
        self.completion, self.answers, self.tasks, self.words = None, {}, {}, {}
        #: What she typed here before her session ended.
        self.kept = take(request, request.path)
        if self.mine:
            self._fetch(made)

    def _fetch(self, made):
        user, key = self.request.user, self.page.translation_key
        self.completion = LessonCompletion.objects.filter(member=user, lesson=key).first()
        kinds = {piece.kind for piece in made}
        if any(piece.is_question for piece in made):
            rows = Answer.objects.filter(member=user, page=key, attempt=None).with_newest_version()
            self.answers = {str(row.question): row for row in rows}
        if "task" in kinds:
            self.tasks = {str(row.task): row for row in RealTask.objects.filter(member=user, lesson=key)}
        if "reflection" in kinds:
            self.words = {str(row.block): row.text for row in Reflection.objects.filter(member=user, lesson=key)}

    def shown(self, piece):
        """The piece as the template takes it: finished HTML, or a template with its context."""
        if piece.is_question:
            return {"template": "blocks/question.html", "context": self._question(piece)}
        maker = getattr(self, f"_{piece.kind}", None)
        if maker is None:
            return {"html": piece.html}
        context = {
            "piece": piece,
            "raw": piece.raw["value"],
            "fallback": self.fallback,
            "mine": self.mine,
            "preview": self.preview,
            "request": self.request,
        }
        return {"template": f"blocks/{piece.kind}.html", "context": {**context, **maker(piece)}}

    def _question(self, piece):
        before = self.answers.get(piece.id)
        answer = before if before and _answers(before, piece) else None
        unsaved = self.unsaved if self.unsaved.get("question") == piece.id else {}
        action = reverse("courses:answer", args=[self.page.translation_key, piece.id])
        response = unsaved.get("response") if unsaved else answer and answer.response
        came_back = self.kept.action == action
        if came_back:
            response = grading.as_typed(piece.kind, piece.raw, self.kept)
        asked = ask(
            piece.raw,
            action=action,
            response=response,
            reveal=not came_back,
            fallback=self.fallback,
            seed=piece.id,
            error=unsaved.get("error", ""),
            note=answer.note if answer and not unsaved else "",
        )
        asked.changed = before is not None and answer is None and not unsaved
        if answer and answer.version != asked.version and piece.kind in ("short", "number") and not unsaved:
            # What is accepted of typed words goes by the language she typed them in.
            asked.verdict = verdict(answer.right, answer.points)
        if piece.kind == "essay" and asked.answered and not self.mine:
            # A guest's text goes nowhere: nobody will read it, and she must not think so.
            asked.verdict = _("Puedes leer sin cuenta. Para guardar tu camino, entra.")
        return {"q": asked, "mine": self.mine, "preview": self.preview, "request": self.request}

    def _task(self, piece):
        return {
            "task": self.tasks.get(piece.id),
            "text": rich(piece.raw["value"].get("text")),
            "action": reverse("courses:task", args=[self.page.translation_key, piece.id]),
        }

    def _reflection(self, piece):
        action = reverse("courses:reflect", args=[self.page.translation_key, piece.id])
        if self.unsaved.get("block") == piece.id:
            return {"words": self.unsaved["text"], "error": self.unsaved["error"], "action": action}
        words = self.kept.get("text", "") if self.kept.action == action else self.words.get(piece.id, "")
        return {"words": words, "error": "", "action": action}

    def _calculator(self, piece):
        from ..forms_calculator import CalculatorForm

        return {"form": CalculatorForm(), "value": piece.raw["value"], "block_id": piece.id}


def _answers(answer, piece):
    """Is this her answer to the question as it stands now, in this language or another?

    Where the question was edited since, her answer counts for what she saw; this is a new question to her.
    """
    if answer.version == grading.digest(piece.raw):
        return True
    if answer.version != answer.newest:
        return False
    try:
        return grading.fit_response(piece.kind, piece.raw, answer.response) == answer.response
    except Unfit:
        return False


def _around(page, outline):
    """Where the lesson stands: its course, its number, the one before and the one after."""
    if outline is None:
        return {}
    language = get_language()
    lessons = outline.lessons
    here = next((n for n, each in enumerate(lessons) if each["key"] == str(page.translation_key)), None)
    if here is None:
        return {}
    base = outline.data.get("paths", {}).get(language) or outline.data.get("paths", {}).get("es", "")

    def link(entry):
        titles = entry["titles"]
        return {"url": f"{base}{entry['slug']}/", "title": titles.get(language) or titles.get("es", "")}

    following = link(lessons[here + 1]) if here + 1 < len(lessons) else None
    test = outline.data.get("test")
    if following is None and test:
        following = link(test)
    return {
        "course": {"url": base, "title": outline.title_in(language), "code": outline.code},
        "number": here + 1,
        "count": len(lessons),
        "before": link(lessons[here - 1]) if here else None,
        "after": following,
    }
