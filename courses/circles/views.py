"""Circles of women: who belongs to one, and a lesson gone through together. Without JavaScript it is one form."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from academy.core.ids import parse
from academy.members.gates import by_password
from academy.members.kept_forms import take
from academy.members.models import Member, Organisation
from academy.members.rules import name_key

from ..models import Circle, CircleAttendance, CircleMeeting, CourseOutline, PaperSheet
from ..views.lesson import open_lesson
from . import lesson as shown
from . import services
from .forms import CircleForm, read_meeting
from .querysets import LEADERS
from .rules import meeting_id, read_day

READ_AND_WRITE = ["GET", "HEAD", "POST"]
MOST_MEETINGS, MOST_TILES = 30, 120


def leading(view):
    """View decorator: for facilitators and organisers, by password; others are told that it is not theirs."""

    @by_password
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.roles.standing().filter(kind__in=LEADERS).exists():
            raise PermissionDenied(_("Esta página es de quienes acompañan círculos."))
        return view(request, *args, **kwargs)

    return guarded


def circle_or_404(request, pk):
    circles = Circle.objects.visible_to(request.user).select_related("organisation")
    return get_object_or_404(circles, pk=pk)


# --- Her circles ---------------------------------------------------------------------------------


@leading
@require_GET
def circles(request):
    """Her own first, then those of her scope."""
    found = list(Circle.objects.visible_to(request.user).select_related("organisation"))
    mine = set(Circle.objects.filter(facilitators=request.user).values_list("pk", flat=True))
    found.sort(key=lambda circle: circle.pk not in mine)
    page = {
        "circles": [circle for circle in found if not circle.closed_at],
        "closed": [circle for circle in found if circle.closed_at],
        "mine": mine,
    }
    return render(request, "courses/circles/circles.html", page)


@leading
@require_http_methods(READ_AND_WRITE)
def new_circle(request):
    organisations = Organisation.objects.under_roles_of(request.user, *LEADERS).order_by("name")
    status = 200
    if request.method == "POST":
        form = CircleForm(request.POST, organisations=organisations)
        if form.is_valid():
            circle = services.found_circle(by=request.user, **form.cleaned_data)
            return redirect("courses:circle_women", circle=circle.pk)
        status = 422
    else:
        form = CircleForm(take(request, request.path) or None, organisations=organisations)
        if organisations.count() == 1:
            form.fields["organisation"].initial = organisations[0].pk
    return render(request, "courses/circles/new.html", {"form": form}, status=status)


@leading
@require_http_methods(READ_AND_WRITE)
def circle_women(request, circle):
    """Who belongs to it, by tiles. Those who are shown and not ticked do not belong to it any more."""
    circle = circle_or_404(request, circle)
    if request.method == "POST":
        if "state" in request.POST:
            return _close(request, circle)
        shown_now, wanted = set(request.POST.getlist("shown")), set(request.POST.getlist("woman"))
        stay = {str(pk) for pk in circle.women.values_list("pk", flat=True)} - shown_now
        chosen = [pk for pk in map(parse, stay | wanted) if pk]
        women = services.set_women(circle=circle, women=chosen, by=request.user)
        words = ngettext("Hay %(count)s mujer en el círculo.", "Hay %(count)s mujeres en el círculo.", len(women))
        messages.success(request, words % {"count": len(women)})
        return redirect("courses:circle", circle=circle.pk)
    kept = take(request, request.path)
    hers = {str(pk) for pk in circle.women.values_list("pk", flat=True)}
    wanted = set(kept.getlist("woman")) or hers
    sought = request.GET.get("buscar", "")[:60]
    choice = services.women_to_choose(circle)
    found = list(choice.filter(name_key__contains=name_key(sought))[: MOST_TILES + 1])
    more = len(found) > MOST_TILES
    tiles = [{"woman": woman, "checked": str(woman.pk) in wanted} for woman in found[:MOST_TILES]]
    page = {"circle": circle, "tiles": tiles, "more": more, "sought": sought}
    return render(request, "courses/circles/women.html", page)


def _close(request, circle):
    """Closed, it is in no list; opened again, it is as it was."""
    closed = request.POST["state"] == "closed"
    services.close_circle(circle=circle, by=request.user, closed=closed)
    messages.success(request, _("El círculo quedó cerrado.") if closed else _("El círculo está abierto otra vez."))
    return redirect("courses:circles") if closed else redirect("courses:circle", circle=circle.pk)


@leading
@require_GET
def circle(request, circle):
    """The circle: its women, what it went through, which lesson comes now."""
    circle = circle_or_404(request, circle)
    meetings = list(CircleMeeting.objects.filter(circle=circle.pk)[:MOST_MEETINGS])
    outlines = list(CourseOutline.objects.filter(removed_at=None))
    page = {
        "circle": circle,
        "women": list(services.women_of(circle)),
        "meetings": shown.meetings_in_words(meetings, language=get_language()),
        "courses": shown.courses_to_open(outlines, meetings, language=get_language()),
    }
    return render(request, "courses/circles/circle.html", page)


# --- A lesson with the circle ----------------------------------------------------------------------


@leading
@require_http_methods(READ_AND_WRITE)
def meet(request, circle, lesson):
    """Who is here, the lesson with the group's answers, what was agreed: one form, sent in parts or at the end."""
    circle = circle_or_404(request, circle)
    page = open_lesson(request, lesson)
    outline = CourseOutline.objects.filter(pk=page.course_key).first() if page is not None else None
    if outline is None:
        raise Http404
    sheet = _sheet(request, circle, lesson)
    women = {str(woman.pk): woman for woman in services.women_of(circle)}
    parts = shown.Parts(request, page, outline)
    if request.method == "POST":
        entry = read_meeting(request.POST, women=women, raws=parts.raws, tasks=parts.tasks)
        if not entry.errors and not entry.question_errors:
            held = _hold(request, circle, page, outline, entry, device=services.PAPER if sheet else "")
            if held:
                return _after(request, circle, page, entry, held)
            entry.errors["day"] = held.reason
        return _show(request, circle, page, parts, women, entry=entry, sheet=sheet, status=422)
    kept = take(request, request.path)
    entry = read_meeting(kept, women=women, raws=parts.raws, tasks=parts.tasks) if kept else None
    if entry is not None:
        entry.errors, entry.question_errors = {}, {}
    return _show(request, circle, page, parts, women, entry=entry, sheet=sheet)


