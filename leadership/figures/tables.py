"""The rows behind each figure, once for the page, its CSV and its XLSX: the same titles, the same rows, the same order.

No table names a woman. Who sits where is on the board of each organisation, for whoever may see it; a file with names
goes by two women (``leadership.exports``).
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from academy.core.suppression import ALL, K
from academy.members.models import Organisation, Seat, SeatKind, Territory
from academy.members.rules import name_key

from ..willing.evidence import tasks_of_kind
from . import sheet, words

IN_ONE = 500


@dataclass(frozen=True)
class Row:
    """``cells``: text, numbers and dates. ``address``: where the first cell leads, or empty."""

    cells: list
    address: str = ""


@dataclass(frozen=True)
class Table:
    """``items``: a queryset or a list; ``rows`` makes Rows of some of them, at a fixed number of queries.

    ``numbers``: columns that hold numbers. ``note``: what a reader should know of these rows.
    """

    heads: list
    items: Any
    rows: Callable
    numbers: set = field(default_factory=set)
    note: str = ""

    def labelled(self, items):
        """Rows for a page, where each cell is told with its title: on a narrow screen there is no head above it."""
        return [
            {
                "address": row.address,
                "labelled": [{"head": head, "value": cell} for head, cell in zip(self.heads, row.cells, strict=True)],
            }
            for row in self.rows(list(items))
        ]

    def all_rows(self):
        """Every row, some hundred at a time: for files."""
        items = self.items if isinstance(self.items, list) else list(self.items)
        for start in range(0, len(items), IN_ONE):
            yield from self.rows(items[start : start + IN_ONE])


def table_of(key, facts, snapshots):
    """The Table behind a figure."""
    return _TABLES[key](facts, snapshots)


# --- Seats -------------------------------------------------------------------------------------------


def _seat_table(items, facts, note=""):
    heads = [
        _("Cargo"),
        _("Organización"),
        _("Lugar"),
        _("Nivel"),
        _("Termina"),
        _("Estado"),
        _("Riesgo"),
        _("Mujeres listas"),
        _("Tareas que faltan"),
    ]
    return Table(heads, items, lambda some: _seat_rows(some, facts), {6, 7, 8}, note)


@dataclass(frozen=True, slots=True)
class Named:
    """A seat as rows say it: its name as ``str(Seat)`` has it, its organisation's name, place and level."""

    words: str
    organisation: str
    place: str
    level: str


def named(items):
    """``{seat pk: Named}``. Two queries of plain values: a file has twenty thousand rows."""
    kinds = {kind.pk: kind.name for kind in SeatKind.objects.all()}
    seats = Seat.objects.filter(pk__in=[item.seat for item in items]).values_list(
        "pk", "name", "kind", "number", "organisation__name", "organisation__territory__name", "organisation__level"
    )
    return {
        pk: Named(Seat.said(name or kinds.get(kind, ""), number), organisation, place or "", level)
        for pk, name, kind, number, organisation, place, level in seats
    }


def addresses_of(name):
    """A function from a pk to the address of its page: worked out once, whatever the number of rows."""
    any_pk = 987654321
    before, after = reverse(f"leadership:{name}", args=[any_pk]).split(str(any_pk))
    return lambda pk: f"{before}{pk}{after}"


def state_of(item, facts):
    if item.until is None:
        return "empty"
    if item.until < facts.day:
        return "overdue"
    return "ends" if item.until <= facts.last else "holds"


def _seat_rows(items, facts):
    seats, found, address = named(items), [], addresses_of("seat")
    # What few words say of many rows is translated once.
    levels = {value: str(label) for value, label in Organisation.Level.choices}
    states = {state: str(label) for state, label in words.STATES.items()}
    risks = {risk: words.percent(risk) for risk in {getattr(item, facts.risk) for item in items}}
    for item in items:
        seat = seats.get(item.seat)
        if seat is None:
            continue
        found.append(
            Row(
                [
                    seat.words,
                    seat.organisation,
                    seat.place,
                    levels.get(seat.level, seat.level),
                    item.until or "",
                    states[state_of(item, facts)],
                    risks[getattr(item, facts.risk)],
                    item.ready,
                    "" if item.gap is None else item.gap,
                ],
                address(item.seat),
            )
        )
    return found


def _open(facts, snapshots):
    return _seat_table(facts.open_seats(), facts)


def _by_depth(facts, snapshots):
    return _seat_table(facts.by_depth(), facts, _("Primero los cargos con ninguna."))


def _ending(facts, snapshots):
    return _seat_table(facts.seats().filter(facts.ending()).order_by("ready", "until", "path", "seat"), facts)


# --- Terms -------------------------------------------------------------------------------------------


def _elected(facts, snapshots):
    heads = [_("Cargo"), _("Organización"), _("Elección"), _("Quién entró"), _("Candidatas")]
    return Table(heads, facts.elected(), _elected_rows, {4})


