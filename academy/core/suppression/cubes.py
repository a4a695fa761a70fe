"""Counts by several things at once, of which every filter and every export shows a part.

A *question* names one node of each dimension (a province, all levels, one stage); its answer is the sum of the cells
below. The release answers a question or does not, the same way on every page: no order of filters helps anybody.

How it is known that a silent question stays silent: for each one there is a *swap*, another table that differs in a few
cells by the same number, plus here and minus there, so that every answered question gets the same answer from both
and the silent one another. The corners of a swap are those of the hypercube method of official statistics (Repsilber
1994; Giessing and Repsilber 2002); where they are too empty, dimensions move together. Where the count is below ``k``,
the swap, or several one after the other, can be made by any number within a stretch of ``k``, without a cell below
zero: whoever reads all answers together knows the count no closer than that. A count of ``k`` or more that had to be
silent too has two possible values at least.

Not covered, besides what the package says: a reader who knows this program by heart and works out what it would have
hidden in every table that she thinks possible.
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations, islice, product
from math import inf, prod

from .rows import K

#: The whole of a dimension: no filter.
ALL = None
#: So many combinations of corners are looked at for one silent question before the best found is taken.
TRIES = 250


@dataclass(frozen=True, slots=True)
class Dimension:
    """``parents`` maps each node to the node above it, ``ALL`` for the uppermost ones; leaves are nobody's parent.

    Nodes that cannot have anybody do not belong here: a silent zero costs its neighbours their answers.
    """

    name: str
    parents: dict

    @classmethod
    def flat(cls, name, values):
        return cls(name, dict.fromkeys(values, ALL))

    def leaves(self):
        above = set(self.parents.values())
        return [node for node in self.parents if node not in above]

    def chain(self, node):
        """The node and all above it, ``ALL`` last."""
        found = [node]
        while node is not ALL:
            node = self.parents[node]
            found.append(node)
        return found


@dataclass(frozen=True, slots=True)
class Release:
    """What may be told. ``told`` maps questions (one node for each dimension) to counts; the rest is silent."""

    names: tuple
    told: dict

    def count(self, **where):
        """The count for these filters, None where it is silent. A dimension that is not named is not filtered."""
        unknown = set(where) - set(self.names)
        if unknown:
            raise ValueError(f"no dimension {', '.join(sorted(unknown))}")
        return self.told.get(tuple(where.get(name, ALL) for name in self.names))

    def rows(self):
        """Plain lists for JSON; ``from_rows`` reads them. Nodes must be plain values then."""
        return [[*question, count] for question, count in self.told.items()]

    @classmethod
    def from_rows(cls, names, rows):
        return cls(tuple(names), {tuple(nodes): count for *nodes, count in rows})


def release(dimensions, counts, *, k=K):
    """The Release of ``counts``: ``{(leaf of each dimension): women}``, each woman in one cell. Missing cells are 0.

    The same for the same counts. Time grows with the questions (nodes of all dimensions, multiplied) that are silent:
    some hundreds of them a second where most are silent, so a confederation's is made in the background.
    """
    return Release(tuple(each.name for each in dimensions), _Cube(dimensions, counts, k).told())


@dataclass(frozen=True, slots=True)
class _Swap:
    """How far the question can go up and down by it before a cell is below zero; ``minus`` are the cells that go down
    when it goes up; ``price``: the women of answers that it silences."""

    changed: set
    up: float
    down: int
    minus: tuple | list
    price: int

    @property
    def stretch(self):
        return self.up + self.down


_NO_SWAP = _Swap(set(), 0, 0, (), 0)


@cache
def _corners(blocks):
    """(does the count go down when the question goes up?, the dimensions that stand at their partner)."""
    return [
        (bool(number % 2), frozenset(i for block in chosen for i in block))
        for number in range(len(blocks) + 1)
        for chosen in combinations(blocks, number)
    ]


@cache
def _shapes(narrowed):
    """Shapes of swaps, the mildest first, those of a kind together: a shape is a tuple of blocks of dimensions.

    A block goes to its partner as one. Dimensions that go one by one keep every total but their own; those that go
    together keep the totals of all but them; a dimension in no block keeps none, not even the whole.
    """
    kinds = {}
    for size in range(len(narrowed), -1, -1):
        for chosen in combinations(narrowed, size):
            for blocks in _partitions(chosen):
                kinds.setdefault((-size, -len(blocks)), []).append(tuple(blocks))
    return [shapes for _kind, shapes in sorted(kinds.items())]


def _partitions(things):
    if not things:
        return [[]]
    first, rest = things[0], things[1:]
    found = []
    for blocks in _partitions(rest):
        found.append([(first,), *blocks])
        found += [[*blocks[:i], (first, *block), *blocks[i + 1 :]] for i, block in enumerate(blocks)]
    return found


class _Cube:
    def __init__(self, dimensions, counts, k):
        self.dimensions, self.k = dimensions, k
        self.leaves = [each.leaves() for each in dimensions]
        self.chains = [{node: each.chain(node) for node in [*each.parents, ALL]} for each in dimensions]
        self.below = [_below(leaves, chains) for leaves, chains in zip(self.leaves, self.chains, strict=True)]
        self.cells = {cell: count for cell, count in counts.items() if count}
        for cell, count in self.cells.items():
            if count < 0 or any(
                node not in below.get(node, ())[:1] for node, below in zip(cell, self.below, strict=True)
            ):
                raise ValueError(f"{cell} is no cell of leaves with a count")
        self.sums = dict.fromkeys(product(*self.chains), 0)
        for cell, count in self.cells.items():
            for question in self._above(cell):
                self.sums[question] += count
        self.silent = {question for question, count in self.sums.items() if count < k}
        #: Questions that some swap changes by a stretch of k.
        self.safe = set()

    def told(self):
        # The widest first: what hides a whole district hides its rows at no further cost.
        small = sorted(self.silent, key=lambda question: (self._width(question), list(map(str, question))))
        for question in small:
            if question not in self.safe:
                self._protect(question)
        return {question: count for question, count in self.sums.items() if question not in self.silent}

    def _above(self, cell):
        return product(*[chains[node] for node, chains in zip(cell, self.chains, strict=True)])

    @staticmethod
    def _width(question):
        return sum(node is not ALL for node in question)

    def _protect(self, question):
        """Silence what the cheapest swap changes: it takes the fewest answered women with it.

        Totals are dearest: shapes that silence more of them come later, where nothing milder is wide enough.
        """
        narrowed = tuple(i for i, node in enumerate(question) if node is not ALL)
        inside = self._inside(question)
        for shapes in _shapes(narrowed):
            swaps = [swap for blocks in shapes for swap in self._swaps(question, inside, blocks)]
            wide = min((swap for swap in swaps if swap.stretch >= self.k), key=lambda swap: swap.price, default=None)
            if wide is not None:
                self.safe |= wide.changed
                self.silent |= wide.changed
                return
            if several := self._several(swaps):
                self.safe.add(question)
                self.silent.update(*[swap.changed for swap in several])
                return
        raise AssertionError("a cell that moves alone is always wide enough")

    def _several(self, swaps):
        """Swaps that can be made one after the other and raise the question by a stretch of k together, or None.

        It may also be lowered, by the first of them made the other way round.
        """
        swaps = sorted((swap for swap in swaps if swap.up), key=lambda swap: swap.price / min(swap.up, self.k))
        spent, chosen, stretch = {}, [], 0
        for swap in swaps:
            up = min(self.cells[cell] - spent.get(cell, 0) for cell in swap.minus)
            if up < 1:
                continue
            for cell in swap.minus:
                spent[cell] = spent.get(cell, 0) + up
            chosen.append(swap)
            stretch += up if stretch else up + swap.down
            if stretch >= self.k:
                return chosen
        return None

    def _inside(self, question):
        """A few cells of the question, the fullest first: it holds fewer than ``k`` women, so few are not empty."""
        choices = [below[node] for node, below in zip(question, self.below, strict=True)]
        if not self.sums[question]:
            return [tuple(leaves[0] for leaves in choices)]
        if prod(map(len, choices)) <= len(self.cells):
            full = [cell for cell in product(*choices) if cell in self.cells]
        else:
            wanted = [set(leaves) for leaves in choices]
            full = [cell for cell in self.cells if all(n in w for n, w in zip(cell, wanted, strict=True))]
        return sorted(full, key=lambda cell: (-self.cells[cell], list(map(str, cell))))

    def _swaps(self, question, inside, blocks):
        """Some swaps of this shape that change the question."""
        balanced = [i for block in blocks for i in block]
        others = [self._others(question, i) for i in balanced]
        choices = ((cell, partners) for cell in inside for partners in product(*others))
        for cell, partners in islice(choices, TRIES):
            other = list(cell)
            for i, partner in zip(balanced, partners, strict=True):
                other[i] = partner
            swap = self._swap(cell, other, blocks)
            if swap.stretch:
                yield swap
                if not swap.price and swap.stretch >= self.k:
                    return

    def _others(self, question, i):
        """Leaves outside of the question's node, near ones and cheap ones first."""
        node = question[i]
        inside = set(self.below[i][node])
        parent = self.dimensions[i].parents[node]
        near = set(self.below[i][parent]) - inside

        def order(leaf):
            instead = (*question[:i], leaf, *question[i + 1 :])
            price = 0 if instead in self.silent else self.sums[instead]
            return leaf not in near, price, str(leaf)

        return sorted((leaf for leaf in self.leaves[i] if leaf not in inside), key=order)

    def _swap(self, cell, other, blocks):
        up, down, minus, alike = inf, inf, [], bool(blocks)
        for swapped in _corners(blocks):
            corner = tuple(other[i] if i in swapped[1] else leaf for i, leaf in enumerate(cell))
            count = self.cells.get(corner, 0)
            alike = alike and count == self.k - 1
            if swapped[0]:
                up = min(up, count)
                minus.append(corner)
            else:
                down = min(down, count)
        # All of them one below k: whoever knows the rule and their sum would know each.
        if alike or not up + down:
            return _NO_SWAP
        changed = self._changed(cell, other, blocks)
        price = sum(self.sums[each] for each in changed if each not in self.silent)
        return _Swap(changed, up, down, minus, price)

    def _changed(self, cell, other, blocks):
        """What holds exactly one of the two ends of each block; a dimension in no block changes up to its whole."""
        free = [(i,) for i in range(len(cell)) if not any(i in block for block in blocks)]
        parts = [set(product(self.chains[i][cell[i]])) for (i,) in free]
        for block in blocks:
            here = set(product(*[self.chains[i][cell[i]] for i in block]))
            there = set(product(*[self.chains[i][other[i]] for i in block]))
            parts.append(here ^ there)
        order = [i for block in [*free, *blocks] for i in block]
        place = [order.index(i) for i in range(len(cell))]
        found = set()
        for chosen in product(*parts):
            nodes = [node for part in chosen for node in part]
            found.add(tuple(nodes[p] for p in place))
        return found


def _below(leaves, chains):
    found = {node: [] for node in chains}
    for leaf in leaves:
        for node in chains[leaf]:
            found[node].append(leaf)
    return found
