"""Handing a test to her phone, to be taken without signal. What is right stays here."""

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from academy.members.kept_forms import keeps_what_she_typed
from academy.site.fallback import fallback_of

from .. import prepared
from ..asking import ask
from ..models import QuestionVersion, TestPage
from ..services.preparing import prepare_test


@require_POST
@keeps_what_she_typed
def take(request, test):
    """What her phone keeps, sealed to her: ``{attempt, course, path, slip, until, versions, html}``.

    Refused: 403 with ``reason``. Five queries, and those of the ledger.
    """
    page = get_object_or_404(
        TestPage.objects.live().filter(locale__language_code=get_language()).select_related("locale"),
        translation_key=test,
    )
    if page.get_view_restrictions():
        raise Http404
    made = prepare_test(member=request.user, course=page.get_parent(), test_page=page)
    if not made:
        return _answer({"reason": made.reason, "code": made.code}, status=403)
    slip = made.slip
    return _answer(
        {
            "attempt": slip.attempt,
            "course": slip.course,
            "path": page.get_url_parts()[2],
            "slip": prepared.written(slip),
            "until": slip.until.isoformat(),
            "versions": dict(slip.questions),
            "html": render_to_string("courses/offline/test.html", _shown(page, slip), request),
        }
    )


def _shown(page, slip):
    drawn = prepared.unmasked(slip.questions)
    versions = {
        (str(each.question), each.digest): each
        for each in QuestionVersion.objects.filter(question__in=[each["id"] for each in drawn])
    }
    return {
        "page": page,
        "attempt": slip.attempt,
        "fallback": fallback_of(page),
        "until": slip.until,
        "asked": [ask(versions[each["id"], each["version"]].data, seed=slip.attempt, secret=True) for each in drawn],
    }


def _answer(said, status=200):
    response = JsonResponse(said, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
