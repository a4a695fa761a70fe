"""Pages of modular plans."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from academy.members.gates import by_password
from academy.members.models import Member

from .. import sharing
from ..doors import find, form_id, here, insist, may_add, may_decide, page, some_place, typed
from ..filled.requests import from_phones
from ..models import DialogueCycle, ModularPlan
from . import rules, services
from .forms import ModuleForm, PlanForm

SHOWN, MOST_WOMEN = 100, 200


@by_password
@require_safe
def plans(request):
    rows = ModularPlan.objects.visible_to(request.user, here(request)).select_related("organisation")
    return render(request, "peer_exchange/plans/plans.html", {"plans": rows.prefetch_related("modules")[:SHOWN]})


def _cycles(request, organisations):
    rows = DialogueCycle.objects.visible_to(request.user, here(request))
    return rows.filter(organisation__in=organisations)


@by_password
@from_phones
def new_plan(request):
    places = some_place(here(request))
    data, first = typed(request, {"cycle": request.GET.get("ciclo") or None})
    form = PlanForm(data, initial=first, places=places, cycles=_cycles(request, places))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        made = services.begin_plan(id=form_id(request, said), by=request.user, **said)
        messages.success(request, _("El plan empezó. Agreguen sus módulos."))
        return redirect("exchange:plan", made.pk)
    return page(request, "peer_exchange/plans/form.html", {"form": form}, form)


@by_password
@require_safe
def plan(request, pk):
    """The modules in their own order, what they cost, which can begin. Nine queries."""
    row = find(request, ModularPlan, pk, "organisation", "cycle")
    rows, modules = services.modules_of(row)
    titles = {each.pk: each.title for each in rows}
    ready, wrong = rules.can_begin(modules), rules.out_of_order(modules)
    inside = here(request).is_inside(row.organisation)
    lines = [
        {
            "module": each,
            "ready": each.pk in ready,
            "after": [titles[need] for need in sorted(wrong.get(each.pk, ()))],
            "needs": [need.title for need in each.needs.all()],
            "who": _who(each) if inside else "",
            "is_first": place == 0,
            "is_last": place == len(rows) - 1,
        }
        for place, each in enumerate(rows)
    ]
    context = {
        "plan": row,
        "lines": lines,
        "sum": rules.sum_of(modules),
        "done": sum(each.state == rules.DONE for each in modules),
        "writes": may_add(here(request), row.organisation),
        "decides": may_decide(here(request), row.organisation, row.created_by_id),
        "sees_cycle": row.cycle_id and _cycles(request, [row.organisation_id]).filter(pk=row.cycle_id).exists(),
        "text": sharing.text_of_plan(row, rows),
    }
    return render(request, "peer_exchange/plans/plan.html", context)


def _who(module):
    return module.responsible.display_name if module.responsible else module.responsible_said


@by_password
@from_phones(changes=True)
def change_plan(request, pk):
    row = find(request, ModularPlan, pk, "organisation")
    insist(may_decide(here(request), row.organisation, row.created_by_id))
    if request.method == "POST" and request.POST.get("close") in ("0", "1"):
        services.change_plan(plan=row, by=request.user, close=request.POST["close"] == "1")
        messages.success(request, _("Guardado."))
        return redirect("exchange:plan", row.pk)
    first = {name: getattr(row, name) for name in ("title", "words", "reserve")} | {"cycle": row.cycle_id}
    data, initial = typed(request, first)
    cycles = _cycles(request, [row.organisation_id])
    form = PlanForm(data, initial=initial, places=some_place(here(request)), cycles=cycles, fixed=True)
    if request.method == "POST" and form.is_valid():
        services.change_plan(plan=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Guardado."))
        return redirect("exchange:plan", row.pk)
    return page(request, "peer_exchange/plans/form.html", {"form": form, "plan": row}, form)


# --- Modules ---------------------------------------------------------------------------------------


def _women(request, plan, module):
    """Women of its organisation whose name she may see, and who sees to it already."""
    near = Member.objects.visible_to(request.user).filter(is_active=True)
    pks = list(Member.objects.of(plan.organisation).filter(pk__in=near.values("pk")).values_list("pk", flat=True))
    sees_to_it = module.responsible_id if module else None
    return Member.objects.filter(Q(pk__in=pks[:MOST_WOMEN]) | Q(pk=sees_to_it)).order_by("display_name")


@by_password
@from_phones
def new_module(request, pk):
    row = find(request, ModularPlan, pk, "organisation")
    insist(may_add(here(request), row.organisation))
    return _module_page(request, row, None, {"state": rules.IDEA})


@by_password
@from_phones(changes=True)
def change_module(request, pk, module):
    row = find(request, ModularPlan, pk, "organisation")
    insist(may_add(here(request), row.organisation))
    found = get_object_or_404(row.modules, pk=module)
    names = ("title", "words", "cost_low", "cost_high", "responsible_said", "state")
    first = {name: getattr(found, name) for name in names} | {"responsible": found.responsible_id}
    first["needs"] = list(found.needs.values_list("pk", flat=True))
    return _module_page(request, row, found, first)


def _module_page(request, plan, module, first):
    data, initial = typed(request, first)
    others = plan.modules.exclude(pk=module.pk) if module else plan.modules.all()
    form = ModuleForm(data, initial=initial, women=_women(request, plan, module), others=others)
    if request.method == "POST" and form.is_valid():
        done = services.save_module(plan=plan, module=module, by=request.user, **form.cleaned_data)
        if done:
            messages.success(request, _("Módulo guardado."))
            return redirect("exchange:plan", plan.pk)
        form.add_error("needs" if done.code == "loop" else "title", str(done))
    context = {"form": form, "plan": plan, "module": module}
    return page(request, "peer_exchange/plans/module.html", context, form)


@require_POST
@by_password
def move_module(request, pk, module):
    """Earlier, later, or away."""
    row = find(request, ModularPlan, pk, "organisation")
    insist(may_add(here(request), row.organisation))
    found = get_object_or_404(row.modules, pk=module)
    where = request.POST.get("where")
    if where == "away":
        done = services.remove_module(module=found, by=request.user)
        (messages.success if done else messages.error)(request, _("Módulo quitado.") if done else str(done))
    elif where in ("up", "down"):
        services.move_module(plan=row, module=found, step=-1 if where == "up" else 1, by=request.user)
    return redirect("exchange:plan", row.pk)
