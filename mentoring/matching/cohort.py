"""A round: suggestions for each, then one proposal at most for each, then circles, then who stays without and why."""

from collections import defaultdict

from . import circles, ties
from .assignment import assign
from .deferred import propose
from .explaining import reasons
from .fit import score
from .index import Index
from .shapes import Candidate, Pair, Result, Unmatched, Way

STAGES = ("candidates", "pairs", "circles", "reasons")
#: As many as she may rank.
MOST_RANKED = 3
#: How often progress is told.
EVERY_SO_MANY = 200


def candidates(wants, offers, weights, *, seed, declined=(), per_want=20, progress=None):
    """Yields (want id, her Candidates, best first) in the order of the seed. No list is kept for the next."""
    index = Index(offers, weights, seed=seed)
    _places, wants = ties.in_order(seed, wants)
    declined = _by_want(declined)
    for want in _told(wants, "candidates", progress):
        found = index.best(want, per_want, declined=declined.get(want.id, ()))
        best = (index.offers[number] for _points, number in found)
        yield want.id, [Candidate(offer.id, score(want, offer, weights)) for offer in best]


def match(wants, offers, rankings, weights, *, seed, declined=(), per_want=20, progress=None):
    """The round whole. See the package for what goes in.

    1. Her list: whom she ranked, then the best by score, ``per_want`` at most. 2. Deferred acceptance, women who
    want proposing, as many for each offer as she has seats. 3. Who is left looks beyond her list at the seats that
    nobody took: the dearest assignment, again until nothing moves. Nobody loses a place for it. 4. Circles.
    """
    cohort = _Cohort(wants, offers, weights, seed, declined, per_want, progress)
    lists = cohort.lists(rankings)
    held = propose([list(hers) for hers in lists], cohort.seats, cohort.priority(lists))
    ways = [_way(rankings.get(want.id, ()), cohort, offer) for want, offer in zip(cohort.wants, held, strict=True)]
    cohort.seat_the_left_over(held)
    return cohort.told(held, ways)


def _way(ranked, cohort, offer):
    if offer is None:
        return Way.LEFTOVER
    return Way.RANKED if cohort.index.offers[offer].id in list(ranked)[:MOST_RANKED] else Way.SCORE


class _Cohort:
    """Women as numbers in the order of the ring, which is what makes the order of the input not matter."""

    def __init__(self, wants, offers, weights, seed, declined, per_want, progress):
        self.index = Index(offers, weights, seed=seed)
        self.places, self.wants = ties.in_order(seed, wants)
        self.seats = [offer.seats for offer in self.index.offers]
        self.weights, self.seed, self.per_want, self.progress = weights, seed, per_want, progress
        self.declined = _by_want(declined)

    def lists(self, rankings):
        """For each want {offer: exact score} in the order of her preference."""
        lists = []
        for want in _told(self.wants, "candidates", self.progress):
            declined = self.declined.get(want.id, ())
            hers = {}
            for ranked in list(rankings.get(want.id, ()))[:MOST_RANKED]:
                number = self.index.number.get(ranked)
                if number is not None and self.index.eligible(want, declined) >> number & 1:
                    hers[number] = score(want, self.index.offers[number], self.weights).exact
            for points, number in self.index.best(want, self.per_want, declined=declined):
                hers.setdefault(number, points)
            lists.append(hers)
        return lists

    def priority(self, lists):
        """What holds a seat: having lost a companion, then the better score, then the ring from the offer's place."""

        def claim(want, offer):
            far = ties.onwards(self.index.places[offer], self.places[want])
            return self.wants[want].first, lists[want][offer], -far

        return claim

    def seat_the_left_over(self, held):
        free = list(self.seats)
        for offer in held:
            if offer is not None:
                free[offer] -= 1
        left = [number for number, offer in enumerate(held) if offer is None]
        for first in (True, False):
            self._seat([number for number in left if self.wants[number].first is first], free, held)

    def _seat(self, left, free, held):
        """Again and again, because who finds all seats near her taken may still find one further on."""
        while left:
            among = sum(1 << offer for offer, seats in enumerate(free) if seats)
            values = [dict(self._beyond(number, among)) for number in left]
            for number, offer in zip(left, assign(values, dict(enumerate(free))), strict=True):
                if offer is not None:
                    held[number] = offer
                    free[offer] -= 1
            still = [number for number in left if held[number] is None]
            if len(still) == len(left):
                return
            left = still

    def _beyond(self, number, among):
        want = self.wants[number]
        best = self.index.best(want, self.per_want, among=among, declined=self.declined.get(want.id, ()))
        return ((offer, points) for points, offer in best)

    def told(self, held, ways):
        """The Result. Reasons are worked out for pairs only, here at the end."""
        self._tell("pairs", len(held), len(held))
        suggested = self._circles([want for want, offer in zip(self.wants, held, strict=True) if offer is None])
        host_of = {want: circle.offer for circle in suggested for want in circle.wants}
        pairs, unmatched = [], []
        for want, offer, way in _told(list(zip(self.wants, held, ways, strict=True)), "reasons", self.progress):
            if offer is None:
                block = self.index.what_blocked(want, self.declined.get(want.id, ()))
                unmatched.append(Unmatched(want.id, block, host_of.get(want.id)))
            else:
                offer = self.index.offers[offer]
                fits = score(want, offer, self.weights)
                pairs.append(Pair(want.id, offer.id, fits, way, *reasons(want, offer, self.weights)))
        return Result(tuple(pairs), tuple(suggested), tuple(unmatched))

    def _circles(self, wants):
        hosts = [offer for offer in self.index.offers if offer.circle_places]
        index = Index(hosts, self.weights, seed=self.seed, circle=True)
        suggested = circles.suggest(wants, index, declined=self.declined, per_want=self.per_want)
        self._tell("circles", len(wants), len(wants))
        return suggested

    def _tell(self, stage, done, of):
        if self.progress:
            self.progress(stage, done, of)


def _by_want(declined):
    offers = defaultdict(set)
    for want, offer in declined:
        offers[want].add(offer)
    return offers


def _told(women, stage, progress):
    """The same women one by one, telling how far it is."""
    for done, woman in enumerate(women, 1):
        yield woman
        if progress and (done % EVERY_SO_MANY == 0 or done == len(women)):
            progress(stage, done, len(women))
