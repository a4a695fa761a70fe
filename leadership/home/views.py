"""The organiser's home and what opens from it. Thin: numbers come from ``figures``, drawings from its ``drawing``."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from academy.core import audit, spreadsheets
from academy.members import facts as programmes
from academy.members.gates import by_password
from academy.members.models import Organisation

from ..figures import ahead, drawing, obeyed, sheet, spread, tables, words
from ..metrics import FORMULAS
from ..snapshots import services
from ..willing import bench
from . import report
from .opening import address, opened, scope_or_refuse

FIRST_SEATS, FIRST_TASKS, PER_PAGE, MOST_TOPS = 6, 5, 25, 4
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@opened
def pipeline(request, page):
    """One number first, and the seats behind it; then all the others in their order. At most twenty queries."""
    context = page.context()
    if page.facts is not None:
        found = sheet.figures(page.facts, page.snapshots)
        first = list(page.facts.open_seats()[:FIRST_SEATS])
        table = tables.table_of("uncovered_risk", page.facts, page.snapshots)
        context |= {
            "one": card(found["uncovered_risk"], page),
            "open": found["uncovered_risk"].parts.get("open", 0),
            "seats": table.rows(first),
            "chapters": _chapters(found, page),
            "silent": [card(found[key], page) for key in sheet.HOME[1:] if not found[key].shown],
            "named_files": _named_files(page),
        }
    return render(request, "leadership/home/pipeline.html", context)


def _chapters(found, page):
    """``[(heading, cards)]`` of the figures that have something to tell; the others are ``silent``."""
    told = [(heading, [card(found[key], page) for key in keys if found[key].shown]) for heading, keys in sheet.CHAPTERS]
    return [(heading, cards) for heading, cards in told if cards]


def _named_files(page):
    """``[(address, name)]`` of where files with names are asked for: the organisations that make up her scope."""
    tops = [*page.scope.trees, *page.scope.own][:MOST_TOPS]
    rows = Organisation.objects.filter(path__in=tops).values_list("pk", "name")
    return [(reverse("members:exports", args=[pk]), name) for pk, name in rows]


def card(figure, page):
    """A figure as a page shows it."""
    return {
        "key": figure.key,
        "figure": figure,
        "formula": figure.formula,
        "value": words.said(figure),
        "behind": words.behind(figure),
        "address": address("figure", page.asked, figure.key),
        "unused": obeyed.unused(figure.key, page.asked),
    }


@opened
def figure(request, page, key):
    """One figure: its number, its formula in words, the rows behind it, and the same as files."""
    if key not in sheet.KEYS:
        raise Http404
    context = page.context()
    if page.facts is not None:
        found = sheet.figures(page.facts, page.snapshots, [key, *_BESIDE.get(key, ())])
        table = tables.table_of(key, page.facts, page.snapshots)
        rows = Paginator(table.items, PER_PAGE).get_page(request.GET.get("pagina"))
        beside = [card(found[other], page) for other in _BESIDE.get(key, ())]
        context |= {
            "card": card(found[key], page),
            "table": table,
            "rows": table.labelled(rows.object_list),
            "page": rows,
            "query": page.asked.query(),
            "beside": beside,
            "worth_of": _worth_of(page) if key in ("unpaid_hours", "unpaid_value") else None,
            "offer": _offer(page) if key == "preparation_gap" else None,
            "files": [(end, address("figure_file", page.asked, key, end)) for end in ("csv", "xlsx")],
        }
    context |= {"formula": FORMULAS[key], "key": key}
    return render(request, "leadership/home/figure.html", context)


#: Numbers that are read together.
_BESIDE = {
    "tenure_top": ("tenure_gini", "tenure_hhi"),
    "coverage_true": ("coverage_naive",),
    "uncontested": ("candidates",),
    "places_reached": ("training_gini", "rural_reached"),
    "unpaid_hours": ("unpaid_value",),
}


def _worth_of(page):
    """The organisation whose worth of an hour she may say: the top of the one tree that she organises. One query."""
    top = page.scope.trees[0] if len(page.scope.trees) == 1 else ""
    return Organisation.objects.filter(path=top, depth=1).first() if top else None


def _offer(page):
    """The tasks most lacked, each with the courses that teach it: what to offer next."""
    rows = page.facts.tasks_missing(FIRST_TASKS)
    say, _kinds = tables.task_words(page.snapshots)
    courses = bench.offers([task for _post, task, _n in rows])
    known = {}
    for code in sorted({code for codes in courses.values() for code in codes}):
        known[code] = programmes.ask("courses.address", code=code, language=get_language())
    return [
        {
            "words": say(post, task),
            "seats": number,
            "courses": [known[code] for code in courses.get(task, ()) if known.get(code)],
        }
        for post, task, number in rows
    ]


@opened
def figure_file(request, page, key, ending):
    """CSV or XLSX of exactly what the page shows, all its rows. No names, so nobody has to approve it."""
    if key not in sheet.KEYS or page.facts is None:
        raise Http404
    found = sheet.figures(page.facts, page.snapshots, [key])[key]
    table = tables.table_of(key, page.facts, page.snapshots)
    return file_of(request, str(found.formula.title), card(found, page), table, page, key, ending)


def file_of(request, title, shown, table, page, name, ending):
    """Above the rows: what it is, of which day, and what was asked for."""
    head = [[title]]
    if shown:
        head.append([shown["value"] or str(shown["figure"].why), shown["behind"]])
    if shown and shown["unused"]:
        head.append([str(shown["unused"])])
    head += [
        [report.asked_in_words(page)],
        [_("Cuenta del %(day)s") % {"day": date_format(page.facts.day, "SHORT_DATE_FORMAT")}],
        [],
    ]
    rows = [*head, table.heads, *(row.cells for row in table.all_rows())]
    audit.note("leadership.figure_exported", by=request.user, figure=name, format=ending)
    content = spreadsheets.as_csv(rows) if ending == "csv" else spreadsheets.as_xlsx(rows, title)
    response = HttpResponse(content, content_type=CSV if ending == "csv" else XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name.replace("_", "-")}.{ending}"'
    return response


@opened
def pipeline_map(request, page):
    """Coverage by place: a matrix, a map, and the table beside them."""
    context = page.context()
    if page.facts is not None:
        cover = spread.Spread(page.facts, request.GET.get("ver", ""))
        table = cover.table()
        context |= {
            "by": cover.by,
            "ways": [
                ("nivel", _("Por nivel")),
                ("tipo", _("Por tipo de organización")),
                ("cargo", _("Por cargo")),
            ],
            "query": page.asked.query(),
            "matrix": cover.matrix(),
            "map": cover.map(),
            "table": table,
            "rows": table.labelled(table.items),
            "classes": [str(number) for number in range(len(drawing.CLASSES) + 1)],
            "files": [(end, address("map_file", page.asked, end, ver=cover.by)) for end in ("csv", "xlsx")],
        }
    return render(request, "leadership/home/map.html", context)


@opened
def map_file(request, page, ending):
    if page.facts is None:
        raise Http404
    table = spread.Spread(page.facts, request.GET.get("ver", "")).table()
    return file_of(request, _("Cargos con relevo, por lugar"), None, table, page, "relevo_por_lugar", ending)


@opened
def pipeline_forecast(request, page):
    """Seats at risk in twelve and twenty-four months, the flow of women, and what levers change."""
    context = page.context()
    if page.facts is not None:
        pulled = ahead.pulled(request.GET)
        rates = ahead.rates_of(page.snapshots)
        flow = ahead.flow(page.facts, page.snapshots, pulled)
        names = ahead.stage_names(page.scope)
        levels = dict(context["levels"])
        figures = ahead.rate_figures(rates)
        context |= {
            "pulled": pulled,
            "vacancies": [_vacancies(page, rates, months, pulled) for months in (12, 24)],
            "rates": [(label, figures[level]) for level, label in levels.items() if level in figures],
            "flow": flow,
            "networks": _networks(page),
            "unused": obeyed.unused("first_time", page.asked),
            "stages": _stage_rows(flow, names),
            "times": _times(page, names),
            "terms": ahead.TERMS,
            "formulas": [FORMULAS[key] for key in ("expected_vacancies", "exit_rate", "flow")],
        }
    return render(request, "leadership/home/forecast.html", context)


def _networks(page):
    """``[(address, name)]`` of the trees of her scope where there are several: women's ways are told of one. One query
    or none.
    """
    tops = [*page.scope.trees, *page.scope.own]
    if len(tops) < 2:
        return []
    rows = Organisation.objects.filter(path__in=tops[:MOST_TOPS]).order_by("path")
    return [(f"?{page.asked.query(part=each)}", each.name) for each in rows]


def _vacancies(page, rates, months, pulled):
    found = ahead.vacancies(page.facts, rates, months)
    said = {"months": months, "figure": found.figure, "value": words.said(found.figure)}
    if found.figure.shown:
        said["low"], said["high"] = words.number(found.figure.low), words.number(found.figure.high)
        number = round(found.figure.value) + 1
        if number <= found.figure.n:
            said["more"], said["number"] = words.percent(found.or_more), number
        if pulled.years:
            moved = ahead.with_terms(page.facts, rates, pulled.years, months)
            said["moved"] = words.said(moved)
    return said


def _stage_rows(flow, names):
    rows = []
    for stage in ahead.STAGES:
        row = {"name": names.get(stage, stage), "today": flow.told[stage], "years": []}
        row["years"] = [year[stage] for year in flow.years[1:]]
        if flow.changed:
            row["changed"] = flow.changed[stage]
        rows.append(row)
    return rows


def _times(page, names):
    """Months until the next step, of a whole tree: ``[(stage, Figure)]``."""
    parts = sheet.nodes(page.scope, page.snapshots) or []
    if len(parts) != 1 or parts[0][1] is not None:
        return []
    kept = parts[0][0].data.get("times", {})
    return [(names.get(stage, stage), sheet.Figure.from_json(kept[stage])) for stage in ahead.STAGES if stage in kept]


@opened
def report_pdf(request, page):
    """One page to print for an assembly or a donor: numbers and seats, no woman's name."""
    if page.facts is None:
        raise Http404
    audit.note("leadership.report_printed", by=request.user)
    response = HttpResponse(report.pdf(page), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="relevo.pdf"'
    return response


@by_password
@require_POST
def recount(request):
    """Count again, by the worker, so that a large network keeps nobody waiting."""
    for path in scope_or_refuse(request.user).roots:
        services.soon(path)
    messages.success(request, _("Listo. La cuenta nueva estará en un momento."))
    return redirect("leadership:pipeline")
