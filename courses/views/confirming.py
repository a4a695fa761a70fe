"""Real tasks that wait for a companion: one tap, or a printed slip."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from academy.core import ids
from academy.members.models import Member

from .. import slips
from ..forms_accompany import CodeForm
from ..marking import names_of
from ..models import RealTask
from ..permissions import may_confirm_task
from ..services import learning
from ..task_words import words_for

PER_PAGE = 20


@login_required
@require_GET
def companions_tasks(request):
    """What waits for her: those who asked her first, then the longest waiting."""
    waiting = RealTask.objects.confirmable_by(request.user).select_related("member").order_by("done_at", "pk")
    asked = waiting.filter(asked=request.user)
    rest = Paginator(waiting.exclude(pk__in=asked.values("pk")), PER_PAGE).get_page(request.GET.get("pagina"))
    tasks = [*asked, *rest.object_list] if rest.number == 1 else list(rest.object_list)
    words, names = words_for(tasks), _names(request.user, tasks)
    mine = request.user.pk
    rows = [
        {"task": task, "words": words[task.pk], "name": names[task.member_id], "asked": task.asked_id == mine}
        for task in tasks
    ]
    return render(request, "courses/accompany/tasks.html", {"rows": rows, "page": rest})


def _names(user, tasks):
    """What the doers are called here: companions by their names, others as ``marking.names_of`` allows."""
    doers = {task.member_id for task in tasks}
    companions = Member.objects.companions_of(user).filter(pk__in=doers)
    known = dict(companions.values_list("pk", "display_name"))
    return {**names_of(doers - set(known)), **known}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_task(request, pk):
    """One task; a POST confirms it."""
    task = get_object_or_404(RealTask.objects.visible_to(request.user).select_related("member"), pk=pk)
    return _confirm(request, task)


def _confirm(request, task, slip=None):
    # Who holds her paper has it from her, name and all.
    name = task.member.display_name if slip is not None else _names(request.user, [task])[task.member_id]
    if not task.confirmed_at:
        decision = may_confirm_task(request.user, task)
        if not decision:
            raise PermissionDenied(str(decision))
    if request.method == "POST":
        if task.confirmed_at:
            messages.info(request, _("Esta tarea ya estaba confirmada."))
            return redirect("courses:companions_tasks")
        outcome = learning.confirm_task(
            task=task,
            by=request.user,
            slip=slip is not None,
            nonce=ids.parse(request.POST.get("nonce")) or ids.uuid7(),
        )
        if outcome:
            if slip is not None:
                slips.mark_used(slip=slip)
            messages.success(request, _("Confirmaste la tarea de %(name)s. ¡Gracias!") % {"name": name})
            return redirect("courses:companions_tasks")
        messages.error(request, outcome.reason)
    page = {"task": task, "name": name, "words": words_for([task])[task.pk], "by_slip": slip is not None}
    return render(request, "courses/accompany/confirm.html", page)


# --- Slips -----------------------------------------------------------------------------------------


@login_required
@require_GET
def task_slip(request, pk):
    """Her own task on paper, for a companion without a phone at hand."""
    task = get_object_or_404(RealTask.objects.of(request.user).select_related("member"), pk=pk)
    if task.confirmed_at:
        messages.info(request, _("Esta tarea ya está confirmada. No necesitas vale."))
        return redirect("courses:my_path")
    organisation = request.user.memberships.standing().select_related("organisation").first()
    pdf = slips.slip_pdf(
        task=task,
        words=words_for([task])[task.pk],
        organisation=organisation.organisation.name if organisation else "",
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="vale.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD"])
def slip_door(request):
    """Where the code of a slip is typed."""
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("courses:slip", code=form.cleaned_data["code"])
    return render(request, "courses/accompany/slip_door.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request, code):
    """The task behind a slip, to be confirmed by whoever may."""
    found, task = slips.slip_for(code)
    if found is None:
        page = {"form": CodeForm(initial={"code": code[:24]}), "unknown": True}
        return render(request, "courses/accompany/slip_door.html", page, status=404)
    if found.expires_at <= timezone.now() and not task.confirmed_at:
        page = {"form": CodeForm(), "expired": True}
        return render(request, "courses/accompany/slip_door.html", page, status=410)
    if task.confirmed_at:
        # Who may not know of the task learns nothing from its paper either.
        get_object_or_404(RealTask.objects.visible_to(request.user), pk=task.pk)
    return _confirm(request, task, slip=found)
