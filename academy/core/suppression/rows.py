"""One row of exclusive groups, and a table of parts under their whole.

What is hidden is always two cells or more that hold ``K`` persons or more together.
"""

#: The smallest group of whom a number is told (DESIGN §7).
K = 5


def suppressed(counts, k=K):
    """One row of exclusive groups, shown under its total: the same list with None where it is hidden.

    A row of fewer than ``k`` persons is hidden whole, and so must be its total (``shown_total``).
    """
    counts = list(counts)
    hidden = _hidden_of_row(counts, {i for i, count in enumerate(counts) if count < k}, k)
    return [None if i in hidden else count for i, count in enumerate(counts)]


def shown_total(counts, k=K):
    """The total of a row, or None where the group is too small to be told of."""
    total = sum(counts)
    return total if total >= k else None


def share(right, of, k=K):
    """The share of right answers in whole percent, where it names nobody; else None.

    Needs ``k`` who were right and ``k`` who were not: "all of them were wrong" speaks of each.
    """
    return round(100 * right / of) if min(right, of - right) >= k else None


def band(right, of, k=K):
    """``hard``, ``middle`` or ``easy``: under 40 %, to 70 %, above; None where fewer than ``k`` answered.

    Coarse enough that two numbers at least stand behind each band, whatever ``of`` is: none is worked out.
    """
    if of < k:
        return None
    percent = 100 * right / of
    if percent < 40:
        return "hard"
    return "middle" if percent <= 70 else "easy"


def suppressed_table(rows, k=K):
    """Rows of exclusive groups that are all shown under their column totals.

    For a report that can be narrowed to one of several parts (the organisations below): every part is a row,
    so no page can be subtracted from another. ``rows`` is a dict of equally long lists; the parts must be
    exclusive and must make up the whole. Returns ``(parts, whole)``: ``parts[key]`` is a list with None in
    hidden cells, or None where the whole row with its total is hidden; ``whole`` is ``suppressed`` of the
    sums.
    """
    keys = list(rows)
    if not keys:
        return {}, []
    width = len(rows[keys[0]])
    sums = [sum(rows[key][i] for key in keys) for i in range(width)]
    whole = suppressed(sums, k)
    shut = _hidden_rows(rows, keys, k)
    # What the whole hides, every part hides; a closed row hides all its cells.
    hidden = {
        key: set(range(width)) if key in shut else {i for i in range(width) if rows[key][i] < k or whole[i] is None}
        for key in keys
    }
    _close(rows, keys, hidden, whole, k)
    parts = {
        key: None if key in shut else [None if i in hidden[key] else rows[key][i] for i in range(width)] for key in keys
    }
    return parts, whole


def _hidden_rows(rows, keys, k):
    """Rows too small to tell of, and the next smallest where the total of all would give one away."""
    totals = [sum(rows[key]) for key in keys]
    hidden = _hidden_of_row(totals, {i for i, total in enumerate(totals) if total < k}, k)
    return {keys[i] for i in hidden}


def _hidden_of_row(counts, hidden, k):
    """``hidden`` with as many more as it takes that nobody can work out a hidden cell.

    Two cells at least, ``k`` persons at least, and not each of them ``k - 1``: whoever knows this rule and
    their sum would then know each (5, 4, 4 has no look-alike among the rows that add up to 13). For the same
    reason equal counts go together: choosing one of them by its place would tell something of it.
    """
    hidden = set(hidden)
    while hidden and len(hidden) < len(counts):
        held = sum(counts[i] for i in hidden)
        if len(hidden) > 1 and held >= k and held != len(hidden) * (k - 1):
            break
        rest = [i for i in range(len(counts)) if i not in hidden]
        # The smallest of the rest: the least is lost to the reader.
        least = min(counts[i] for i in rest)
        hidden.update(i for i in rest if counts[i] == least)
    return hidden


def _close(rows, keys, hidden, whole, k):
    """Hide more until neither a row nor a column gives a hidden cell away. Changes ``hidden`` in place."""
    changed = True
    while changed:
        changed = False
        for key in keys:
            more = _hidden_of_row(rows[key], hidden[key], k)
            changed |= more != hidden[key]
            hidden[key] = more
        for i, total in enumerate(whole):
            if total is None:
                continue
            column = [rows[key][i] for key in keys]
            before = {n for n, key in enumerate(keys) if i in hidden[key]}
            for n in _hidden_of_row(column, before, k) - before:
                hidden[keys[n]].add(i)
                changed = True
