"""The test of a course, one question on each screen. What is right stays here until the try is over."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from academy.core import ids
from academy.core.models import Event
from academy.core.record import Unfit
from academy.members.kept_forms import keeps_what_she_typed, take
from academy.site.fallback import fallback_of
from academy.site.offline import public_version

from .. import grading
from ..asking import ask
from ..blocks.questions import CATEGORIES
from ..models import Answer, Attempt, CourseOutline, QuestionVersion, TestPage
from ..rules import may_prepare_test, may_start_test, success_by_category
from ..services import learning


def test_door(request, page):
    """Before the test: what it asks, her tries, the button. Also how an editor previews it."""
    preview = getattr(request, "is_preview", False)
    context = {
        "page": page,
        "fallback": fallback_of(page),
        "preview": preview,
        "count": page.draw or len(page.questions),
    }
    if preview:
        context["questions"] = [ask(raw) for raw in page.questions.raw_data]
    elif request.user.is_authenticated:
        tries = list(Attempt.objects.of(request.user).filter(test=page.translation_key))
        opened = next((each for each in tries if each.finished_at is None), None)
        finished = [each for each in tries if each.finished_at]
        context.update(
            tries=finished,
            opened=opened,
            may_start=may_start_test(page.tries, len(finished), opened is not None),
            may_take=may_prepare_test(
                offline=page.offline and settings.OFFLINE,
                tries_allowed=page.tries,
                tries_begun=len(tries),
                open_attempt=opened is not None,
            ),
            categories=_by_category(request.user, page) if len(finished) > 1 else [],
        )
    response = render(request, "courses/test.html", context)
    return response if preview else public_version(response)


def _by_category(member, page):
    """How often she was right on each theme, over all her finished tries of this test. One query."""
    rows = Answer.objects.of(member).filter(page=page.translation_key, attempt__finished_at__isnull=False)
    names = dict(CATEGORIES)
    found = success_by_category(row for row in rows.values_list("category", "right") if row[0])
    return [{"name": names.get(each.category, each.category), "percent": each.percent} for each in found]


@require_POST
@keeps_what_she_typed
def start(request, test):
    """Begin a try, or go on with the open one: a double tap opens one."""
    page = get_object_or_404(
        TestPage.objects.live().filter(locale__language_code=get_language()).select_related("locale"),
        translation_key=test,
    )
    if page.get_view_restrictions():
        # Closed by an editor: the page's own address knows to whom.
        return redirect(page.get_url(request))
    started = learning.start_test(member=request.user, course=page.get_parent(), test_page=page, nonce=_nonce(request))
    if not started:
        messages.error(request, started.reason)
        return redirect(page.get_url(request))
    return redirect("courses:attempt", attempt=started.attempt.pk)


@keeps_what_she_typed
def attempt(request, attempt):
    """The first question she has not answered, or the one she went back to (``?p=3``)."""
    row = get_object_or_404(Attempt.objects.visible_to(request.user), pk=attempt)
    if row.finished_at:
        return redirect("courses:attempt_result", attempt=row.pk)
    if request.method == "POST" and "finish" in request.POST:
        return _finish(request, row)
    answers = {str(answer.question): answer for answer in row.answers.all()}
    number = _number(request, row, answers)
    drawn = row.questions[number]
    version = _version(drawn)
    if version is None:
        raise Http404
    error, typed = "", None
    if request.method == "POST":
        try:
            response = grading.read_response(version.kind, version.data, request.POST)
        except Unfit as unfit:
            error, typed = str(unfit.reason), grading.as_typed(version.kind, version.data, request.POST)
        else:
            outcome = learning.answer_test(
                member=request.user,
                attempt=row,
                question=drawn["id"],
                response=response,
                nonce=_nonce(request),
            )
            if outcome:
                return redirect(_after(row, number))
            error, typed = outcome.reason, response
    kept = take(request, request.path) if request.method == "GET" else {}
    if kept:
        typed = grading.as_typed(version.kind, version.data, kept)
    return _question_screen(request, row, number, version, answers, typed, error)


def _question_screen(request, row, number, version, answers, typed, error):
    answer = answers.get(row.questions[number]["id"])
    explained = request.method == "GET" and answer and _explains_each(row)
    asked = ask(
        version.data,
        action=reverse("courses:attempt", args=[row.pk]),
        response=typed if typed is not None else answer and answer.response,
        seed=str(row.pk),
        error=error,
        secret=not explained,
    )
    return render(
        request,
        "courses/attempt.html",
        {
            "attempt": row,
            "q": asked,
            "number": number + 1,
            "count": len(row.questions),
            "before": number if number else None,
            "following": number + 2 if number + 1 < len(row.questions) else None,
            "explained": bool(explained),
            "answered": len(answers),
            "all_answered": len(answers) == len(row.questions),
        },
        status=422 if error else 200,
    )


def _finish(request, row):
    outcome = learning.finish_test(member=request.user, attempt=row, nonce=_nonce(request))
    if not outcome:
        messages.error(request, outcome.reason)
        return redirect("courses:attempt", attempt=row.pk)
    return redirect("courses:attempt_result", attempt=row.pk)


@keeps_what_she_typed
def result(request, attempt):
    """How it went: explained, with what to read again, never compared with anyone."""
    row = get_object_or_404(Attempt.objects.visible_to(request.user), pk=attempt)
    if row.finished_at is None:
        return redirect("courses:attempt", attempt=row.pk)
    page = _page_of(row)
    answers = {str(answer.question): answer for answer in row.answers.all()}
    versions = {(str(each.question), each.digest): each for each in learning.versions_of(row)}
    asked = []
    for drawn in row.questions:
        version, answer = versions.get((drawn["id"], drawn["version"])), answers.get(drawn["id"])
        if version is not None:
            question = ask(
                version.data,
                response=answer.response if answer else None,
                seed=str(row.pk),
                note=answer.note if answer else "",
            )
            asked.append({"q": question, "answer": answer})
    names = dict(CATEGORIES)
    return render(
        request,
        "courses/attempt_result.html",
        {
            "attempt": row,
            "page": page,
            "asked": asked,
            "categories": [
                {"name": names.get(slug, slug), "right": right, "of": of}
                for slug, (right, of) in row.by_category.items()
            ],
            "outline": CourseOutline.objects.filter(pk=row.course).first(),
        },
    )


def _page_of(row):
    """The test as published in her language now; None when it is gone: her try can still be finished."""
    return (
        TestPage.objects.live()
        .filter(translation_key=row.test, locale__language_code=get_language())
        .select_related("locale")
        .first()
    )


def _explains_each(row):
    """Does this try explain each question once it was answered? As it was begun, whatever the test says since:
    after an explanation the first answer counts, otherwise the last one.
    """
    begun = Event.objects.filter(pk=row.pk).values_list("payload", flat=True).first() or {}
    return begun.get("answers") == TestPage.Answers.EACH


def _after(row, number):
    """Back to the same question with its explanation where the test explains each, else on to the next open one."""
    url = reverse("courses:attempt", args=[row.pk])
    return f"{url}?p={number + 1}" if _explains_each(row) else url


def _number(request, row, answers):
    """Which question (from 0): the one named, else the first without an answer, else the last."""
    named = request.POST.get("p") or request.GET.get("p") or ""
    if named.isascii() and named.isdigit() and len(named) < 4 and 1 <= int(named) <= len(row.questions):
        return int(named) - 1
    waiting = [n for n, drawn in enumerate(row.questions) if drawn["id"] not in answers]
    return waiting[0] if waiting else len(row.questions) - 1


def _version(drawn):
    return QuestionVersion.objects.filter(question=drawn["id"], digest=drawn["version"]).first()


def _nonce(request):
    return ids.parse(request.POST.get("nonce", "")) or ids.uuid7()
