"""What counts for each stage: proposed by organisers, adopted in assembly, read by the whole base."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from academy.core.ids import parse
from academy.members.forms import status_of
from academy.members.gates import by_password
from academy.members.kept_forms import take
from academy.members.permissions import may_organise
from academy.members.services.access import Refused

from ..models import StageCriteria
from ..querysets import register_of
from . import rules, services
from .forms import AdoptForm, CriteriaForm, NamesForm
from .reading import criteria_over
from .shown import EVIDENCE_WORDS, names_of, stages

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@by_password
@require_GET
def criteria(request, pk):
    """Those in force, those that wait for an assembly, and every version before."""
    place = get_object_or_404(register_of(request.user), pk=pk)
    versions = list(StageCriteria.objects.filter(organisation=place))
    adopted = next((each for each in versions if each.adopted_on), None)
    context = {
        "organisation": place,
        "adopted": adopted,
        "rows": in_words(adopted),
        "waiting": [(each, in_words(each)) for each in versions if not each.adopted_on],
        "before": [each for each in versions if each.adopted_on and each != adopted],
        "organises": bool(may_organise(request.user, place)),
    }
    return render(request, "leadership/stages/criteria.html", context)


def in_words(criteria):
    """``[(Stage, [what shows it], how many)]`` of the stages, in the words of this version; nothing shows the first."""
    names = stages(names_of(criteria))
    rows = []
    for code in rules.STAGES:
        kinds, least = rules.needed(code, criteria.rules if criteria else {})
        rows.append((names[code], [EVIDENCE_WORDS[kind] for kind in kinds], least))
    return rows


def _proposed(request, place, form, **said):
    """Where she goes once it waits for the assembly; None where it was refused, which the form then says."""
    try:
        services.propose_criteria(organisation=place, by=request.user, id=parse(request.POST.get("nonce")), **said)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, _("Listo. Ahora lo conversa la asamblea."))
    return redirect("leadership:criteria", pk=place.pk)


@by_password
@require_http_methods(READ_AND_WRITE)
def propose(request, pk):
    place = get_object_or_404(register_of(request.user), pk=pk)
    _organisers_only(request, place)
    latest = StageCriteria.objects.filter(organisation=place).first()
    kept = take(request, request.path)
    form = CriteriaForm(request.POST or kept or None, criteria=latest.rules if latest else None)
    if request.method == "POST" and form.is_valid():
        done = _proposed(request, place, form, rules_=form.rules(), words=form.cleaned_data["words"])
        if done:
            return done
    context = {"organisation": place, "form": form, "title": _("Proponer criterios")}
    return render(request, "leadership/stages/write.html", context, status=_status(request, form))


@by_password
@require_http_methods(READ_AND_WRITE)
def name(request, pk):
    """The words of the stages, in each language, as a version that waits for the assembly."""
    place = get_object_or_404(register_of(request.user), pk=pk)
    _organisers_only(request, place)
    latest = StageCriteria.objects.filter(organisation=place).first()
    kept = take(request, request.path)
    form = NamesForm(request.POST or kept or None, names=names_of(latest or criteria_over(place.path)))
    if request.method == "POST" and form.is_valid():
        done = _proposed(request, place, form, names=form.names())
        if done:
            return done
    context = {"organisation": place, "form": form, "title": _("Proponer otras palabras")}
    return render(request, "leadership/stages/names.html", context, status=_status(request, form))


@by_password
@require_http_methods(READ_AND_WRITE)
def adopt(request, pk):
    found = StageCriteria.objects.visible_to(request.user).select_related("organisation")
    found = get_object_or_404(found, pk=pk)
    _organisers_only(request, found.organisation)
    kept = take(request, request.path)
    form = AdoptForm(request.POST or kept or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.adopt_criteria(criteria=found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Anotado. Estos criterios valen desde esa asamblea."))
            return redirect("leadership:criteria", pk=found.organisation_id)
    context = {"organisation": found.organisation, "form": form, "title": _("La asamblea aprobó los criterios")}
    return render(request, "leadership/stages/write.html", context, status=_status(request, form))


def _organisers_only(request, place):
    decision = may_organise(request.user, place)
    if not decision:
        raise PermissionDenied(decision.reason)


def _status(request, form):
    return status_of(form) if request.method == "POST" else 200
