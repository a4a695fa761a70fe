"""Who could take over: seats, and the women who are willing and prepared for them (field dossier, 4C).

``ready`` maps every seat in scope to W of that seat: the women who declared themselves willing and did its task list;
an empty collection where there is none. ``ends`` maps seats to the planned end of the term that runs; None where
nobody holds the seat today.

What is counted here are seats, told from one on. Where seats are named one by one, W must hold only women who want to
be proposed: a seat of a kitchen that "has nobody" speaks of each of twenty women. See decision 0034.
"""

from collections import Counter
from statistics import median

from academy.core.suppression import K

from .matching import cover
from .shapes import Figure, few, months_later, nothing, ratio

HORIZON_MONTHS = 12


def coverage_naive(ready):
    """Seats with one woman or more. Hides that the same one may stand in several."""
    return ratio("coverage_naive", sum(bool(women) for women in ready.values()), len(ready))


def coverage_true(ready, *, covered=None):
    """Seats that can be covered together, each by another woman. ``covered``: what ``cover`` found, if at hand."""
    covered = cover(ready) if covered is None else covered
    return ratio("coverage_true", len(covered), len(ready))


def depth(ready):
    """The median of women per seat. ``parts``: how many seats have none, one, two or more."""
    if not ready:
        return nothing("depth")
    sizes = [len(set(women)) for women in ready.values()]
    parts = {"none": sizes.count(0), "one": sizes.count(1), "more": sum(size > 1 for size in sizes)}
    return Figure(key="depth", value=median(sizes), n=len(sizes), parts=parts)


def bench_strength(ready, ends, *, at, months=HORIZON_MONTHS, k=K):
    """Distinct women in W for each seat that ends within the horizon or is empty. Below 1 is an alarm.

    Counts women: hidden under ``k`` of them. ``k=1`` only where all of W want to be proposed.
    """
    women = {woman for those in ready.values() for woman in those}
    ending = sum(ends.get(seat) is None or ends[seat] <= months_later(at, months) for seat in ready)
    if not ending:
        return nothing("bench_strength")
    if len(women) < k:
        return few("bench_strength")
    value = len(women) / ending
    parts = {"women": len(women), "seats": ending}
    note = "alarm" if value < 1 else ""
    return Figure(key="bench_strength", value=value, n=ending, note_code=note, parts=parts)


def preparation_gap(missing):
    """Tasks that the best prepared willing woman of each seat still lacks, summed over the seats.

    ``missing[seat][woman]`` are the tasks of the seat that a willing woman has not done. Seats where nobody is willing
    have no gap of this kind: ``parts["nobody"]`` counts them.
    """
    if not missing:
        return nothing("preparation_gap")
    gaps = [_smallest(hers) for hers in missing.values()]
    parts = {"nobody": sum(gap is None for gap in gaps), "ready": sum(gap == [] for gap in gaps)}
    return Figure(key="preparation_gap", value=sum(len(gap) for gap in gaps if gap), n=len(gaps), parts=parts)


def tasks_to_offer(missing):
    """``[(task, seats that lack it), …]``, most wanted first: what courses and companions to offer."""
    wanted = Counter(task for hers in missing.values() for task in _smallest(hers) or [])
    return sorted(wanted.items(), key=lambda row: (-row[1], str(row[0])))


def _smallest(hers):
    """The shortest list of missing tasks; of equal ones the first by the tasks, never by the woman."""
    lists = [sorted(set(tasks), key=str) for tasks in hers.values()]
    return min(lists, key=lambda tasks: (len(tasks), [str(task) for task in tasks])) if lists else None


def uncovered_risk(ready, risks):
    """Σ p·(1 − c) over the seats: the one number of the organiser's home. Returns ``(Figure, rows)``.

    ``risks`` is what ``forecast.seats_at_risk`` gives. Of all ways to cover most seats that one counts which leaves the
    least risk, so the number does not hang on chance. ``rows`` are ``(seat, p)`` of the seats left open, the greatest
    risk first: dates and gaps to work on, no order of women.
    """
    if not ready:
        return nothing("uncovered_risk"), []
    covered = cover(ready, {seat: risks[seat] for seat in ready})
    rows = sorted(
        ((seat, risks[seat]) for seat in ready if seat not in covered), key=lambda row: (-row[1], str(row[0]))
    )
    parts = {"open": len(rows), "covered": len(covered)}
    value = sum(risk for _seat, risk in rows)
    return Figure(key="uncovered_risk", value=value, n=len(ready), parts=parts), rows
