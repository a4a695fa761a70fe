"""Issues, and the design workshops from which they come."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from academy.members.gates import by_password

from .. import sharing
from ..doors import find, form_id, here, insist, may_add, page, some_place, typed
from ..filled.requests import from_phones
from ..models import DesignWorkshop, DialogueCycle, Issue
from . import priorities, services
from .forms import DotsForm, IssueForm, ProblemForm, WorkshopForm

SHOWN = 100


@by_password
@require_safe
def issues(request):
    rows = Issue.objects.visible_to(request.user, here(request)).select_related("organisation")
    return render(request, "peer_exchange/cycles/issues.html", {"issues": rows[:SHOWN]})


@by_password
@from_phones
def new_issue(request):
    places = some_place(here(request))
    data, first = typed(request)
    form = IssueForm(data, initial=first, places=places)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        made = services.name_issue(
            id=form_id(request, said), by=request.user, territory=said["organisation"].territory, **said
        )
        messages.success(request, _("El tema quedó anotado."))
        return redirect("exchange:issue", made.pk)
    return page(request, "peer_exchange/cycles/new_issue.html", {"form": form}, form)


@by_password
@require_safe
def issue(request, pk):
    row = find(request, Issue, pk, "organisation")
    cycles = DialogueCycle.objects.visible_to(request.user, here(request)).filter(issue=row)
    context = {"issue": row, "cycles": cycles, "writes": may_add(here(request), row.organisation)}
    return render(request, "peer_exchange/cycles/issue.html", context)


# --- Workshops -------------------------------------------------------------------------------------


@by_password
@require_safe
def workshops(request):
    rows = DesignWorkshop.objects.visible_to(request.user, here(request)).select_related("organisation")
    return render(request, "peer_exchange/cycles/workshops.html", {"workshops": rows[:SHOWN]})


@by_password
@from_phones
def new_workshop(request):
    places = some_place(here(request))
    data, first = typed(request, {"held_on": timezone.localdate().isoformat()})
    form = WorkshopForm(data, initial=first, places=places)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        made = services.hold_workshop(id=form_id(request, said), by=request.user, **said)
        messages.success(request, _("Guardado. Ahora cuenta los puntos del papel."))
        return redirect("exchange:workshop", made.pk)
    return page(request, "peer_exchange/cycles/new_workshop.html", {"form": form}, form)


@by_password
@from_phones(changes=True)
def workshop(request, pk):
    """The problems in the order of their dots, as table and as drawing; the form to type them in from paper."""
    row = find(request, DesignWorkshop, pk, "organisation")
    writes = may_add(here(request), row.organisation)
    problems = list(row.problems.select_related("issue"))
    data, first = typed(request)
    form = DotsForm(data, initial=first or None, workshop=row, problems=problems)
    if request.method == "POST":
        insist(writes)
        if form.is_valid():
            services.count_dots(workshop=row, by=request.user, women=form.cleaned_data["women"], dots=form.dots())
            messages.success(request, _("Puntos guardados."))
            return redirect("exchange:workshop", row.pk)
    ranked = priorities.ranked(problems)
    context = {
        "workshop": row,
        "ranked": ranked,
        "bars": _bars(ranked),
        "form": form if writes else None,
        "more": ProblemForm() if writes else None,
        "text": sharing.text_of_workshop(row, ranked),
    }
    return page(request, "peer_exchange/cycles/workshop.html", context, form)


BAR = 34


def _bars(ranked):
    """The drawing: a bar for each counted problem. Units of the drawing; its width is 300."""
    counted = [each for each in ranked if each.place is not None]
    lines = [
        {"y": 6 + place * BAR, "text_y": 22 + place * BAR, "width": 4 + each.share * 2, "after": 12 + each.share * 2}
        | {"dots": each.dots, "number": each.place}
        for place, each in enumerate(counted)
    ]
    return {"lines": lines, "height": 6 + len(lines) * BAR}


@require_POST
@by_password
@from_phones
def add_problem(request, pk):
    row = find(request, DesignWorkshop, pk, "organisation")
    insist(may_add(here(request), row.organisation))
    form = ProblemForm(request.POST)
    if form.is_valid():
        services.add_problem(workshop=row, title=form.cleaned_data["title"])
        messages.success(request, _("Problema agregado."))
    else:
        messages.error(request, _("Escribe el problema, con 160 letras o menos."))
    return redirect("exchange:workshop", row.pk)


@require_POST
@by_password
def priority_to_cycle(request, pk, problem):
    """A priority becomes an issue, and the form of a new cycle opens with it."""
    row = find(request, DesignWorkshop, pk, "organisation")
    insist(may_add(here(request), row.organisation))
    found = services.issue_of(problem=get_object_or_404(row.problems, pk=problem), by=request.user)
    return redirect(f"{reverse('exchange:new_cycle')}?tema={found.pk}")