def _sheet(request, circle, lesson):
    """The attendance list that she has in her hand, where she came by its number."""
    number = request.GET.get("hoja", "")[:8]
    if not number:
        return None
    sheets = PaperSheet.objects.visible_to(request.user).filter(kind=PaperSheet.Kind.ATTENDANCE, circle=circle.pk)
    return get_object_or_404(sheets, number=number, lesson=lesson)


def _hold(request, circle, page, outline, entry, *, device):
    meeting = meeting_id(circle.pk, page.translation_key, entry.day)
    return services.hold_meeting(
        circle=circle,
        course=outline.key,
        lesson=page.translation_key,
        day=entry.day,
        by=request.user,
        present=entry.present,
        absent=entry.absent,
        answers=entry.answers,
        tasks=entry.tasks,
        check=outline.data.get("circle_check") == "one",
        round=entry.round or services.round_of(meeting),
        device=device,
    )


def _after(request, circle, page, entry, held):
    for woman, reason in held.refused:
        words = _("%(name)s no quedó anotada. %(reason)s")
        messages.warning(request, words % {"name": woman.display_name, "reason": reason})
    for woman in held.disowned:
        words = _("%(name)s dijo que no estuvo. Se respeta lo que ella dice.")
        messages.warning(request, words % {"name": woman.display_name})
    if not held.new:
        messages.info(request, _("Esta reunión ya estaba anotada así. No cambió nada."))
    else:
        count = len(entry.present) - len(held.refused) - len(held.disowned)
        words = ngettext("Guardado: estuvo %(count)s.", "Guardado: estuvieron %(count)s.", count)
        messages.success(request, words % {"count": count})
    if request.POST.get("step") == "presence":
        here = reverse("courses:circle_meet", args=[circle.pk, page.translation_key])
        return redirect(f"{here}?dia={entry.day.isoformat()}#leccion")
    return redirect("courses:circle_meeting", circle=circle.pk, meeting=held.meeting)


def _show(request, circle, page, parts, women, *, entry, sheet, status=200):
    today = timezone.localdate()
    day = read_day(request.GET.get("dia", ""), today=today) or today
    if entry is not None and entry.day:
        day = entry.day
    known = CircleMeeting.objects.filter(pk=meeting_id(circle.pk, page.translation_key, day)).first()
    before = _present(known) if known else set()
    marked = before if known else services.last_present(circle)
    if entry is not None:
        marked = {woman.pk for woman in entry.present}
    context = {
        "circle": circle,
        "page": page,
        "sheet": sheet,
        "tiles": [{"woman": woman, "checked": woman.pk in marked} for woman in women.values()],
        "marked": len(marked & {woman.pk for woman in women.values()}),
        "pieces": parts.pieces(known, entry),
        "fallback": parts.fallback,
        "check_one": parts.check_one,
        "known": known,
        "was": sorted(str(pk) for pk in before),
        "was_day": day.isoformat(),
        "was_tasks": bool(known and known.tasks),
        "round": services.round_of(known.pk) if known else 1,
        "days": shown.days_to_choose(today, day, typed=request.POST if request.method == "POST" else None),
        "errors": entry.errors if entry else {},
        "any_error": bool(entry and (entry.errors or entry.question_errors)),
        "zone": shown.zone(),
        "course_key": parts.outline.key,
        "women_count": circle.women.count(),
    }
    return render(request, "courses/circles/meet.html", context, status=status)


def _present(meeting):
    return set(CircleAttendance.objects.filter(meeting=meeting.pk).values_list("member", flat=True))


@leading
@require_GET
def meeting(request, circle, meeting):
    """What was written down of a meeting."""
    circle = circle_or_404(request, circle)
    found = get_object_or_404(CircleMeeting.objects.select_related("recorded_by"), pk=meeting, circle=circle.pk)
    there = CircleAttendance.objects.by_name(circle).filter(meeting=found.pk)
    present = Member.objects.filter(pk__in=there.values("member")).order_by("name_key", "pk")
    words = shown.meeting_in_words(found, language=get_language())
    checked = any(there.values_list("check_one", flat=True))
    page = {"circle": circle, "meeting": found, "present": present, "words": words, "checked": checked}
    return render(request, "courses/circles/meeting.html", page)
