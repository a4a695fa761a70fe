"""A list of boards: sent, looked over, handed to a second woman."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from academy.core import spreadsheets
from academy.members.forms import status_of
from academy.members.forms.organising import UploadForm
from academy.members.gates import by_password
from academy.members.importing import Unreadable
from academy.members.permissions import may_organise
from academy.members.services.access import Refused

from ..models import BoardImport
from . import importing as service
from . import lists
from .views import READ_AND_WRITE, organisation_or_404

CSV = "text/csv; charset=utf-8"


class BoardsForm(UploadForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext_lazy("CSV o Excel (.xlsx). Hasta 500 filas y 2 MB.")


def organised_or_refuse(request, pk):
    place = organisation_or_404(request, pk)
    decision = may_organise(request.user, place)
    if not decision:
        raise PermissionDenied(decision.reason)
    return place


def _hers(request, place, pk):
    """Only who sent a list sees it, and only for a day."""
    recent = BoardImport.objects.filter(
        organisation=place, by=request.user, created_at__gt=timezone.now() - service.KEPT_FOR
    )
    found = recent.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@by_password
@require_GET
def template(request):
    """An empty list to fill in. With a mark at its start, so that Excel reads its accents."""
    return _file("\ufeff" + lists.TEMPLATE, "plantilla-directivas.csv")


def _file(content, name):
    response = HttpResponse(content, content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@by_password
@require_http_methods(READ_AND_WRITE)
def import_boards(request, pk):
    place = organised_or_refuse(request, pk)
    form = BoardsForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            imported = service.upload(organisation=place, by=request.user, raw=file.read(), file_name=file.name)
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable))
        else:
            return redirect("leadership:boards_preview", pk=place.pk, imported=imported.pk)
    context = {"organisation": place, "form": form}
    return render(request, "leadership/register/import.html", context, status=status_of(form))


@by_password
@require_http_methods(READ_AND_WRITE)
def boards_preview(request, pk, imported):
    place = organised_or_refuse(request, pk)
    listed = _hers(request, place, imported)
    if request.method == "POST":
        return _decided(request, place, listed)
    good = [row for row in listed.rows if not row["problems"]]
    wrong = [row for row in listed.rows if row["problems"]]
    context = {"organisation": place, "imported": listed, "good": good, "wrong": wrong}
    return render(request, "leadership/register/import_preview.html", context)


def _decided(request, place, listed):
    if request.POST.get("action") == "discard":
        listed.delete()
        messages.info(request, _("Borramos la lista. Nada se guardó."))
        return redirect("leadership:import_boards", pk=place.pk)
    if request.POST.get("action") == "confirm":
        try:
            service.confirm(imported=listed, by=request.user)
        except Refused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _("Listo. Ahora lo revisa otra compañera."))
    return redirect("leadership:boards_preview", pk=place.pk, imported=listed.pk)


@by_password
@require_GET
def wrong_rows(request, pk, imported):
    place = organised_or_refuse(request, pk)
    listed = _hers(request, place, imported)
    return _file(spreadsheets.as_csv(service.wrong_as_table(listed)), "filas-por-corregir.csv")
