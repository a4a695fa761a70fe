"""Who stays without a pair may learn in a circle: one who accompanies, up to six women, a language of all of them."""

from collections import defaultdict
from heapq import heapify, heappop, heappush

from .fit import within_rules
from .shapes import Circle

#: One woman and her companion are no circle.
FEWEST = 2


def suggest(wants, index, *, declined=None, per_want=20):
    """Circles for ``wants`` (in the order of the ring) with the hosts of ``index``; fuller circles first.

    Greedy: the fullest circle is made, then the fullest of what is left. A suggestion, not an optimum.
    """
    declined = declined or {}
    waiting, used, circles = dict(enumerate(wants)), 0, []
    while True:
        around = defaultdict(list)
        for number, want in waiting.items():
            for points, host in index.best(want, per_want, among=~used, declined=declined.get(want.id, ())):
                around[host].append((not want.first, -points, number))
        formed = list(_formed(around, waiting, index.offers))
        if not formed:
            return circles
        for host, language, numbers in formed:
            used |= 1 << host
            women = tuple(wants[number].id for number in numbers)
            circles.append(Circle(index.offers[host].id, women, language))


def _formed(around, waiting, hosts):
    """(host, language, wants) until no host has enough women around her; takes them out of ``waiting``."""
    queue = [(-min(hosts[host].circle_places, len(women)), host) for host, women in around.items()]
    heapify(queue)
    while queue:
        size, host = heappop(queue)
        women = sorted(claim for claim in around[host] if claim[-1] in waiting)
        now = -min(hosts[host].circle_places, len(women))
        if now > -FEWEST:
            continue
        if now != size:  # others went to a fuller circle since: back into the queue, with what is left
            heappush(queue, (now, host))
            continue
        language, numbers = _gathered(hosts[host], [(number, waiting[number]) for *_claim, number in women])
        if len(numbers) >= FEWEST:
            for number in numbers:
                del waiting[number]
            yield host, language, numbers


def _gathered(host, women):
    """The language in which most of them can sit together, and who does, best first."""
    tables = []
    for language in sorted(host.languages):
        numbers, seated = [], []
        for number, woman in women:
            if len(numbers) < host.circle_places and language in woman.languages and _welcome(woman, seated):
                numbers.append(number)
                seated.append(woman)
        tables.append((language, numbers))
    return max(tables, key=lambda table: len(table[1]))


def _welcome(woman, seated):
    return all(
        other.id not in woman.no_pair
        and woman.id not in other.no_pair
        and within_rules(woman, other)
        and within_rules(other, woman)
        for other in seated
    )
