"""Terms: what ends, who stays, who comes (field dossier, 4C). All from ``Held`` rows, which are facts of an acta.

Alternates and emergency covers do not hold the seat: they are left out unless a function says otherwise.
"""

from collections import Counter, defaultdict

from academy.core.inequality import gini, hhi, top_share

from .shapes import Figure, months_later, nothing, ratio, ratio_of_women, thin, years_between

#: Holders fewer than these make no distribution.
LEAST_HOLDERS = 5
THIRD = 3


def expiring_seats(ends, *, at, months=12):
    """Seats whose term ends within the horizon, overdue ones among them (``parts["overdue"]``).

    ``ends`` as in ``coverage``; empty seats are counted in ``parts["empty"]`` and not in the value.
    """
    if not ends:
        return nothing("expiring_seats")
    last = months_later(at, months)
    held = [end for end in ends.values() if end is not None]
    parts = {"overdue": sum(end < at for end in held), "empty": len(ends) - len(held)}
    return Figure(key="expiring_seats", value=sum(end <= last for end in held), n=len(ends), parts=parts)


def overdue_seats(ends, *, at):
    if not ends:
        return nothing("overdue_seats")
    return Figure(key="overdue_seats", value=sum(end is not None and end < at for end in ends.values()), n=len(ends))


def seat_years(terms, *, at):
    """``{holder: years}`` up to that day. Two seats at once count twice: years of seats, not of life."""
    years = defaultdict(float)
    for term in terms:
        if not term.alternate:
            years[term.holder] += years_between(term.since, min(term.ended or at, at))
    return {holder: held for holder, held in years.items() if held}


def tenure_concentration(years, *, least=LEAST_HOLDERS):
    """``(top tenth, Gini, HHI)`` of seat-years by holder. Years 1, 1, 2, 2, 3, 14, 18, 20: Gini 0.52, HHI 0.25."""
    held = list(years.values())
    ways = [("tenure_top", top_share), ("tenure_gini", gini), ("tenure_hhi", hhi)]
    if not sum(held):
        return tuple(nothing(key) for key, _way in ways)
    if len(held) < least:
        return tuple(thin(key, len(held), least) for key, _way in ways)
    return tuple(
        Figure(key=key, value=way(held), n=len(held), parts={"years": sum(held), "even": 1 / len(held)})
        for key, way in ways
    )


def consecutive_terms(terms, *, at):
    """Holders of today who are in their third consecutive term or later, of all holders of today.

    Consecutive: the elected terms of a seat in the order of their beginning, without another's between, however long
    the seat was empty or overdue. What a statute forbids is the statute's: this counts.
    """
    runs = defaultdict(int)
    for _seat, chain in _chains(terms).items():
        run = 0
        for place, term in enumerate(chain):
            run = run + 1 if place and chain[place - 1].holder == term.holder else 1
            if term.holds(at):
                runs[term.holder] = max(runs[term.holder], run)
    return ratio("consecutive_terms", sum(run >= THIRD for run in runs.values()), len(runs))


def rotation(terms, *, since, at):
    """Seats filled by election from ``since`` to ``at`` whose new holder did not hold them in the term before.

    A seat whose first known term it is tells nothing and is left out (``parts["first"]``): registers begin somewhere.
    Both ends carry a note: the same board again, and a board without anybody who remembers.
    """
    new = filled = first = 0
    for chain in _chains(terms).values():
        for place, term in enumerate(chain):
            if not since <= term.since <= at:
                continue
            if not place:
                first += 1
                continue
            filled += 1
            new += chain[place - 1].holder != term.holder
    note = "same_board" if filled and not new else "nobody_stayed" if filled and new == filled else ""
    return ratio("rotation", new, filled, note_code=note, parts={"some": new, "of": filled, "first": first})


def multi_office(terms, *, at):
    """Holders of two seats or more on that day, of all holders. Covers count: the load is hers all the same."""
    seats = defaultdict(set)
    for term in terms:
        if term.holds(at) and not term.alternate:
            seats[term.holder].add(term.seat)
    return ratio("multi_office", sum(len(held) > 1 for held in seats.values()), len(seats))


def contestation(terms, *, since, at):
    """``(mean candidates, share uncontested)`` of seats elected in the period whose acta tells the candidates."""
    told = [
        term.candidates
        for chain in _chains(terms).values()
        for term in chain
        if since <= term.since <= at and term.candidates is not None
    ]
    if not told:
        return nothing("candidates"), nothing("uncontested")
    mean = Figure(key="candidates", value=sum(told) / len(told), n=len(told), parts={"candidates": sum(told)})
    return mean, ratio("uncontested", sum(number <= 1 for number in told), len(told))


def youth(young, older):
    """Holders under 35, from two counts that suppression let through (None: it did not)."""
    return ratio_of_women("youth", young, older)


def first_time(first, again):
    """Holders for the first time, from two counts that suppression let through."""
    return ratio_of_women("first_time", first, again)


def first_timers(terms, *, at):
    """``(new, known)``: two sets of today's holders, those without any earlier term in any seat and the others.

    Being an alternate before counts as knowing; a second seat that began on the same day does not.
    """
    began = {}
    for term in terms:
        began[term.holder] = min(began.get(term.holder, term.since), term.since)
    holding = [term for term in terms if term.holds(at) and not term.alternate]
    known = {term.holder for term in holding if began[term.holder] < term.since}
    return {term.holder for term in holding} - known, known


def overlapping(terms):
    """Pairs of terms of one seat that ran at once, neither of an alternate nor a cover; the earlier first.

    The last day of one may be the first of the next: the books are handed over on it.
    """
    found = []
    for chain in _chains(terms).values():
        for place, term in enumerate(chain):
            end = term.ended or term.until
            for later in chain[place + 1 :]:
                if later.since >= end:
                    break
                found.append((term, later))
    return found


def held_at_once(terms, *, at):
    """``{holder: number of seats}`` of those with two or more on that day."""
    counts = Counter(holder for holder, _seat in {(t.holder, t.seat) for t in terms if t.holds(at) and not t.alternate})
    return {holder: number for holder, number in counts.items() if number > 1}


def _chains(terms):
    """The elected terms of each seat, the earliest first."""
    chains = defaultdict(list)
    for term in terms:
        if term.elected and not term.alternate:
            chains[term.seat].append(term)
    for chain in chains.values():
        chain.sort(key=lambda term: (term.since, term.until))
    return chains
