"""No filters and no files, in whatever order, give away what one of them hides: the attacker reads all at once."""

import json
from fractions import Fraction
from itertools import product
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core.suppression import ALL, Dimension, K, Release, release

PLACES = Dimension("place", {"norte": ALL, "n1": "norte", "n2": "norte", "sur": ALL, "s1": "sur", "s2": "sur"})
LEVELS = Dimension.flat("level", ["base", "distrital"])
SIDES = Dimension.flat("side", ["aprende", "acompaña"])
STAGES = Dimension.flat("stage", ["aprende", "cargo", "acompaña"])


def cells_of(dimensions):
    return list(product(*[each.leaves() for each in dimensions]))


def questions_of(dimensions):
    """``{question: cells below it}``, worked out without the code under test."""

    def inside(dimension, leaf, node):
        while leaf != node and leaf is not ALL:
            leaf = dimension.parents[leaf]
        return leaf == node

    return {
        question: [
            cell
            for cell in cells_of(dimensions)
            if all(inside(d, leaf, node) for d, leaf, node in zip(dimensions, cell, question, strict=True))
        ]
        for question in product(*[[*each.parents, ALL] for each in dimensions])
    }


def true_sums(dimensions, counts):
    return {q: sum(counts.get(cell, 0) for cell in below) for q, below in questions_of(dimensions).items()}


# --- the attackers ---


def eliminated(vectors):
    """``{column: row}``: Gauss over fractions, each row with a one in its column and zeros in those of the others."""
    basis = {}
    for vector in vectors:
        vector = reduced(vector, basis)
        column = next((i for i, value in enumerate(vector) if value), None)
        if column is None:
            continue
        vector = [value / vector[column] for value in vector]
        for other in basis:
            factor = basis[other][column]
            basis[other] = [a - factor * b for a, b in zip(basis[other], vector, strict=True)]
        basis[column] = vector
    return basis


def reduced(vector, basis):
    for column, pivot in basis.items():
        if factor := vector[column]:
            vector = [a - factor * b for a, b in zip(vector, pivot, strict=True)]
    return vector


def as_vectors(dimensions):
    cells = cells_of(dimensions)
    return {q: [Fraction(cell in set(below)) for cell in cells] for q, below in questions_of(dimensions).items()}


def worked_out_by_elimination(dimensions, told):
    """The silent questions that are sums and differences of answers."""
    vectors = as_vectors(dimensions)
    basis = eliminated([vectors[q] for q in told])
    return {q for q, vector in vectors.items() if q not in told and not any(reduced(vector, basis))}


def stretch_of(dimensions, told, counts, question):
    """Between which two bounds the answers leave a silent count, if no count is negative: linear programming.

    From the true table along every direction that changes no answer, as far as no cell is below zero.
    """
    vectors = as_vectors(dimensions)
    basis = eliminated([vectors[q] for q in told])
    truth = [Fraction(counts.get(cell, 0)) for cell in cells_of(dimensions)]
    directions = []
    for free in (i for i in range(len(truth)) if i not in basis):
        direction = [Fraction(0)] * len(truth)
        direction[free] = Fraction(1)
        for column, row in basis.items():
            direction[column] = -row[free]
        directions.append(direction)
    gains = [sum(a for a, inside in zip(d, vectors[question], strict=True) if inside) for d in directions]
    up = farthest(directions, truth, gains)
    down = farthest(directions, truth, [-gain for gain in gains])
    return up + down


def farthest(directions, truth, gains):
    """Simplex (Bland's rule): the greatest gain of steps along the directions and back, no cell below zero."""
    both = directions + [[-a for a in d] for d in directions]
    rows = [
        [-d[i] for d in both] + [Fraction(i == j) for j in range(len(truth))] + [truth[i]] for i in range(len(truth))
    ]
    goal = [-g for g in gains] + list(gains) + [Fraction(0)] * (len(truth) + 1)
    basis = [len(both) + i for i in range(len(truth))]
    while (column := next((i for i, value in enumerate(goal[:-1]) if value < 0), None)) is not None:
        ratios = [(row[-1] / row[column], basis[i], i) for i, row in enumerate(rows) if row[column] > 0]
        if not ratios:
            return inf
        _ratio, _name, pivot = min(ratios)
        rows[pivot] = [value / rows[pivot][column] for value in rows[pivot]]
        for i, row in enumerate(rows):
            if i != pivot and (factor := row[column]):
                rows[i] = [a - factor * b for a, b in zip(row, rows[pivot], strict=True)]
        if factor := goal[column]:
            goal = [a - factor * b for a, b in zip(goal, rows[pivot], strict=True)]
        basis[pivot] = column
    return goal[-1]


