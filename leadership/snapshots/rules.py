"""What a counting works out of whole chains of terms and of the tree. Pure: values in, values out."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from academy.core.suppression import ALL

from ..metrics.shapes import years_between

#: A part by which women are told of has so many for each thing that is told (a stage, first time or not).
WOMEN_FOR_EACH = 25
#: Up to so many seats are counted while the reader waits; more by the worker.
AT_ONCE = 120
#: A counting older than this is made again when somebody looks.
YOUNG = {"small": timedelta(minutes=10), "large": timedelta(hours=6)}
#: After changes of a board a new counting waits so long for more of them.
SETTLES = {"small": timedelta(0), "large": timedelta(minutes=15)}
#: A counting that has not ended by then will not.
LOST = timedelta(minutes=30)


@dataclass(frozen=True)
class Told:
    """What its whole chain says of one term."""

    years: float
    run: int
    new: bool | None
    offices: int


def told_of_terms(terms, *, at):
    """A ``Told`` for each of ``terms`` (``metrics.Held``), in their order. As ``metrics.tenure`` counts them."""
    run, new = {}, {}
    chains = defaultdict(list)
    for number, term in enumerate(terms):
        if term.elected and not term.alternate:
            chains[term.seat].append(number)
    for chain in chains.values():
        chain.sort(key=lambda number: (terms[number].since, terms[number].until))
        for place, number in enumerate(chain):
            before = terms[chain[place - 1]] if place else None
            same = before is not None and before.holder == terms[number].holder
            run[number] = run[chain[place - 1]] + 1 if same else 1
            new[number] = None if before is None else not same
    held = defaultdict(set)
    for term in terms:
        if term.holds(at) and not term.alternate:
            held[term.holder].add(term.seat)
    return [
        Told(
            years=0 if term.alternate else years_between(term.since, min(term.ended or at, at)),
            run=run.get(number, 0),
            new=new.get(number),
            offices=len(held.get(term.holder, ())),
        )
        for number, term in enumerate(terms)
    ]


def parts_of(women, root, *, step, least):
    """``(parents, leaf of each home)``: the tree of parts by which women are told of, for ``suppression.Dimension``.

    ``women``: how many there are at each home (the path of an organisation). A part has ``least`` of them or more, in
    it or below: small ones would be silent, and silence what stands above them. Women of smaller ones count in the part
    above; a part with parts of its own keeps its own under its path and a dot. The root of the tree is ``ALL``.
    """
    within = defaultdict(int)
    for home, number in women.items():
        for end in range(len(root) + step, len(home) + 1, step):
            within[home[:end]] += number
    nodes = {path for path, number in within.items() if number >= least}
    home_of = {home: _nearest(home, nodes, step) for home in women}
    parents = {node: _nearest(node[:-step], nodes, step) for node in nodes}
    inner = set(parents.values())
    leaves = {}
    for home, node in home_of.items():
        leaves[home] = node
        if node is ALL or node in inner:
            leaves[home] = f"{root if node is ALL else node}."
            parents[leaves[home]] = node
    return parents, leaves


def _nearest(path, nodes, step):
    while path:
        if path in nodes:
            return path
        path = path[:-step]
    return ALL


def node_of(path, root):
    """The part that an organisation's path asks for: the root asks for all."""
    return ALL if path == root else path


def must_count(*, made_at, changed, seats, at):
    """``no``, ``now`` (few seats: while she waits) or ``later`` (by the worker)."""
    size = "small" if seats <= AT_ONCE else "large"
    if made_at is not None:
        # Made in what is now the future: the clock was set back, and its age says nothing.
        age = at - made_at
        if timedelta(0) <= age < (SETTLES[size] if changed else YOUNG[size]):
            return "no"
    return "now" if size == "small" else "later"