def _elected_rows(items):
    seats, found, address = named(items), [], addresses_of("seat")
    for item in items:
        seat = seats.get(item.seat)
        if seat is None:
            continue
        came = {True: _("Otra mujer"), False: _("La misma"), None: _("No se sabe quién estuvo antes")}[item.new]
        candidates = "" if item.candidates is None else item.candidates
        cells = [seat.words, seat.organisation, item.since, came, candidates]
        found.append(Row(cells, address(item.seat)))
    return found


def _long(facts, snapshots):
    items = facts.held().filter(elected=True, run__gte=3).order_by("-run", "path", "seat")
    return _held_table(items, _("Períodos seguidos"), "run")


def _several(facts, snapshots):
    items = facts.held().filter(offices__gt=1).order_by("-offices", "path", "seat")
    return _held_table(items, _("Cargos que tiene a la vez"), "offices")


def _held_table(items, head, column):
    def rows(some):
        seats, address = named(some), addresses_of("seat")
        return [
            Row(
                [seats[item.seat].words, seats[item.seat].organisation, item.since, getattr(item, column)],
                address(item.seat),
            )
            for item in some
            if item.seat in seats
        ]

    return Table([_("Cargo"), _("Organización"), _("Desde"), head], items, rows, {3})


#: Upper ends of the stretches of years; what follows the last is open.
YEARS = (2, 4, 6, 8, 12, 16)


def _tenure(facts, snapshots):
    held, found, before = sorted(facts.years_held()), [], 0
    for end in (*YEARS, None):
        inside = [years for years in held if years >= before and (end is None or years < end)]
        label = _("%(years)s o más") % {"years": before} if end is None else f"{before} – {end}"
        found.append(Row([label, len(inside), round(sum(inside), 1)]))
        before = end
    heads = [_("Años de cargo"), _("Mujeres"), _("Años entre todas")]
    note = _("Son actas de elección: hechos públicos de la organización.")
    return Table(heads, found, list, {1, 2}, note)


# --- Organisations -----------------------------------------------------------------------------------


def _organisation_table(items, heads, columns, note=""):
    def rows(some):
        names = Organisation.objects.select_related("territory").in_bulk([item.organisation for item in some])
        found, address = [], addresses_of("board")
        for item in some:
            organisation = names.get(item.organisation)
            if organisation is None:
                continue
            place = organisation.territory.name if organisation.territory else ""
            cells = [organisation.name, place, *[getattr(item, column) for column in columns]]
            found.append(Row(cells, address(organisation.pk)))
        return found

    first = [_("Organización"), _("Lugar")]
    return Table([*first, *heads], items, rows, set(range(2, 2 + len(columns))), note)


def _hanging(facts, snapshots):
    note = _("Una sola mujer guarda dos cosas o más. Repartan, y anótenlo en «Quién guarda qué».")
    return _organisation_table(facts.organisations().filter(hangs=True).order_by("path"), [], [], note)


def _base_link(facts, snapshots):
    items = facts.organisations().filter(sessions__gt=0).order_by("path")
    return _organisation_table(items, [_("Sesiones"), _("Contadas a tiempo")], ["sessions", "sessions_told"])


def _handover(facts, snapshots):
    items = facts.organisations().filter(ending=True, open__gt=0).order_by("-open", "path")
    return _organisation_table(items, [_("Compromisos abiertos")], ["open"])


def _handed(facts, snapshots):
    items = facts.organisations().filter(items__gt=0).order_by("path")
    return _organisation_table(items, [_("Cosas por entregar"), _("Entregadas y recibidas")], ["items", "items_done"])


def _promises(facts, snapshots):
    items = facts.organisations().filter(due__gt=0).order_by("path")
    return _organisation_table(items, [_("Ya vencieron"), _("Cumplidos")], ["due", "kept"])


def _places(facts, snapshots):
    trained = facts.trained_by_place()
    names = dict(Territory.objects.filter(path__in=trained).values_list("path", "name"))
    ordered = sorted(trained, key=lambda place: (bool(trained[place]), name_key(names.get(place, place))))
    items = [Row([names.get(place, place), _("Sí") if trained[place] else _("Todavía ninguna")]) for place in ordered]
    note = _("Primero los lugares sin ninguna: ahí se invita primero.")
    return Table([_("Distrito"), _("¿Alguna mujer formada en 12 meses?")], items, list, set(), note)


# --- Offers and women --------------------------------------------------------------------------------


def task_words(snapshots):
    """``(words of a task of a kind of seat, {kind: its name})``: in the reader's language where a kind asks it, else as
    an organisation wrote it. One query.
    """
    kinds = list(SeatKind.objects.all())
    by_kind = {(kind.pk, key): said for kind in kinds for key, said in tasks_of_kind(kind)}
    own = {key: said for snapshot in snapshots.values() for key, said in snapshot.data.get("tasks", {}).items()}

    def say(post, task):
        return by_kind.get((post, task)) or own.get(task, "")

    return say, {kind.pk: str(kind) for kind in kinds}


