"""Coverage by place and by another thing, for the matrix, the map and the table beside them."""

from collections import defaultdict

from django.utils.translation import gettext as _

from academy.members.models import Organisation, OrganisationKind, SeatKind, Territory
from academy.members.rules import name_key

from . import drawing, words
from .tables import Row, Table

#: What the columns can be, by their word in the address.
COLUMNS = {"nivel": "level", "tipo": "kind", "cargo": "post"}


def steps_below(asked):
    """How many steps of a territory's path stand one below the place asked for: regions where none is."""
    return len(asked.place.strip("/").split("/")) + 1 if asked.place else 2


def cut(place, steps):
    """The place that deep, or the place itself where it is less deep. Empty: nobody said where."""
    return "/" + "/".join(place.strip("/").split("/")[:steps]) + "/" if place else ""


class Spread:
    """``rows`` [(place, name)], ``columns`` [(key, name)], ``cells`` and ``sums`` {…: (covered, of, risk)}."""

    def __init__(self, facts, by):
        self.facts, self.by = facts, by if by in COLUMNS else "nivel"
        steps = steps_below(facts.asked)
        self.cells, self.sums = defaultdict(lambda: (0, 0, 0.0)), defaultdict(lambda: (0, 0, 0.0))
        for place, column, of, covered, risk in facts.by_cell(COLUMNS[self.by]):
            where = cut(place, steps)
            self._add(self.cells, (where, column), covered, of, risk)
            self._add(self.sums, where, covered, of, risk)
        names = dict(Territory.objects.filter(path__in=list(self.sums)).values_list("path", "name"))
        rows = [(place, names.get(place) or _("Sin lugar anotado")) for place in self.sums]
        self.rows = sorted(rows, key=lambda row: (not row[0], name_key(row[1])))
        used = {column for _where, column in self.cells}
        self.columns = [(key, name) for key, name in self._names() if key in used]

    @staticmethod
    def _add(heap, key, covered, of, risk):
        some, all_, sum_ = heap[key]
        heap[key] = (some + covered, all_ + of, sum_ + risk)

    def _names(self):
        if self.by == "nivel":
            return [(value, str(label)) for value, label in Organisation.Level.choices]
        kinds = OrganisationKind.objects.all() if self.by == "tipo" else SeatKind.objects.all()
        return [(kind.pk, str(kind)) for kind in kinds]

    def matrix(self):
        cells = {key: cell[:2] for key, cell in self.cells.items()}
        return drawing.matrix(self.rows, self.columns, cells, say)

    def map(self):
        return drawing.tile_map(
            [(place, name, *self.sums[place][:2]) for place, name in self.rows if place],
            lambda covered, of: words.percent(covered / of),
        )

    def table(self):
        """The same numbers as rows; the first cell narrows the page to its place."""
        items = []
        for place, name in self.rows:
            covered, of, risk = self.sums[place]
            cells = [self._cell(place, column) for column, _name in self.columns]
            items.append(Row([name, *cells, f"{covered} / {of}", words.number(risk, 1)], self._address(place)))
        heads = [_("Lugar"), *[name for _key, name in self.columns], _("Con relevo / cargos"), _("Riesgo sin relevo")]
        return Table(heads, items, list, set(range(1, len(heads))))

    def _cell(self, place, column):
        covered, of, _risk = self.cells.get((place, column), (0, 0, 0))
        return f"{covered} / {of}" if of else ""

    def _address(self, place):
        deeper = place and place != self.facts.asked.place
        return "?" + self.facts.asked.query(place=place) if deeper else ""


def say(covered, of):
    return f"{covered} / {of}"
