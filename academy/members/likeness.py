"""Which names may be the same woman. Pure, and quick enough for lists of thousands."""

from itertools import combinations

SAME, ALIKE = "same", "alike"
#: Shorter names differ by one letter too easily: Ana, Ada.
SHORTEST_FOR_SLIPS = 8
#: Of longer names the first six words in the alphabet are looked at: the cost doubles with each word.
MOST_WORDS = 6


class Likeness:
    """Remembers names of one organisation and tells which of them a new one resembles.

    Same: equal once accents, capitals and spaces are forgotten. Alike: the same words in another order, one name
    within the other (two words or more), or a slip of one or two letters. Names come as ``rules.name_key``.
    A question costs the length of the name, not of the list.
    """

    def __init__(self):
        self._same = {}
        #: Words of a known name, and every choice of two or more of them; the first name of each is enough.
        self._by_words, self._by_part, self._by_slip = {}, {}, {}

    def add(self, key, owner):
        """``owner`` is whatever the caller wants back; the first of equal names is kept."""
        if key in self._same:
            return
        self._same[key] = owner
        for part in _parts(key):
            self._by_part.setdefault(part, key)
        self._by_words.setdefault(_words(key), key)
        for slip in _slips(key):
            self._by_slip.setdefault(slip, key)

    def find(self, key):
        """``(SAME | ALIKE, owner)`` of the nearest, or None."""
        if key in self._same:
            return SAME, self._same[key]
        # She is within a longer name, or a shorter one is within hers.
        found = self._by_part.get(_words(key))
        found = found or next((self._by_words[part] for part in _parts(key) if part in self._by_words), None)
        found = found or next((self._by_slip[slip] for slip in _slips(key) if slip in self._by_slip), None)
        return (ALIKE, self._same[found]) if found else None


def _words(key):
    return frozenset(sorted(set(key.split()))[:MOST_WORDS])


def _parts(key):
    """Every choice of two or more of its words: 11 for four words, 57 for six."""
    words = _words(key)
    for size in range(len(words), 1, -1):
        yield from map(frozenset, combinations(words, size))


def _slips(key):
    """The name without each of its letters in turn: two names that share one differ by a slip."""
    bare = key.replace(" ", "")
    if len(bare) < SHORTEST_FOR_SLIPS:
        return []
    return [bare, *(bare[:at] + bare[at + 1 :] for at in range(len(bare)))]
