"""What she does in a lesson: read, answer, do the task, write for herself. Each POST becomes an event."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from academy.core import ids
from academy.core.record import Unfit
from academy.core.record.reading import clean_text
from academy.members.kept_forms import keeps_what_she_typed, take
from academy.members.models import Member

from .. import grading
from ..forms import TaskForm
from ..models import QuestionVersion, RealTask
from ..payloads import DIGEST
from ..services import learning, photos
from .gone import gone
from .lesson import lesson_view, open_lesson, question_fragment

FRAGMENT = "fragment"


@require_POST
@keeps_what_she_typed
def read(request, lesson):
    """She reached the end of a lesson."""
    page = open_lesson(request, lesson)
    if page is None:
        return gone(request)
    learning.read_lesson(member=request.user, course=page.course_key, lesson=lesson, nonce=_nonce(request))
    return redirect(f"{page.get_url(request)}#fin")


@csrf_exempt
@require_POST
def answer(request, lesson, question):
    """A practice answer. Guests are marked and told, and nothing of it is stored.

    A guest's form carries no token: it changes nothing, and a page without one is the same bytes for everybody.
    Whoever is signed in needs hers.
    """
    return _answered(request, lesson, question) if request.user.is_anonymous else _hers(request, lesson, question)


@csrf_protect
def _hers(request, lesson, question):
    return _answered(request, lesson, question)


def _answered(request, lesson, question):
    if not request.user.is_authenticated and request.POST.get("mine"):
        # The page was made for somebody who was signed in then: her answer is not a guest's.
        return keeps_what_she_typed(answer)(request, lesson, question)
    page = open_lesson(request, lesson)
    version = _version(question, request.POST.get("version", ""), page)
    if version is None:
        return gone(request)
    unsaved = {"question": str(question)}
    try:
        response = grading.read_response(version.kind, version.data, request.POST)
    except Unfit as unfit:
        unsaved.update(response=grading.as_typed(version.kind, version.data, request.POST), error=str(unfit.reason))
        return _again(request, page, version, unsaved, status=422)
    if not request.user.is_authenticated:
        unsaved.update(response=response)
        return _again(request, page, version, unsaved)
    outcome = learning.answer_practice(
        member=request.user,
        course=page.course_key if page else None,
        lesson=lesson,
        question=question,
        version=version.digest,
        response=response,
        shown=grading.as_shown(version.kind, response),
        nonce=_nonce(request),
    )
    if not outcome:
        unsaved.update(response=response, error=outcome.reason)
        return _again(request, page, version, unsaved, status=422)
    if page is None:
        return gone(request)
    if _wants_fragment(request):
        return _again(request, page, version, None)
    return redirect(f"{page.get_url(request)}#q-{question}")


def _version(question, digest, page):
    """The version she saw; where the form carries none that we know, the one that stands on the page now."""
    known = QuestionVersion.objects.filter(question=question)
    seen = known.filter(digest=digest).first() if DIGEST.fullmatch(digest) else None
    if seen is None and page is not None:
        seen = known.filter(language=page.locale.language_code).order_by("-published_at").first()
    return seen


def _again(request, page, version, unsaved, status=200):
    """The lesson, or only the question, with what she just did shown in its place."""
    if page is None:
        return gone(request)
    if _wants_fragment(request):
        response = question_fragment(request, page, version.data, unsaved=unsaved)
        response.status_code = status
        return response
    return lesson_view(request, page, unsaved=unsaved, status=status)


def _wants_fragment(request):
    return request.headers.get("X-Relevo") == FRAGMENT


@keeps_what_she_typed
def task(request, lesson, task):
    """She marks a real task done, with a note, a photo, and who may confirm it."""
    page = open_lesson(request, lesson)
    block = _block(page, task, "task")
    mine = RealTask.objects.of(request.user).filter(task=task).first()
    if block is None:
        return gone(request)
    companions = Member.objects.companions_of(request.user)
    kept = take(request, request.path) if request.method == "GET" else None
    first = {"note": mine.note if mine else "", "asked": mine.asked_id if mine else None}
    form = TaskForm(
        request.POST or None,
        request.FILES or None,
        companions=companions,
        has_photo=bool(mine and mine.photo),
        initial={**first, **(kept.dict() if kept else {})},
    )
    if request.method == "POST" and form.is_valid():
        outcome = learning.task_done(
            member=request.user,
            course=page.course_key,
            lesson=lesson,
            task=task,
            note=clean_text(form.cleaned_data["note"]),
            photo=form.cleaned_data["photo"] or (mine.photo if mine else ""),
            asked=form.cleaned_data["asked"],
            nonce=_nonce(request),
        )
        if outcome:
            messages.success(request, _("Guardado. Ahora una compañera la confirma."))
            return redirect(f"{page.get_url(request)}#t-{task}")
        form.add_error("photo" if outcome.code in photos.CODES else None, outcome.reason)
    context = {"page": page, "raw": block["value"], "form": form, "task": mine}
    return render(request, "courses/task.html", context, status=422 if form.errors else 200)


@require_POST
@keeps_what_she_typed
def reflect(request, lesson, block):
    """Words for herself."""
    page = open_lesson(request, lesson)
    if _block(page, block, "reflection") is None:
        return gone(request)
    outcome = learning.reflect(
        member=request.user,
        course=page.course_key,
        lesson=lesson,
        block=block,
        # As the record keeps it, so that the id is that of the same words sent by her phone.
        text=clean_text(request.POST.get("text", "")),
        nonce=_nonce(request),
    )
    if not outcome:
        unsaved = {"block": str(block), "text": request.POST.get("text", ""), "error": outcome.reason}
        return lesson_view(request, page, unsaved=unsaved, status=422)
    messages.success(request, _("Guardado. Solo tú lo lees."))
    return redirect(f"{page.get_url(request)}#r-{block}")


@keeps_what_she_typed
def task_photo(request, pk):
    """The photo of a real task: for her, and for who may confirm or confirmed it."""
    row = get_object_or_404(RealTask.objects.visible_to(request.user), pk=pk)
    if not row.photo:
        raise Http404
    try:
        photo = photos.open_photo(row.photo)
    except FileNotFoundError:  # a copy of the site without its private files
        raise Http404 from None
    response = FileResponse(photo, content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    return response


def _block(page, block, kind):
    if page is None:
        return None
    return next((raw for raw in page.body.raw_data if str(raw["id"]) == str(block) and raw["type"] == kind), None)


def _nonce(request):
    """The number the form was printed with; a new one where it is missing or no number."""
    return ids.parse(request.POST.get("nonce", "")) or ids.uuid7()
