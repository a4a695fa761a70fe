"""The best offers for a woman without looking at each of them.

Sets of offers are whole numbers, one bit for each offer in the order of the ring. A criterion cuts all offers into a
few tiers of equal points; the search takes the most promising cut first and stops when it has enough. It finds
exactly what scoring everybody would find (tested), and holds no table of women by women: memory grows with
the number of offers only. What tiers depend on is kept, because women of one place or one kind ask the same.
"""

from bisect import bisect_left
from collections import defaultdict
from functools import reduce
from heapq import heappop, heappush
from operator import or_

from . import fit, ties
from .shapes import VISIT, WHOLE, Block

#: All bits: a constraint that keeps nobody away.
EVERY = -1


class Index:
    """All offers of a round. ``circle``: for places in circles instead of seats in pairs."""

    def __init__(self, offers, weights, *, seed, circle=False):
        self.seed, self.circle = seed, circle
        self.places, self.offers = ties.in_order(seed, offers)
        self.weights = weights.as_dict()
        self.everybody = (1 << len(self.offers)) - 1
        self.number = {offer.id: number for number, offer in enumerate(self.offers)}
        self._kept = {}
        self._file()

    def _file(self):
        """One pass over the offers: which of them share what."""
        names = "language channel reach refused organisation rules topics hours path kinds life region load".split()
        filed = {name: defaultdict(int) for name in names}
        usable = free = 0
        for number, offer in enumerate(self.offers):
            bit = 1 << number
            usable |= bit if offer.opted_in and offer.adult else 0
            free |= bit if (offer.circle_places if self.circle else offer.seats) else 0
            for name, keys in {
                "language": offer.languages,
                "channel": offer.channels,
                "reach": [offer.reach],
                "refused": offer.no_pair,
                "organisation": offer.organisations,
                "rules": [frozenset(offer.reserved)],
                "topics": offer.topics or [None],
                "hours": offer.hours or [None],
                "path": [offer.territory],
                "kinds": offer.kinds or [None],
                "life": offer.life,
                "region": [offer.region],
                "load": [offer.load],
            }.items():
                for key in keys:
                    filed[name][key] |= bit
        self.usable, self.free = usable, free
        self.filed = {name: dict(sets) for name, sets in filed.items()}
        self.below = _below(self.filed["path"])

    def _any(self, name, keys):
        sets = self.filed[name]
        return reduce(or_, (sets[key] for key in keys if key in sets), 0)

    def _once(self, name, key, make):
        """``make(key)``, worked out once for each key. Keys are few next to women; hours are not, and are not kept."""
        kept = self._kept.get((name, key))
        if kept is None:
            kept = self._kept[name, key] = make(key)
        return kept

    # --- Who may ---------------------------------------------------------------------------------

    def doors(self, want, declined=()):
        """The hard constraints as (block, who passes), in the order in which they are told.

        Those that would betray who refused whom come last and carry the same code as seats that went to others.
        """
        yield Block.NOT_OPEN, EVERY if want.opted_in and (want.circle or not self.circle) else 0
        yield Block.MINOR, EVERY if want.adult or self.circle else 0
        yield Block.NO_OFFERS, self.usable & ~self._numbered([want.id])
        yield Block.LANGUAGE, self._once("language", want.languages, lambda keys: self._any("language", keys))
        yield Block.CHANNEL, self._by_channel(want)
        yield Block.AUTHORITY, ~self._numbered(want.answers_to)
        yield Block.RESERVED, self._by_rules(want)
        yield Block.FULL, self.free
        refused = self.filed["refused"].get(want.id, 0) | self._numbered(want.no_pair) | self._numbered(declined)
        yield Block.NOBODY_FREE, ~refused

    def eligible(self, want, declined=()):
        bits = EVERY
        for _block, pass_it in self.doors(want, declined):
            bits &= pass_it
        return bits

    def what_blocked(self, want, declined=()):
        """The first constraint after which nobody was left; NOBODY_FREE where somebody was and went to another."""
        bits = EVERY
        for block, pass_it in self.doors(want, declined):
            bits &= pass_it
            if not bits:
                return block
        return Block.NOBODY_FREE

    def _numbered(self, identifiers):
        return reduce(or_, (1 << self.number[one] for one in identifiers if one in self.number), 0)

    def _by_channel(self, want):
        return self._once("channel", (want.channels, want.territory, want.reach), lambda key: self._channels(*key))

    def _channels(self, channels, territory, reach):
        bits = self._any("channel", channels - {VISIT})
        if VISIT in channels:
            met = self.filed["channel"].get(VISIT, 0)
            if reach:
                met &= self._inside(reach) | self.filed["path"].get("", 0)
            if territory:
                met &= self._any("reach", ["", *_prefixes(territory)])
            bits |= met
        return bits

    def _inside(self, prefix):
        return reduce(or_, self.below.get(prefix, {}).values(), 0)

    def _by_rules(self, want):
        bits = self.everybody
        for rule in want.reserved:
            bits &= self._any("organisation", rule)
        return bits & self._once("rules", want.organisations, self._rules_that_admit)

    def _rules_that_admit(self, organisations):
        sets = self.filed["rules"].items()
        return reduce(or_, (bits for rules, bits in sets if all(rule & organisations for rule in rules)), 0)

    # --- How well --------------------------------------------------------------------------------

    def best(self, want, most, *, among=None, declined=()):
        """Up to ``most`` of them as [(exact score, number)], best first, ties onwards from her place on the ring.

        ``among`` narrows to a set of offers.
        """
        bits = self.eligible(want, declined)
        if among is not None:
            bits &= among
        found = []
        if bits:
            start = bisect_left(self.places, ties.place(self.seed, want.id))
            for points, tied in _by_points(bits, self._cuts(want)):
                found += [(points, number) for number in _numbers(tied, start, most - len(found))]
                if len(found) >= most:
                    break
        return found

    def _cuts(self, want):
        """[(points, offers), …] for each criterion that has a weight, best tier first. Tiers make up everybody."""
        cuts = [
            ("topics", self._counted("topics", want.topics)),
            ("hours", self._counted("hours", want.hours)),
            ("distance", self._once("distance", (want.territory, want.region), self._near)),
            ("kinds", self._once("kinds", want.kinds, self._kind)),
            ("life", self._once("life", want.life, self._life)),
            ("load", self._once("load", None, self._light)),
        ]
        weighed = ((self.weights[name], tiers) for name, tiers in cuts)
        return [[(weight * fits, bits) for fits, bits in tiers] for weight, tiers in weighed if weight]

    def _counted(self, name, wanted):
        """Tiers by how many of ``wanted`` they have: adds up at most ENOUGH sets at once, without counting each."""
        silent = self.filed[name].get(None, 0)
        if not wanted or silent == self.everybody:
            return [(fit.HALF, self.everybody)]
        enough = min(fit.ENOUGH, len(wanted))
        at_least = [self.everybody & ~silent] + [0] * enough
        for key in wanted:
            have = self.filed[name].get(key, 0)
            for count in range(enough, 0, -1):
                at_least[count] |= at_least[count - 1] & have
        tiers = defaultdict(int, {fit.HALF: silent})
        above = 0
        for count in range(enough, -1, -1):
            tiers[WHOLE * count // enough] |= at_least[count] & ~above
            above |= at_least[count]
        return _sorted(tiers)

    def _near(self, home):
        path, region = home
        near = defaultdict(int)
        for fits, bits in self._near_by_path(path):
            same = bits & self.filed["region"].get(region, 0) if region else 0
            near[max(fits, fit.SAME_REGION)] |= same
            near[fits] |= bits & ~same
        return _sorted(near)

    def _near_by_path(self, path):
        """From her own place outwards: who lives below this prefix and not below the longer one parts from her here."""
        silent = self.filed["path"].get("", 0)
        if not path:
            yield fit.HALF, self.everybody
            return
        yield fit.HALF, silent
        inside = 0
        for prefix in _prefixes(path):
            for length, bits in self.below.get(prefix, {}).items():
                yield _example(path, prefix, length), bits & ~inside
            inside = self._inside(prefix)
        yield 0, self.everybody & ~inside & ~silent

    def _kind(self, kinds):
        silent = self.filed["kinds"].get(None, 0)
        if not kinds:
            return [(fit.HALF, self.everybody)]
        same = self._any("kinds", kinds)
        return _sorted({WHOLE: same, fit.HALF: silent, 0: self.everybody & ~same & ~silent})

    def _life(self, life):
        same = self._any("life", life)
        return _sorted({WHOLE: same, fit.HALF: self.everybody & ~same})

    def _light(self, _nothing):
        tiers = defaultdict(int)
        for load, bits in self.filed["load"].items():
            tiers[fit.lightness(load)] |= bits
        return _sorted(tiers)


def _below(paths):
    """Offers below each prefix, apart by how many levels their path tells."""
    below = defaultdict(lambda: defaultdict(int))
    for path, bits in paths.items():
        if path:
            for prefix in _prefixes(path):
                below[prefix][len(fit.places(path))] |= bits
    return {prefix: dict(lengths) for prefix, lengths in below.items()}


def _prefixes(path):
    """«/PE/15/1501/» → itself, «/PE/15/», «/PE/»."""
    parts = fit.places(path)
    return ["/" + "/".join(parts[:length]) + "/" for length in range(len(parts), 0, -1)]


def _example(path, prefix, length):
    """How near an offer is whose path of ``length`` parts parts from ``path`` after ``prefix``."""
    shared = fit.places(prefix)
    return fit.nearness(path, "/" + "/".join([*shared, *["-"] * (length - len(shared))]) + "/")


def _sorted(tiers):
    return sorted(((fits, bits) for fits, bits in tiers.items() if bits), reverse=True)


def _by_points(bits, cuts):
    """(points, offers that have exactly these), best first. Takes the cut with the best outlook each time."""
    heap, pushed = [(-sum(tiers[0][0] for tiers in cuts), 0, 0, bits)], 0
    while heap:
        outlook = heap[0][0]
        tied = 0
        while heap and heap[0][0] == outlook:
            _outlook, _pushed, depth, bits = heappop(heap)
            if depth == len(cuts):
                tied |= bits
                continue
            best = cuts[depth][0][0]
            for points, tier in cuts[depth]:
                part = bits & tier
                if part:
                    pushed += 1
                    heappush(heap, (outlook + best - points, pushed, depth + 1, part))
                    bits ^= part
                    if not bits:
                        break
        if tied:
            yield -outlook, tied


def _numbers(bits, start, most):
    """Numbers of the first ``most`` offers in the set, from ``start`` onwards and around."""
    for offset, part in ((start, bits >> start), (0, bits & ((1 << start) - 1))):
        while part and most > 0:
            lowest = part & -part
            yield offset + lowest.bit_length() - 1
            part ^= lowest
            most -= 1
