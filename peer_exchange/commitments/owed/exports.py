"""What is owed as files: a row for each promise, and one page for a meeting. No woman is named in them."""

from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from academy.core.papers import paper

from ...models import Commitment, Ladder, Obstacle
from .. import rules
from ..shown import quantity

TYPST = Path(__file__).resolve().parent.parent.parent / "typst"
#: What a row of a file is made of: values and no rows, which would cost ten times as much for fifty thousand.
COLUMNS = (
    *("institution_said", "post_said", "words", "kind", "topic", "organisation__name", "territory__name", "made_on"),
    *("due_on", "due_said", "closed_on", "unit", "asked", "promised", "obtained", "state", "obstacle", "step"),
)
CHOICES = {
    "kind": Commitment.Kind.choices,
    "state": Commitment.State.choices,
    "obstacle": Obstacle.choices,
    "step": Ladder.choices,
}
#: Lines of a table on the one page.
MOST_GROUPS, MOST_PROMISES = 6, 8


def rows_of(rows, *, at):
    """``[titles, …]``: each promise as values, dates as dates and amounts as numbers. One query."""
    yield [
        str(_("Institución")),
        str(_("Puesto")),
        str(_("Qué prometió")),
        str(_("Cómo quedó")),
        str(_("Tema")),
        str(_("Organización")),
        str(_("Lugar")),
        str(_("Lo prometieron")),
        str(_("Para cuándo")),
        str(_("Unidad")),
        str(_("Pedimos")),
        str(_("Prometieron")),
        str(_("Llegó")),
        str(_("Estado")),
        str(_("Días tarde")),
        str(_("Obstáculo")),
        str(_("Último paso")),
    ]
    labels = {field: {code: str(label) for code, label in choices} for field, choices in CHOICES.items()}
    for told in rows.values_list(*COLUMNS).iterator(2000):
        row = dict(zip(COLUMNS, told, strict=True))
        due_on, state = row["due_on"], row["state"]
        late = rules.days_late(due_on=due_on, closed_on=row["closed_on"], at=at) if state != "void" else None
        yield [
            row["institution_said"],
            row["post_said"],
            row["words"],
            labels["kind"][row["kind"]],
            row["topic"],
            row["organisation__name"],
            row["territory__name"] or "",
            row["made_on"],
            due_on or row["due_said"],
            row["unit"],
            *(None if row[name] is None else float(row[name]) for name in ("asked", "promised", "obtained")),
            labels["state"][state],
            late,
            labels["obstacle"].get(row["obstacle"], ""),
            labels["step"].get(row["step"], ""),
        ]


def one_page(*, title, owed, longest, today):
    """Bytes of the report for a meeting: the figures, kept of due by institution, what is owed longest."""
    whole = owed.whole
    figures = [
        (_("Promesas"), str(whole.total)),
        (_("Con fecha ya llegada"), str(whole.due)),
        (_("Cumplidas, de cada 100"), "–" if whole.percent is None else str(whole.percent)),
        (_("Vencidas hoy"), str(whole.overdue)),
        (_("Días de tardanza (la del medio)"), "–" if whole.late is None else f"{whole.late:g}"),
    ]
    data = {
        "language": get_language() or "es",
        "title": title,
        "day": date_format(today, "DATE_FORMAT"),
        "subtitle": _("Lo que nos prometieron y lo que falta"),
        "figures": figures,
        "by": _("Por institución"),
        "legend": [_("cumplido"), _("en parte"), _("no cumplido")],
        "columns": [_("Institución"), _("Cumplido"), _("En parte"), _("No cumplido"), _("De las que vencieron")],
        "groups": [
            {"name": line.name, "kept": line.figures.kept, "partly": line.figures.partly, "broken": line.figures.broken}
            for line in owed.institutions
            if line.figures.due
        ][:MOST_GROUPS],
        "obstacles_label": _("Qué lo traba"),
        "obstacles": [f"{line.name}: {line.figures.total}" for line in owed.obstacles[:MOST_GROUPS]],
        "longest_label": _("Lo que más esperamos"),
        "longest": [_promise(row, today) for row in longest[:MOST_PROMISES]],
        "formula": _(
            "Cumplidas: de las promesas cuya fecha ya llegó. Las cumplidas en parte cuentan por la parte que llegó."
        ),
        "sign": [_("Entregado a"), _("Fecha y sello")],
    }
    return paper(TYPST / "owed.typ", data)


def _promise(row, today):
    when = rules.when_in_words(state=row.state, due_on=row.due_on, closed_on=row.closed_on, at=today)
    amounts = [quantity(each) or "–" for each in (row.asked, row.promised, row.obtained)]
    told = f" ({' / '.join(amounts)} {row.unit})" if row.promised is not None or row.asked is not None else ""
    who = ", ".join(each for each in (row.institution_said, row.post_said) if each)
    words = row.words if len(row.words) <= 160 else f"{row.words[:159]}…"
    return {"who": who, "words": f"{words}{told}", "when": when}
