"""The one-page report: numbers, formulas and seats on paper. It names posts and organisations, and no woman."""

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from academy.members.models import Organisation

from ..figures import sheet, spread, tables, words
from ..papers import paper

#: What fits on one sheet of A4.
SEATS, PLACES = 9, 8
FIGURES = (
    "expiring_seats",
    "overdue_seats",
    "bench_strength",
    "depth",
    "coverage_true",
    "preparation_gap",
    "single_point",
    "rotation",
    "tenure_top",
    "youth",
    "first_time",
    "base_link",
    "places_reached",
    "open_at_handover",
    "commitments_kept",
)


def pdf(page):
    return paper("home/typst/report.typ", data(page))


def data(page):
    """Plain values for the template."""
    found = sheet.figures(page.facts, page.snapshots)
    one = found["uncovered_risk"]
    seats = tables.table_of("uncovered_risk", page.facts, page.snapshots)
    cover = spread.Spread(page.facts, "nivel")
    day = date_format(page.facts.day, "DATE_FORMAT")
    return {
        "language": get_language(),
        "title": _("Relevo de los cargos"),
        "scope": " · ".join(_names(page)),
        "asked": asked_in_words(page),
        "day": _("Cuenta del %(day)s") % {"day": day},
        "one": {
            "value": words.said(one) or "—",
            "title": str(one.formula.title),
            "behind": words.behind(one) or str(one.why),
            "words": f"{one.formula.words} {one.formula.reading}",
        },
        "figures": [_figure(found[key]) for key in FIGURES],
        "seats_title": _("Cargos por atender primero"),
        "seats": [[_text(cell) for cell in row.cells[:6]] for row in seats.rows(list(page.facts.open_seats()[:SEATS]))],
        "heads": [str(head) for head in seats.heads[:6]],
        "places_title": _("Cargos con relevo, por lugar"),
        "places": [
            [name, spread.say(*cover.sums[place][:2]), words.number(cover.sums[place][2], 1)]
            for place, name in cover.rows[:PLACES]
        ],
        "places_heads": [_("Lugar"), _("Con relevo / cargos"), _("Riesgo sin relevo")],
        "foot": _("La asamblea decide. Aquí se cuentan cargos y fechas, no personas. Menos de 5 mujeres: se reserva."),
        "how": _("Cómo se cuenta"),
    }


def _figure(figure):
    return {
        "title": str(figure.formula.title),
        "value": words.said(figure) or "—",
        "behind": words.behind(figure) or str(figure.why),
    }


def _names(page):
    paths = [*page.scope.trees, *page.scope.own]
    return list(Organisation.objects.filter(path__in=paths).values_list("name", flat=True)[:4])


def asked_in_words(page):
    """What was asked for, in words."""
    context = page.context()
    asked = page.asked
    said = [
        page.asked.part.name if page.asked.part else "",
        context["place_name"],
        dict(context["levels"]).get(asked.level, ""),
    ]
    said += [str(kind) for kind in context["kinds"] if kind.pk == asked.kind]
    said += [str(post) for post in context["posts"] if post.pk == asked.post]
    said += [{True: _("Campo"), False: _("Ciudad"), None: ""}[asked.rural]]
    said.append(_("Plazo: %(months)s meses") % {"months": asked.months})
    return " · ".join(str(each) for each in said if each)


def _text(cell):
    return date_format(cell, "SHORT_DATE_FORMAT") if hasattr(cell, "year") else str(cell)
