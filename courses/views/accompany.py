"""For whoever accompanies: courses in her scope, one course, the texts she reads."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from academy.core import audit, ids, spreadsheets
from academy.members.kept_forms import keeps_what_she_typed, take

from .. import following
from .. import marking as texts
from ..forms_accompany import MarkForm, MarkingFilter
from ..models import Answer, CourseOutline, RealTask
from ..permissions import accompanying
from ..services import learning

NAMES_PER_PAGE, TEXTS_PER_PAGE = 50, 20
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@accompanying
@require_GET
def accompany(request):
    """The courses that women in her scope have begun."""
    page = {
        "courses": following.courses_in_scope(request.user, language=get_language()),
        "texts": Answer.objects.readable_by(request.user).waiting().count(),
        "tasks": RealTask.objects.confirmable_by(request.user).count(),
        "least": following.K,
    }
    return render(request, "courses/accompany/courses.html", page)


@accompanying
@require_GET
def course_report(request, course):
    """Who is where, which questions are hard, what waits."""
    report = _report(request, course)
    named = Paginator(report.named, NAMES_PER_PAGE).get_page(request.GET.get("pagina"))
    following.note_seen(by=request.user, named=named.object_list, outline=report.outline)
    query = f"organizacion={report.part.pk}" if report.part else ""
    page = {"report": report, "named": named, "query": query}
    return render(request, "courses/accompany/course.html", page)


@accompanying
@require_GET
def course_report_csv(request, course):
    return _file(request, course, "csv", CSV, lambda rows, _title: spreadsheets.as_csv(rows))


@accompanying
@require_GET
def course_report_xlsx(request, course):
    return _file(request, course, "xlsx", XLSX, spreadsheets.as_xlsx)


def _report(request, course):
    outline = get_object_or_404(CourseOutline, pk=course)
    asked = request.GET.get("organizacion", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        raise Http404
    report = following.course_report(
        user=request.user, outline=outline, language=get_language(), part=int(asked) if asked else None
    )
    if report is None:
        # Not hers, or a group too small to tell of: the two look the same.
        raise Http404
    return report


def _file(request, course, ending, kind, write):
    report = _report(request, course)
    audit.note("courses.report_exported", by=request.user, course=str(course), format=ending)
    response = HttpResponse(write(following.rows_of(report), report.outline.code), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{report.outline.code.lower()}.{ending}"'
    return response


# --- Texts that wait for a reader ------------------------------------------------------------------


@accompanying
@require_GET
def marking(request):
    """The texts of her scope, those that wait first."""
    language = get_language()
    form = MarkingFilter(
        request.GET,
        organisations=texts.organisations_to_choose(request.user),
        questions=texts.prompts_of(Answer.objects.readable_by(request.user), language=language),
    )
    form.fields["course"].queryset = CourseOutline.objects.filter(
        pk__in=Answer.objects.readable_by(request.user).order_by().values("course")
    )
    chosen = form.chosen
    pages = Paginator(texts.texts_for(request.user, **chosen), TEXTS_PER_PAGE)
    page = pages.get_page(request.GET.get("pagina"))
    kept = request.GET.copy()
    kept.pop("pagina", None)
    return render(
        request,
        "courses/accompany/marking.html",
        {
            "form": form,
            "page": page,
            "texts": _written_down(request, texts.shown(page.object_list, language=language)),
            "done": chosen["done"],
            "query": kept.urlencode(),
            "filtered": any(chosen.values()),
        },
    )


def _written_down(request, shown):
    """Whose words were read under her name sees it on her page."""
    audit.seen("courses.text_seen", by=request.user, about=[text.answer.member_id for text in shown if text.named])
    return shown


@keeps_what_she_typed
@accompanying
@require_http_methods(["GET", "HEAD", "POST"])
def mark_answer(request, pk):
    """One text, the guide, and her word on it."""
    answer = get_object_or_404(Answer.objects.readable_by(request.user), pk=pk)
    status, changed = 200, False
    if request.method == "POST":
        form = MarkForm(request.POST)
        # She rewrote it while it was being read: the word would fall on a text that nobody has read.
        changed = request.POST.get("seen") != _seen(answer)
        if form.is_valid() and not changed:
            outcome = learning.mark_answer(
                reader=request.user,
                answer=answer,
                right=form.cleaned_data["right"],
                note=form.cleaned_data["note"].strip(),
                nonce=ids.parse(request.POST.get("nonce")) or ids.uuid7(),
            )
            if outcome:
                return _on_to_the_next(request)
            form.add_error(None, outcome.reason)
        status = 422
    else:
        kept = take(request, request.path)
        first = {"note": answer.note}
        if answer.marked_at:
            first["right"] = "1" if answer.right else "0"
        form = MarkForm(kept or None, initial=first)
    (text,) = _written_down(request, texts.shown([answer], language=get_language()))
    page = {"form": form, "text": text, "answer": answer, "seen": _seen(answer), "changed": changed}
    return render(request, "courses/accompany/mark.html", page, status=status)


def _seen(answer):
    return answer.answered_at.isoformat()


def _on_to_the_next(request):
    waiting = texts.texts_for(request.user)
    count = waiting.count()
    if not count:
        messages.success(request, _("Gracias. Ya leíste todo."))
        return redirect("courses:marking")
    words = ngettext("Gracias. Queda %(count)s texto.", "Gracias. Quedan %(count)s textos.", count)
    messages.success(request, words % {"count": count})
    return redirect("courses:mark_answer", pk=waiting.first().pk)