def possible_values(dimensions, told, *, greatest):
    """``{silent question: values}`` in every table of counts up to ``greatest`` that gives the same answers."""
    cells = cells_of(dimensions)
    below = questions_of(dimensions)
    limits = [[told[q] for q in told if cell in below[q]] for cell in cells]
    last = {q: max(cells.index(cell) for cell in below[q]) for q in told}
    due = [[q for q in told if last[q] == i] for i in range(len(cells))]
    found = {q: set() for q in below if q not in told}
    table = {}

    def go(i):
        if i == len(cells):
            for q, values in found.items():
                values.add(sum(table[cell] for cell in below[q]))
            return
        for count in range(min([*limits[i], greatest]) + 1):
            table[cells[i]] = count
            if all(sum(table[cell] for cell in below[q]) == told[q] for q in due[i]):
                go(i + 1)
        table.pop(cells[i], None)

    go(0)
    return found


def a_naive_release(dimensions, counts):
    return {q: total for q, total in true_sums(dimensions, counts).items() if total >= K}


def test_the_attackers_find_what_hiding_small_counts_alone_gives_away():
    counts = {("aprende",): 7, ("cargo",): 8, ("acompaña",): 2}
    told = a_naive_release([STAGES], counts)
    assert ("acompaña",) in worked_out_by_elimination([STAGES], told)
    assert possible_values([STAGES], told, greatest=20)["acompaña",] == {2}
    assert stretch_of([STAGES], told, counts, ("acompaña",)) == 0


# --- the release ---


def tables(dimensions, greatest):
    cells = cells_of(dimensions)
    return st.lists(st.integers(0, greatest), min_size=len(cells), max_size=len(cells)).map(
        lambda counts: dict(zip(cells, counts, strict=True))
    )


@settings(max_examples=30)
@given(tables([PLACES, LEVELS, STAGES], 14))
def test_no_sequence_of_filters_and_exports_adds_up_to_a_silent_count(counts):
    dimensions = [PLACES, LEVELS, STAGES]
    told = release(dimensions, counts).told
    sums = true_sums(dimensions, counts)
    assert all(sums[question] == count >= K for question, count in told.items())
    assert not worked_out_by_elimination(dimensions, told)


@settings(max_examples=20)
@given(tables([PLACES, STAGES], 9))
def test_a_reader_who_knows_that_no_count_is_negative_comes_no_closer_than_five(counts):
    dimensions = [PLACES, STAGES]
    told = release(dimensions, counts).told
    for question, total in true_sums(dimensions, counts).items():
        if question not in told:
            stretch = stretch_of(dimensions, told, counts, question)
            assert stretch >= K if total < K else stretch > 0, (question, told)


@settings(max_examples=40)
@given(tables([LEVELS, SIDES], 8))
def test_nor_does_one_who_tries_every_table_of_whole_women(counts):
    dimensions = [LEVELS, SIDES]
    told = release(dimensions, counts).told
    sums = true_sums(dimensions, counts)
    for question, possible in possible_values(dimensions, told, greatest=13).items():
        assert len(possible) > 1, (question, told)
        if sums[question] < K:
            assert max(possible) - min(possible) >= K, (question, told)


@settings(max_examples=30)
@given(tables([PLACES, STAGES], 12), st.randoms(use_true_random=False))
def test_the_release_does_not_hang_on_the_order_of_the_cells(counts, chance):
    shuffled = list(counts.items())
    chance.shuffle(shuffled)
    assert release([PLACES, STAGES], dict(shuffled)) == release([PLACES, STAGES], counts)


@given(tables([PLACES, STAGES], 40))
@settings(max_examples=30)
def test_everything_is_told_where_nothing_is_small(counts):
    counts = {cell: count + K for cell, count in counts.items()}
    assert release([PLACES, STAGES], counts).told == true_sums([PLACES, STAGES], counts)


def test_totals_are_kept_where_only_a_cell_is_small():
    counts = dict.fromkeys(cells_of([PLACES, STAGES]), 9)
    counts["n1", "cargo"] = 1
    made = release([PLACES, STAGES], counts)
    assert made.count(place="n1", stage="cargo") is None
    assert made.count(place="n1") == 19
    assert made.count(stage="cargo") == 28
    assert made.count() == 100
    assert sum(count is None for count in (made.told.get(q) for q in questions_of([PLACES, STAGES]))) == 4


def test_a_whole_too_small_to_tell_of_answers_nothing():
    assert release([LEVELS], {("base",): 2, ("distrital",): 2}).told == {}


def test_a_release_is_kept_as_plain_lists_and_read_again():
    counts = dict.fromkeys(cells_of([PLACES, STAGES]), 9)
    made = release([PLACES, STAGES], counts)
    assert Release.from_rows(made.names, json.loads(json.dumps(made.rows()))) == made


@pytest.mark.parametrize("cell", [("norte", "cargo"), ("lejos", "cargo"), (ALL, "cargo")])
def test_counts_belong_to_leaves(cell):
    with pytest.raises(ValueError, match="no cell"):
        release([PLACES, STAGES], {cell: 5})


def test_a_filter_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no dimension edad"):
        release([STAGES], {("cargo",): 9}).count(edad="joven")
