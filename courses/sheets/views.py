"""Papers: to print, and to type in what came back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from academy.core.ids import grouped, parse
from academy.members.kept_forms import take
from academy.members.models import Member, Organisation
from academy.members.rules import name_key

from ..asking import ask
from ..circles.forms import day_in
from ..circles.lesson import Parts, days_to_choose
from ..circles.posted import answers_in, prefix
from ..circles.querysets import LEADERS
from ..circles.services import women_of
from ..circles.views import READ_AND_WRITE, circle_or_404, leading
from ..models import CourseOutline, PaperSheet
from ..permissions import accompanying
from ..views.lesson import open_lesson
from . import numbers, printing
from .typing import type_sheet

TILES = 24


# --- To print --------------------------------------------------------------------------------------


def _lesson(request, lesson):
    page = open_lesson(request, lesson)
    outline = CourseOutline.objects.filter(pk=page.course_key, removed_at=None).first() if page is not None else None
    if outline is None:
        raise Http404
    return page, outline


def _pdf(content, name, *, private):
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store" if private else "public, max-age=3600"
    return response


@require_GET
def learner_sheet(request, lesson):
    """A sheet for any woman. Lessons are public, and so is this."""
    page, outline = _lesson(request, lesson)
    return _pdf(printing.learner_pdf(page, outline), "hoja", private=False)


@accompanying
@require_GET
def guide(request, lesson):
    """With the answers: for who accompanies."""
    page, outline = _lesson(request, lesson)
    return _pdf(printing.guide_pdf(page, outline), "guia", private=True)


@leading
@require_GET
def circle_sheets(request, circle, lesson):
    """What there is to print for a circle and a lesson."""
    page, outline = _lesson(request, lesson)
    circle = circle_or_404(request, circle)
    code = numbers.lesson_code(outline, lesson)
    return render(request, "courses/sheets/choose.html", {"circle": circle, "page": page, "code": code})


@leading
@require_GET
def attendance_list(request, circle, lesson):
    page, outline = _lesson(request, lesson)
    circle = circle_or_404(request, circle)
    asked = {"with_document": request.GET.get("dni") == "1", "with_phone": request.GET.get("celular") == "1"}
    content = printing.attendance_pdf(page, outline, circle, **asked)
    return _pdf(content, "lista", private=True)


@leading
@require_GET
def named_sheets(request, circle, lesson):
    """One sheet for each woman of the circle, with her name."""
    page, outline = _lesson(request, lesson)
    circle = circle_or_404(request, circle)
    content = printing.learner_pdf(page, outline, circle=circle, women=women_of(circle))
    return _pdf(content, "hojas", private=True)


# --- To type in ------------------------------------------------------------------------------------


@require_GET
def sheet(request, number):
    """Where the QR of a sheet leads: to the lesson; whoever may type it in, to that."""
    found = numbers.sheet_numbered(number)
    if found is None:
        raise Http404
    if request.user.is_authenticated and request.user.roles.standing().filter(kind__in=LEADERS).exists():
        return redirect("courses:type_sheet", number=found.number)
    page, _outline = _lesson(request, found.lesson)
    return redirect(page.get_url(request))


@leading
@require_GET
def paper_door(request):
    """The number of a sheet, or the code of a lesson where the number cannot be read."""
    typed = request.GET.get("numero", "").strip()[:24]
    unknown = False
    if typed:
        found = numbers.sheet_numbered(typed)
        if found is None:
            outline, lesson = numbers.lesson_named(typed)
            if lesson:
                found = numbers.sheet_for(kind=PaperSheet.Kind.LEARNER, course=outline.key, lesson=lesson)
        if found is not None and _hers(request, found):
            return redirect("courses:type_sheet", number=found.number)
        unknown = True
    page = {"typed": typed, "unknown": unknown}
    return render(request, "courses/sheets/door.html", page, status=404 if unknown else 200)


def _hers(request, found):
    """A sheet of her circles or for anybody; a woman who left since is told of on its page."""
    if found.circle_id is None:
        return PaperSheet.objects.visible_to(request.user).filter(pk=found.pk).exists()
    return PaperSheet.objects.of_circles_of(request.user).filter(pk=found.pk).exists()


@leading
@require_http_methods(READ_AND_WRITE)
def type_in(request, number):
    """A sheet: first whose it is, then what she marked."""
    found = numbers.sheet_numbered(number)
    if found is None or not _hers(request, found):
        raise Http404
    page, outline = _lesson(request, found.lesson)
    if found.kind == PaperSheet.Kind.ATTENDANCE:
        address = reverse("courses:circle_meet", args=[found.circle_id, found.lesson])
        return redirect(f"{address}?hoja={found.number}")
    women = _women(request, found)
    woman = found.member if found.member_id else _chosen(request, women)
    if woman is None:
        return _whose(request, found, page, women)
    return _typed(request, found, page, outline, woman)


def _women(request, found):
    """Whose sheet it can be: of its circle, or anybody whom she accompanies."""
    if found.circle_id:
        return women_of(found.circle)
    scope = Organisation.objects.under_roles_of(request.user, *LEADERS)
    return Member.objects.within(scope).filter(is_active=True).order_by("name_key", "pk")


def _chosen(request, women):
    wanted = parse(request.GET.get("socia", ""))
    return women.filter(pk=wanted).first() if wanted else None


def _whose(request, found, page, women):
    sought = name_key(request.GET.get("buscar", "")[:60])
    if sought:
        women = women.filter(name_key__contains=sought)
    tiles = list(women[: TILES + 1])
    context = {
        "sheet": found,
        "number": grouped(found.number),
        "page": page,
        "women": tiles[:TILES],
        "more": len(tiles) > TILES,
        "sought": request.GET.get("buscar", "")[:60],
        "gone": bool(request.GET.get("socia")),
    }
    return render(request, "courses/sheets/whose.html", context)


def _typed(request, found, page, outline, woman):
    parts = Parts(request, page, outline)
    raws = [piece.raw for piece in parts.made if piece.is_question]
    today = timezone.localdate()
    post = request.POST if request.method == "POST" else take(request, request.path)
    answers, typed, errors = answers_in(post, raws)
    tasks = [task for task in parts.tasks if task in post.getlist("task")]
    problem, status = "", 200
    if request.method == "POST":
        day, problem = day_in(post, today=today)
        if not problem and not errors:
            done = type_sheet(sheet=found, woman=woman, day=day, by=request.user, answers=answers, tasks=tasks)
            if done:
                return _next(request, found, woman, done)
            problem = done.reason
        status = 422
    else:
        errors = {}
    questions = [
        {
            "id": str(raw["id"]),
            "prefix": prefix(raw["id"]),
            "q": ask(
                raw,
                response=typed.get(str(raw["id"])),
                reveal=False,
                fallback=parts.fallback,
                seed=str(raw["id"]),
                error=errors.get(str(raw["id"]), ""),
            ),
        }
        for raw in raws
    ]
    blocks = {piece.id: piece.raw["value"] for piece in parts.made}
    context = {
        "sheet": found,
        "number": grouped(found.number),
        "page": page,
        "fallback": parts.fallback,
        "woman": woman,
        "questions": questions,
        "tasks": [{"id": task, "title": blocks[task]["title"], "done": task in tasks} for task in parts.tasks],
        "days": days_to_choose(today, today, typed=post if post else None),
        "problem": problem,
        "errors": errors,
    }
    return render(request, "courses/sheets/type.html", context, status=status)


def _next(request, found, woman, done):
    name = {"name": woman.display_name}
    if done.disowned:
        messages.warning(request, _("%(name)s dijo que algo de esto no es suyo. Se respeta lo que ella dice.") % name)
    if done.corrected:
        messages.success(request, _("Corregido: la hoja de %(name)s.") % name)
    elif done.new:
        messages.success(request, _("Guardado: la hoja de %(name)s.") % name)
    else:
        messages.info(request, _("La hoja de %(name)s ya estaba. No cambió nada.") % name)
    if found.member_id:
        return redirect("courses:paper_door")
    return redirect("courses:type_sheet", number=found.number)
