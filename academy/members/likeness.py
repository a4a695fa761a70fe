"""Which names may be the same woman. Pure, and quick enough for lists of thousands."""

from collections import defaultdict
from itertools import combinations

SAME, ALIKE = "same", "alike"
#: Shorter names differ by one letter too easily: Ana, Ada.
SHORTEST_FOR_SLIPS = 8
MOST_WORDS = 8


class Likeness:
    """Remembers names of one organisation and tells which of them a new one resembles.

    Same: equal once accents, capitals and spaces are forgotten. Alike: the same words in another order, one name
    within the other (two words or more), or a slip of one or two letters. Names come as ``rules.name_key``.
    A question costs the length of the name, not of the list.
    """

    def __init__(self):
        self._same = {}
        self._by_pair = defaultdict(list)
        self._by_slip = defaultdict(list)

    def add(self, key, owner):
        """``owner`` is whatever the caller wants back; the first of equal names is kept."""
        if key in self._same:
            return
        self._same[key] = owner
        for pair in _pairs(key):
            self._by_pair[pair].append(key)
        for slip in _slips(key):
            self._by_slip[slip].append(key)

    def find(self, key):
        """``(SAME | ALIKE, owner)`` of the nearest, or None."""
        if key in self._same:
            return SAME, self._same[key]
        words = set(key.split())
        for pair in _pairs(key):
            for other in self._by_pair.get(pair, ()):
                theirs = set(other.split())
                if words <= theirs or theirs <= words:
                    return ALIKE, self._same[other]
        for slip in _slips(key):
            for other in self._by_slip.get(slip, ()):
                return ALIKE, self._same[other]
        return None


def _pairs(key):
    words = sorted(set(key.split()))[:MOST_WORDS]
    return combinations(words, 2)


def _slips(key):
    """The name without each of its letters in turn: two names that share one differ by a slip."""
    bare = key.replace(" ", "")
    if len(bare) < SHORTEST_FOR_SLIPS:
        return set()
    return {bare} | {bare[:at] + bare[at + 1 :] for at in range(len(bare))}
