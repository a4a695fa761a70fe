"""What the report tells of groups never tells of one woman."""

from collections import defaultdict
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core.suppression import K, band, share, shown_total, suppressed, suppressed_table

counts = st.lists(st.integers(0, 30), min_size=2, max_size=6)


@given(counts)
def test_a_count_below_five_is_never_shown(row):
    assert all(cell is None or cell >= K for cell in suppressed(row))


@given(counts)
def test_what_is_shown_is_true(row):
    assert all(cell in (None, count) for cell, count in zip(suppressed(row), row, strict=True))


@given(counts)
def test_a_hidden_count_cannot_be_subtracted_from_the_total(row):
    hidden = [count for cell, count in zip(suppressed(row), row, strict=True) if cell is None]
    if hidden and shown_total(row) is not None:
        assert len(hidden) >= 2
        assert sum(hidden) >= K


def rows_of(total, groups):
    """Every row of ``groups`` counts that adds up to ``total``."""
    for bars in combinations(range(total + groups - 1), groups - 1):
        ends = (-1, *bars, total + groups - 1)
        yield tuple(ends[i + 1] - ends[i] - 1 for i in range(groups))


@pytest.mark.parametrize("groups", [2, 3, 4])
def test_a_reader_who_knows_the_rule_by_heart_still_cannot_work_out_a_hidden_count(groups):
    """All rows of each total, up to 26: those that look alike on the page differ in each hidden cell."""
    for total in range(K, 27):
        alike = defaultdict(list)
        for row in rows_of(total, groups):
            alike[tuple(suppressed(row))].append(row)
        for seen, rows in alike.items():
            for i, cell in enumerate(seen):
                if cell is None:
                    assert len({row[i] for row in rows}) > 1, (seen, rows)


def test_a_small_group_has_no_total():
    assert shown_total([2, 2]) is None
    assert shown_total([3, 2]) == 5


tables = st.integers(2, 4).flatmap(
    lambda width: st.dictionaries(
        st.sampled_from("abcdef"), st.lists(st.integers(0, 15), min_size=width, max_size=width), min_size=1
    )
)


@settings(max_examples=300)
@given(tables)
def test_parts_of_a_table_cannot_be_subtracted_from_each_other_or_from_the_whole(rows):
    parts, whole = suppressed_table(rows)
    keys = list(rows)
    for i, total in enumerate(whole):
        if total is None:
            # The whole hides it: then no part may show it, else the parts add up to it.
            assert all(parts[key] is None or parts[key][i] is None for key in keys)
            continue
        hidden = [rows[key][i] for key in keys if parts[key] is None or parts[key][i] is None]
        everything_hidden = len(hidden) == len(keys)
        assert not hidden or everything_hidden or (len(hidden) >= 2 and sum(hidden) >= K)
    shut = [sum(rows[key]) for key in keys if parts[key] is None]
    assert not shut or len(shut) == len(keys) or (len(shut) >= 2 and sum(shut) >= K)
    for key in keys:
        if parts[key] is None:
            continue
        hidden = [count for cell, count in zip(parts[key], rows[key], strict=True) if cell is None]
        assert all(cell is None or cell >= K for cell in parts[key])
        assert not hidden or (len(hidden) >= 2 and sum(hidden) >= K)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_share_is_told_only_where_five_stand_on_both_sides(right, wrong):
    told = share(right, right + wrong)
    assert (told is not None) == (min(right, wrong) >= K)


@pytest.mark.parametrize("of", range(K, 40))
def test_a_band_never_tells_how_many_were_right(of):
    behind = defaultdict(set)
    for right in range(of + 1):
        behind[band(right, of)].add(right)
    assert set(behind) == {"hard", "middle", "easy"}
    assert all(len(numbers) > 1 for numbers in behind.values())


def test_a_band_needs_five_answers():
    assert band(2, 4) is None
