"""Pages of files that name women. To who is not near the organisation they do not exist."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from academy.core.ids import parse

from ..forms import status_of
from ..gates import by_password
from ..kept_forms import take as take_kept
from ..models import ExportRequest
from ..seats.querysets import organisations_near
from ..services.access import Refused
from . import forms, kinds, services

PER_PAGE = 30


def _organisation_or_404(request, pk):
    return get_object_or_404(organisations_near(request.user), pk=pk)


def _request_or_404(request, pk):
    found = ExportRequest.objects.visible_to(request.user).select_related("organisation", "asked_by", "decided_by")
    return get_object_or_404(found, pk=pk)


@by_password
@require_GET
def exports(request, pk):
    """What was asked for here and what became of it, for the whole organisation; what she may ask for."""
    place = _organisation_or_404(request, pk)
    asked = ExportRequest.objects.filter(organisation=place).select_related("asked_by", "decided_by")
    page = Paginator(asked, PER_PAGE).get_page(request.GET.get("pagina"))
    for each in page:
        each.title = kinds.title_of(each.kind)
    mine = [kind for kind in kinds.offered() if services.right_to(kind, request.user, place)]
    context = {"organisation": place, "page": page, "kinds": mine}
    return render(request, "members/exporting/exports.html", context)


@by_password
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, pk, kind):
    """``kind``: a name of ``kinds``; what else the address says goes to the kind's ``clean``."""
    place, found = _organisation_or_404(request, pk), kinds.get(kind)
    if found is None:
        raise Http404
    decision = services.right_to(found, request.user, place)
    if not decision:
        raise PermissionDenied(decision.reason)
    try:
        params = found.clean(request.POST if request.method == "POST" else request.GET)
    except Refused as refused:
        raise Http404 from refused
    kept = take_kept(request, request.path)
    form = forms.AskForm(request.POST if request.method == "POST" else None, kind=found, initial=kept.dict())
    if request.method == "POST" and form.is_valid():
        try:
            made = services.ask(
                kind=found,
                organisation=place,
                by=request.user,
                params=params,
                request_id=parse(request.POST.get("nonce")),
                **form.cleaned_data,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Listo. Ahora la revisa otra compañera."))
            return redirect("members:export", pk=made.pk)
    context = {
        "organisation": place,
        "kind": found,
        "form": form,
        "params": params,
        "said": found.said(place, params),
    }
    return render(request, "members/exporting/ask.html", context, status=status_of(form))


@by_password
@require_GET
def export(request, pk):
    return _export_page(request, _request_or_404(request, pk))


def _export_page(request, found, form=None):
    kind = kinds.get(found.kind)
    context = {
        "export": found,
        "organisation": found.organisation,
        "title": kinds.title_of(found.kind),
        "said": kind.said(found.organisation, found.params) if kind else [],
        "decision": services.may_decide(request.user, found),
        "may_withdraw": bool(services.may_withdraw(request.user, found)),
        "take": services.may_take(request.user, found),
        "others": services.others_who_may_decide(found) if found.state == "open" else [],
        "downloads": found.downloads.select_related("by"),
        "form": form or forms.RefuseForm(),
    }
    return render(request, "members/exporting/export.html", context, status=status_of(context["form"]))


@by_password
@require_POST
def decide(request, pk):
    """Approve, refuse or withdraw. Stays on its page where that cannot be done, and says why."""
    found = _request_or_404(request, pk)
    action = request.POST.get("action")
    form = forms.RefuseForm(request.POST) if action == "refuse" else None
    if form is not None and not form.is_valid():
        return _export_page(request, found, form)
    try:
        if action == "approve":
            services.approve(request=found, by=request.user)
            messages.success(request, _("Aprobada. Tu compañera ya puede descargarla."))
        elif action == "refuse":
            services.refuse(request=found, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Anotado. Tu compañera verá por qué."))
        elif action == "withdraw":
            services.withdraw(request=found, by=request.user)
            messages.success(request, _("Retirada. No sale ningún archivo."))
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("members:export", pk=found.pk)


@by_password
@require_GET
def take(request, pk):
    """The file, to who asked or approved. Each time is written down."""
    found = _request_or_404(request, pk)
    decision = services.may_take(request.user, found)
    if not decision:
        if decision.code == "not_hers":
            raise PermissionDenied(decision.reason)
        messages.warning(request, decision.reason)
        return redirect("members:export", pk=found.pk)
    try:
        content, kind, name = services.take(request=found, by=request.user)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("members:export", pk=found.pk)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