def _gaps(facts, snapshots):
    say, kinds = task_words(snapshots)
    items = [Row([say(post, task), kinds.get(post, ""), number]) for post, task, number in facts.tasks_missing()]
    heads = [_("Tarea que falta"), _("Cargo"), _("En cuántos cargos")]
    return Table(heads, items, list, {2}, _("Lo que le falta a la dispuesta más preparada de cada cargo."))


def _first_time(facts, snapshots):
    return women_table(facts, snapshots, "first_time", {"first": _("Primera vez"), "again": _("Ya tuvieron cargo")})


def _youth(facts, snapshots):
    return women_table(facts, snapshots, "youth", {"young": _("Menos de 35 años"), "older": _("35 o más")})


def women_table(facts, snapshots, what, labels):
    """Counts by part of her scope, as the one release lets them be told."""
    items = []
    for snapshot, node in sheet.nodes(facts.scope, snapshots) or []:
        release = sheet.release_of(snapshot, what)
        for name, part in _parts_below(snapshot, node, what):
            told = [release.count(part=part, what=value) for value in labels]
            items.append(Row([name, *[_("reservado") if count is None else count for count in told]]))
    heads = [_("Parte de la red"), *[str(label) for label in labels.values()]]
    note = _("Se reservan los números menores de %(least)s y los que los delatarían.") % {"least": K}
    return Table(heads, items, list, set(range(1, len(heads))), note)


def _parts_below(snapshot, node, what):
    """``[(name, part)]``: the part itself, then those right below it by name. One query, two below the root."""
    tree = snapshot.data.get("women", {}).get(what, {}).get("parts", {})
    below = [part for part, above in tree.items() if above == node and not part.endswith(".")]
    names = dict(Organisation.objects.filter(path__in=below).values_list("path", "name"))
    parts = sorted(((names.get(part, part), part) for part in below), key=lambda row: name_key(row[0]))
    return [(snapshot.root.name if node is ALL else _name_of(node), node), *parts]


def _name_of(path):
    return Organisation.objects.filter(path=path).values_list("name", flat=True).first() or path


def _learning(facts, snapshots):
    figure = sheet.of_whole_tree("learning_to_leading", facts.scope, snapshots)
    items = []
    if figure.shown and figure.parts:
        items = [
            Row([_("Terminaron un curso hace seis meses o más"), figure.parts["of"]]),
            Row([_("Tomaron una tarea en seis meses"), figure.parts["some"]]),
        ]
    return Table([_("Qué"), _("Mujeres")], items, list, {1})


def _rural(facts, snapshots):
    labels = {"reached": _("Con alguna mujer formada"), "missed": _("Todavía ninguna")}
    table = women_table(facts, snapshots, "rural", labels)
    note = _("Son organizaciones del campo. Se reservan los números menores de %(least)s y los que los delatarían.")
    return replace(table, note=note % {"least": K})


def _hours(facts, snapshots):
    """The sum and its value, with who says what an hour is worth: never one woman's."""
    total, value = (sheet.of_whole_tree(key, facts.scope, snapshots) for key in ("unpaid_hours", "unpaid_value"))
    items = []
    if total.shown:
        items = [Row([_("Mujeres que lo dijeron"), total.n]), Row([_("Horas a la semana, entre todas"), total.value])]
    if value.shown:
        items += [
            Row([_("Valor a la semana, en soles"), words.number(value.value, 2)]),
            Row([_("De dónde sale el valor de la hora"), value.parts["source"]]),
        ]
    return Table([_("Qué"), _("Cuánto")], items, list, {1})


_TABLES = {
    "uncovered_risk": _open,
    "coverage_true": _open,
    "coverage_naive": _by_depth,
    "depth": _by_depth,
    "bench_strength": _ending,
    "expiring_seats": lambda facts, snapshots: _seat_table(facts.expiring(), facts),
    "overdue_seats": lambda facts, snapshots: _seat_table(facts.overdue(), facts),
    "preparation_gap": _gaps,
    "single_point": _hanging,
    "rotation": _elected,
    "candidates": _elected,
    "uncontested": lambda facts, snapshots: Table(
        [_("Cargo"), _("Organización"), _("Elección"), _("Quién entró"), _("Candidatas")],
        facts.elected().filter(candidates__lte=1),
        _elected_rows,
        {4},
    ),
    "consecutive_terms": _long,
    "multi_office": _several,
    "tenure_top": _tenure,
    "tenure_gini": _tenure,
    "tenure_hhi": _tenure,
    "first_time": _first_time,
    "youth": _youth,
    "learning_to_leading": _learning,
    "rural_reached": _rural,
    "unpaid_hours": _hours,
    "unpaid_value": _hours,
    "base_link": _base_link,
    "places_reached": _places,
    "training_gini": _places,
    "open_at_handover": _handover,
    "handover": _handed,
    "commitments_kept": _promises,
}
