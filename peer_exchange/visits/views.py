"""Pages of exchange visits: host and guests read and write alike."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from academy.core.decisions import Allowed, Denied
from academy.members.gates import by_password
from academy.members.models import Organisation

from .. import sharing
from ..doors import find, form_id, here, insist, page, some_place, typed, when
from ..filled.requests import from_phones
from ..models import ExchangeVisit, Practice
from . import rules, services
from .forms import ResultForm, ReturnForm, TryForm, VisitForm

SHOWN = 100


@by_password
@require_safe
def visits(request):
    rows = ExchangeVisit.objects.visible_to(request.user, here(request)).select_related("host")
    today = timezone.localdate()
    shown = list(rows.prefetch_related("guests", "returns")[:SHOWN])
    context = {"visits": [(visit, rules.due_now(visit.returns.all(), today)) for visit in shown]}
    return render(request, "peer_exchange/visits/visits.html", context)


def _sides(visit):
    return [visit.host, *visit.guests.all()]


def _may_write(request, visit):
    """Host and guests alike."""
    if any(here(request).is_inside(each) for each in _sides(visit)):
        return Allowed()
    return Denied(_("Esto lo escriben quienes reciben y quienes visitan."), "not_inside")


def _of(request, pk):
    """The visit, with what is needed to say who may write."""
    return find(request, ExchangeVisit, pk, "host")


@by_password
@from_phones
def new_visit(request):
    places = some_place(here(request))
    data, first = typed(request, {"host": places.first().name, "starts_on": timezone.localdate().isoformat()})
    form = VisitForm(data, initial=first, standing=here(request))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        words = {**said, "guests": [str(guest.pk) for guest in said["guests"]]}
        visit = services.plan_visit(id=form_id(request, words), by=request.user, **said)
        messages.success(request, _("La visita quedó anotada."))
        return redirect("exchange:visit", visit.pk)
    return page(request, "peer_exchange/visits/form.html", {"form": form}, form)


@by_password
@require_safe
def visit(request, pk):
    row = _of(request, pk)
    tries = list(row.tries.select_related("organisation"))
    writes = _may_write(request, row)
    context = {
        "visit": row,
        "guests": row.guests.all(),
        "tries": tries,
        "returns": row.returns.select_related("by"),
        "today": timezone.localdate(),
        "writes": writes,
        "try_form": TryForm(places=_hers(request, row)) if writes else None,
        "practices": Practice.objects.visible_to(request.user, here(request))
        .filter(visit=row)
        .prefetch_related("texts"),
        "text": sharing.text_of_visit(row, tries),
    }
    return render(request, "peer_exchange/visits/visit.html", context)


def _hers(request, visit):
    """The sides of the visit that she may speak for."""
    pks = [each.pk for each in _sides(visit) if here(request).is_inside(each)]
    return Organisation.objects.filter(pk__in=pks)


@by_password
@from_phones(changes=True)
def change_visit(request, pk):
    row = _of(request, pk)
    insist(_may_write(request, row))
    data, first = typed(request, VisitForm.initial_of(row))
    form = VisitForm(data, initial=first, standing=here(request))
    if request.method == "POST" and form.is_valid():
        services.change_visit(visit=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Guardado."))
        return redirect("exchange:visit", row.pk)
    return page(request, "peer_exchange/visits/form.html", {"form": form, "visit": row}, form)


@by_password
@from_phones
def will_try(request, pk):
    """A POST adds what one side will try; the form stands on the visit's page, and here when something is wrong."""
    row = _of(request, pk)
    insist(_may_write(request, row))
    data, first = typed(request)
    form = TryForm(data, initial=first, places=_hers(request, row))
    if request.method == "POST" and form.is_valid():
        services.will_try(visit=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Anotado. ¡Que salga bien!"))
        return redirect("exchange:visit", row.pk)
    return _small(request, row, form, _("Lo que probarán en casa"))


@by_password
@from_phones(changes=True)
def tried(request, pk, row):
    visit = _of(request, pk)
    found = get_object_or_404(visit.tries.select_related("organisation"), pk=row)
    if not here(request).is_inside(found.organisation):
        insist(Denied(_("Esto lo cuenta la organización que lo prueba."), "not_inside"))
    data, first = typed(request, {"result": found.result, "done": bool(found.done_on)})
    form = ResultForm(data, initial=first)
    if request.method == "POST" and form.is_valid():
        services.tried(row=found, by=request.user, at=when(request), **form.cleaned_data)
        messages.success(request, _("Guardado."))
        return redirect("exchange:visit", visit.pk)
    return _small(request, visit, form, found.words)


@by_password
@from_phones(changes=True)
def tell_back(request, pk, days):
    """The return of 30 or 90 days."""
    row = _of(request, pk)
    insist(_may_write(request, row))
    found = get_object_or_404(row.returns, days=days)
    data, first = typed(request, {"words": found.words})
    form = ReturnForm(data, initial=first)
    if request.method == "POST" and form.is_valid():
        services.tell_back(row=found, by=request.user, at=when(request), **form.cleaned_data)
        messages.success(request, _("Gracias por contarlo."))
        return redirect("exchange:visit", row.pk)
    return _small(request, row, form, _("La vuelta de los %(days)s días") % {"days": days})


def _small(request, visit, form, title):
    context = {"form": form, "visit": visit, "title": title}
    return page(request, "peer_exchange/visits/small.html", context, form)
