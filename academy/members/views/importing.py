"""A list of women: sent, looked over, confirmed. Nobody is added before the last step."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..forms import status_of
from ..forms.organising import UploadForm
from ..gates import by_password
from ..importing import TEMPLATE, Unreadable
from ..models import MemberImport
from ..services import importing as service
from .organising import organisation_or_refuse, require_role

PER_PAGE = 100
#: Seconds after which the page that shows the progress asks again.
ASK_AGAIN = 2
VIEWS = ("all", service.PROBLEM, service.ALIKE_NAME, service.SAME_NAME, service.READY)


@by_password
def import_members(request, pk):
    place = organisation_or_refuse(request, pk, organiser=True)
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            imported = service.upload(organisation=place, by=request.user, raw=file.read(), file_name=file.name)
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable))
        else:
            return redirect("members:import_preview", pk=place.pk, imported=imported.pk)
    pending = _hers(request, place).exclude(state=service.State.DONE).defer("rows", "choices", "unused")
    context = {"organisation": place, "form": form, "pending": pending}
    return render(request, "members/organise/import.html", context, status=status_of(form))


@by_password
def template(request):
    """An empty list to fill in. With a mark at its start, so that Excel reads its accents."""
    require_role(request)
    response = HttpResponse("\ufeff" + TEMPLATE, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="plantilla-socias.csv"'
    return response


@by_password
def import_preview(request, pk, imported):
    place = organisation_or_refuse(request, pk, organiser=True)
    listed = _hers(request, place).filter(pk=imported).first()
    if listed is None:
        raise Http404
    if request.method == "POST":
        return _decided(request, place, listed)
    if listed.state in (service.State.WAITING, service.State.RUNNING):
        return _progress(request, place, listed)
    if listed.state == service.State.DONE:
        return render(request, "members/organise/import_done.html", {"organisation": place, "imported": listed})
    return _preview(request, place, listed)


def _hers(request, place):
    """Only who sent a list sees it, and only for a day."""
    return MemberImport.objects.filter(
        organisation=place, by=request.user, created_at__gt=timezone.now() - service.KEPT_FOR
    )


def _decided(request, place, listed):
    action = request.POST.get("action")
    if action == "discard":
        if listed.state in (service.State.PREVIEW, service.State.FAILED):
            listed.delete()
        messages.info(request, _("Borramos la lista. No se agregó a nadie."))
        return redirect("members:import_members", pk=place.pk)
    choices = {name.removeprefix("row-"): choice for name, choice in request.POST.items() if name.startswith("row-")}
    if action in ("all_new", "all_skip"):
        choice = service.NEW if action == "all_new" else service.SKIP
        choices = {str(row["line"]): choice for row in listed.rows if row["kind"] == service.ALIKE_NAME}
    service.choose(imported=listed, choices=choices)
    address = reverse("members:import_preview", args=[place.pk, listed.pk])
    if action == "confirm":
        service.confirm(imported=listed)
        return redirect(address)
    view, page = request.POST.get("ver", ""), request.POST.get("pagina", "")
    if view in VIEWS and page.isascii() and page.isdigit():
        address += f"?ver={view}&pagina={page}"
    return redirect(address)


def _preview(request, place, listed):
    for row in listed.rows:
        row["choice"] = listed.choices.get(str(row["line"]), service.SKIP)
        if row["twin"] and row["twin"]["since"]:
            row["twin"]["day"] = date.fromisoformat(row["twin"]["since"])
    count = {view: sum(row["kind"] == view for row in listed.rows) for view in VIEWS[1:]}
    count["all"] = len(listed.rows)
    view = request.GET.get("ver")
    if view not in VIEWS:
        view = "all"
    rows = [row for row in listed.rows if view in ("all", row["kind"])]
    labels = (_("Todas"), _("Con problemas"), _("Parecidas"), _("Ya están"), _("Listas"))
    chosen = sum(row["choice"] == service.NEW for row in listed.rows if row["twin"])
    context = {
        "organisation": place,
        "imported": listed,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina")),
        "view": view,
        "views": [(name, label, count[name]) for name, label in zip(VIEWS, labels, strict=True)],
        "count": count,
        "to_add": count[service.READY] + chosen,
    }
    return render(request, "members/organise/import_preview.html", context)


def _progress(request, place, listed):
    total = len(listed.rows)
    context = {
        "organisation": place,
        "imported": listed,
        "total": total,
        "percent": 100 * listed.seen // total if total else 0,
    }
    response = render(request, "members/organise/import_progress.html", context)
    # The page asks for itself again, without JavaScript.
    response["Refresh"] = str(ASK_AGAIN)
    return response
