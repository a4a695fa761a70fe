"""The verbs of modular plans. One transaction each, with who did it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core import audit
from academy.core.decisions import Allowed, Denied

from ..models import ModularPlan, PlanModule
from . import rules


@transaction.atomic
def begin_plan(*, id, organisation, by, **words):
    plan, _made = ModularPlan.objects.get_or_create(
        pk=id, defaults={"organisation": organisation, "created_by": by, **words}
    )
    return plan


@transaction.atomic
def change_plan(*, plan, by, close=None, at=None, **words):
    """Title, words, level; ``close`` True ends it, False goes on with it."""
    if close is not None:
        words["closed_at"] = (at or timezone.now()) if close else None
    ModularPlan.objects.filter(pk=plan.pk).update(**words)
    audit.note("exchange.plan_changed", by=by, plan=str(plan.pk))
    return Allowed()


def modules_of(plan):
    """``(rows, their rules.Module)`` in the plan's order. Two queries."""
    rows = list(plan.modules.select_related("responsible").prefetch_related("needs"))
    return rows, [
        rules.Module(row.pk, row.state, frozenset(need.pk for need in row.needs.all()), row.cost_low, row.cost_high)
        for row in rows
    ]


@transaction.atomic
def save_module(*, plan, by, module=None, needs=(), **words):
    """A new module comes last; the same title is not added twice by a second tap. Refuses what could never begin."""
    ModularPlan.objects.select_for_update().get(pk=plan.pk)
    rows, known = modules_of(plan)
    needs = [need.pk for need in needs]
    if module is not None and rules.makes_a_loop(known, module.pk, needs):
        return Denied(_("Así se esperan en círculo y ninguno empieza. Quita uno de los previos."), "loop")
    if module is None:
        same = next((row for row in rows if row.title.casefold() == words["title"].casefold()), None)
        if same is not None:
            return Denied(_("Ya hay un módulo con ese nombre."), "already")
        module = PlanModule(plan=plan, order=max((row.order for row in rows), default=0) + 1)
    for name, value in words.items():
        setattr(module, name, value)
    module.save()
    module.needs.set(needs)
    audit.note("exchange.module_saved", by=by, plan=str(plan.pk), module=module.pk)
    return Allowed()


@transaction.atomic
def move_module(*, plan, module, step, by):
    """One place earlier or later: their own order."""
    ModularPlan.objects.select_for_update().get(pk=plan.pk)
    ids = rules.moved(plan.modules.values_list("pk", flat=True), module.pk, step)
    for order, pk in enumerate(ids, start=1):
        PlanModule.objects.filter(pk=pk).exclude(order=order).update(order=order)
    return Allowed()


@transaction.atomic
def remove_module(*, module, by):
    """Gone for good; what was begun is better «left», so that it stays to be seen."""
    if module.state != rules.IDEA:
        return Denied(_("Ya se empezó: ponlo como «lo dejamos»."), "begun")
    audit.note("exchange.module_removed", by=by, plan=str(module.plan_id), title=module.title)
    module.delete()
    return Allowed()
