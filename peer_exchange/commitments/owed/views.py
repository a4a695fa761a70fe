"""«Lo que nos deben»: the page, and the same as CSV, spreadsheet and one printed page."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from academy.core import audit
from academy.core.days import DayField
from academy.core.ids import parse
from academy.core.spreadsheets import as_csv, as_xlsx
from academy.members.kept_forms import keeps_what_she_typed
from academy.members.models import Territory

from ... import doors
from ...models import Commitment, Institution
from .. import shown
from . import chart, exports, reading

PAGE = 20
#: Rows of a file: a confederation's, read in one go. More are narrowed down first.
MOST_ROWS = 60_000


class AskForm(forms.Form):
    """What the address asks for; what makes no sense there is left out."""

    organizacion = forms.IntegerField(required=False, min_value=1)
    institucion = forms.CharField(required=False, max_length=40)
    lugar = forms.IntegerField(required=False, min_value=1)
    tema = forms.CharField(required=False, max_length=80)
    desde = DayField(label=gettext_lazy("Desde"), required=False)
    hasta = DayField(label=gettext_lazy("Hasta"), required=False)


def asked_of(request):
    """Up to three queries, one for each thing that is named."""
    form = AskForm(request.GET)
    form.is_valid()
    said = form.cleaned_data
    number = parse(said.get("institucion") or "")
    return reading.Asked(
        organisation=_organisation(request, said.get("organizacion")),
        institution=Institution.objects.filter(pk=number).first() if number else None,
        territory=Territory.objects.filter(pk=said["lugar"]).first() if said.get("lugar") else None,
        topic=said.get("tema") or "",
        since=said.get("desde"),
        until=said.get("hasta"),
    )


def _organisation(request, number):
    """Only one of hers narrows the page down: others are no place to look from."""
    return doors.places_of(doors.here(request)).filter(pk=number).first() if number else None


def title_of(asked):
    """What the page is about, in words."""
    named = [asked.organisation, asked.institution, asked.territory]
    return " · ".join([*(each.name for each in named if each), *([asked.topic] if asked.topic else [])])


def _rows(request, asked):
    return reading.wanted(Commitment.objects.visible_to(request.user, doors.here(request)), asked)


@keeps_what_she_typed
@never_cache
@require_safe
def owed(request):
    """At most 12 queries, whatever the number of promises: standing 3, session and user 2, what is asked for 0–4,
    figures 3, the list 2."""
    asked, today = asked_of(request), timezone.localdate()
    rows = _rows(request, asked)
    found = reading.reckoned(rows, at=today)
    # Counted already: a second count of fifty thousand rows would be for the pages' numbers only.
    paginator = Paginator(shown.listed(reading.longest_owed(rows)), PAGE)
    paginator.count = found.whole.open
    page = paginator.get_page(request.GET.get("p"))
    bars, height = chart.bars(found.institutions)
    address = request.GET.copy()
    address.pop("p", None)
    context = {
        "asked": asked,
        "about": title_of(asked),
        "owed": found,
        "tables": [
            ("institucion", _("Por institución"), found.institutions),
            ("lugar", _("Por lugar"), found.territories),
            ("tema", _("Por tema"), found.topics),
        ],
        "bars": bars,
        "height": height,
        "width": chart.WIDTH,
        "page": page,
        "rows": [shown.shown(row, today) for row in page],
        "address": address.urlencode(),
        "since": request.GET.get("desde", "")[:10],
        "until": request.GET.get("hasta", "")[:10],
    }
    return render(request, "peer_exchange/commitments/owed.html", context)


def _file(request, kind, ending, content_type, make):
    asked, today = asked_of(request), timezone.localdate()
    rows = _rows(request, asked).order_by("institution_said", "made_on", "pk")[:MOST_ROWS]
    response = HttpResponse(make(exports.rows_of(rows, at=today)), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="lo-que-nos-deben-{today}.{ending}"'
    audit.note("exchange.owed_exported", by=request.user, kind=kind)
    return response


@keeps_what_she_typed
@never_cache
@require_safe
def owed_csv(request):
    return _file(request, "csv", "csv", "text/csv; charset=utf-8", as_csv)


@keeps_what_she_typed
@never_cache
@require_safe
def owed_xlsx(request):
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(request, "xlsx", "xlsx", kind, lambda rows: as_xlsx(rows, _("Lo que nos deben")))


@keeps_what_she_typed
@never_cache
@require_safe
def owed_pdf(request):
    """One page for a meeting."""
    asked, today = asked_of(request), timezone.localdate()
    rows = _rows(request, asked)
    made = exports.one_page(
        title=title_of(asked) or _("Lo que nos deben"),
        owed=reading.reckoned(rows, at=today),
        longest=list(reading.longest_owed(rows)[: exports.MOST_PROMISES]),
        today=today,
    )
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="lo-que-nos-deben-{today}.pdf"'
    return response
