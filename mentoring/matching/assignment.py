"""The dearest assignment of women to seats, exact and sparse: shortest augmenting paths with prices on the seats.

Women come one after another. For each the cheapest chain of moves is searched (she takes a seat, whoever sat there
moves on, until a seat is free or somebody stays without), as Dijkstra searches a road: prices, raised after each
chain, keep all remaining costs from being negative (Tomizawa 1971; Edmonds and Karp 1972).
"""

from heapq import heappop, heappush


def assign(values, seats, *, without=None):
    """The seat of each woman, or None, so that the sum of values is the greatest.

    ``values[woman]`` maps offers to whole numbers; ``seats`` maps offers to how many they can take. ``without`` is
    what leaving a woman without a seat costs against the greatest of all values; left out, it is so dear that as
    many women as possible are seated, whatever their values. Time grows with women × (women that one chain touches):
    fine while there are seats enough, seconds where thousands compete for hundreds.
    """
    greatest = max((value for hers in values for value in hers.values()), default=0)
    least = min((value for hers in values for value in hers.values()), default=0)
    if without is None:
        without = (greatest - least + 1) * (len(values) + 1)
    costs = [{offer: greatest - value for offer, value in hers.items() if seats[offer]} for hers in values]
    seating = _Seating(costs, seats, without)
    for woman in range(len(costs)):
        seating.admit(woman)
    return seating.seat_of


class _Seating:
    def __init__(self, costs, seats, without):
        self.costs, self.seats, self.without = costs, seats, without
        self.seat_of = [None] * len(costs)
        self.sitting = {offer: set() for offer in seats}
        #: What a woman pays in all, and what sitting with an offer costs less or more than its cost (never above 0).
        self.paid = [0] * len(costs)
        self.price = dict.fromkeys(seats, 0)

    def admit(self, newcomer):
        reached, came_from, length, offer, stays = self._cheapest_chain(newcomer)
        for full, distance in reached.items():
            if distance < length:
                self.price[full] -= length - distance
                for woman in self.sitting[full]:
                    self.paid[woman] += length - distance
        self.paid[newcomer] = length
        if stays == newcomer:
            return
        self._move_along(newcomer, offer if stays is None else self._stand_up(stays), came_from)

    def _cheapest_chain(self, newcomer):
        """(distance of each full offer passed, who came to it, length, free offer, who stays without)."""
        reached, nearest, came_from, roads = {}, {}, {}, []
        length, ending, stays = self.without, None, newcomer
        movers, gone = [newcomer], 0
        while True:
            for woman in movers:
                # What it takes to make her leave where she sits: nothing yet for who sits nowhere.
                start = gone - (self.paid[woman] if woman != newcomer else 0)
                if start + self.without < length:
                    length, ending, stays = start + self.without, None, woman
                for offer, cost in self.costs[woman].items():
                    there = start + cost - self.price[offer]
                    if offer not in reached and there < nearest.get(offer, length):
                        nearest[offer], came_from[offer] = there, woman
                        heappush(roads, (there, offer))
            while roads and roads[0][1] in reached:
                heappop(roads)
            if not roads or roads[0][0] >= length:
                return reached, came_from, length, ending, stays
            gone, offer = heappop(roads)
            if len(self.sitting[offer]) < self.seats[offer]:
                return reached, came_from, gone, offer, None
            reached[offer] = gone
            movers = self.sitting[offer]

    def _stand_up(self, woman):
        offer = self.seat_of[woman]
        self.seat_of[woman] = None
        self.sitting[offer].discard(woman)
        return offer

    def _move_along(self, newcomer, offer, came_from):
        """From the end of the chain back to its beginning, each takes the seat that just became free."""
        while True:
            woman = came_from[offer]
            left = self.seat_of[woman]
            if left is not None:
                self.sitting[left].discard(woman)
            self.seat_of[woman] = offer
            self.sitting[offer].add(woman)
            if woman == newcomer:
                return
            offer = left
