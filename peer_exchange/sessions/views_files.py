"""The list of sessions as a file: days, kinds, titles and counts. No woman is named in it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from academy.core import audit, spreadsheets
from academy.members.gates import by_password

from ..reserve import standing_of
from . import querying
from .forms import SearchForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@by_password
@never_cache
@require_safe
def sessions_csv(request):
    return _file(request, "csv", "text/csv; charset=utf-8", spreadsheets.as_csv)


@by_password
@never_cache
@require_safe
def sessions_xlsx(request):
    return _file(request, "xlsx", XLSX, lambda rows: spreadsheets.as_xlsx(rows, _("Sesiones")))


def _file(request, ending, content_type, made):
    form = SearchForm(request.GET)
    form.is_valid()
    rows = querying.table(standing_of(request.user), form.cleaned_data)
    audit.note("exchange.sessions_exported", by=request.user, rows=len(rows) - 1)
    response = HttpResponse(made(rows), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="sesiones.{ending}"'
    return response
