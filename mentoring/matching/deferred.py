"""Deferred acceptance: those who want propose, those who offer hold the best so far (Gale and Shapley, 1962).

With strict preferences the outcome is one and the same whoever proposes first. It is stable: no two would both
rather have each other. And it is truthful for who proposes: within her list, no woman gets a better companion by
hiding whom she prefers.
"""

from heapq import heappush, heappushpop


def propose(lists, seats, priority):
    """Who is held by whom: a list of offers, or None, by want.

    ``lists[want]`` are offers, best first; ``seats[offer]`` how many she can hold; ``priority(want, offer)`` is a
    number or tuple, greater is better for the offer, and never the same for two wants.
    """
    held_by = [None] * len(lists)
    turn = [0] * len(lists)
    held = {}
    waiting = list(range(len(lists) - 1, -1, -1))
    while waiting:
        want = waiting.pop()
        while turn[want] < len(lists[want]):
            offer = lists[want][turn[want]]
            turn[want] += 1
            if not seats[offer]:
                continue
            hers = held.setdefault(offer, [])
            claim = (priority(want, offer), want)
            held_by[want] = offer
            if len(hers) < seats[offer]:
                heappush(hers, claim)
                break
            _lowest, let_go = heappushpop(hers, claim)
            held_by[let_go] = None
            if let_go != want:
                waiting.append(let_go)
                break
    return held_by
