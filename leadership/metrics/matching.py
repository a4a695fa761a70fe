"""As many seats covered as can be, each by a woman of her own: maximum bipartite matching.

Hopcroft and Karp (1973): all shortest augmenting paths at once, again until there are none. Seats that can be covered
together form a matroid (Edmonds and Fulkerson 1965), and a path never uncovers a seat: so taking the seats in order of
weight, greatest first, covers the greatest sum of weights *and* the greatest number of seats.
"""

from collections import defaultdict

FREE = -1


def cover(ready, weights=None):
    """``{seat: woman}`` for the seats that are covered. For counting only: it proposes nobody for anything.

    ``ready`` maps each seat to the women who are willing and prepared for it; ``weights`` seats to numbers (left out:
    all alike). How many seats and how much weight are covered is certain; *which* of several seats of equal weight is
    not a fact about them, only the same each time for the same input. Ids must be told apart by ``str``.
    Time: edges × √seats for each distinct weight, in life nearly linear (``bench coverage``).
    """
    order = sorted(ready, key=str)
    names = sorted({woman for women in ready.values() for woman in women}, key=str)
    number_of = {woman: number for number, woman in enumerate(names)}
    women = [sorted(number_of[woman] for woman in set(ready[seat])) for seat in order]
    groups = defaultdict(list)
    for seat, hers in enumerate(women):
        if hers:
            groups[weights[order[seat]] if weights else 1].append(seat)
    seat_of = [FREE] * len(names)
    for weight in sorted(groups, reverse=True):
        # Seats of more weight are not asked again: their searches failed, and what was added since helps none of them.
        _augment(groups[weight], women, seat_of)
    return {order[seat]: names[woman] for woman, seat in enumerate(seat_of) if seat != FREE}


def _augment(waiting, women, seat_of):
    """Cover as many of the waiting seats as can be, keeping every seat covered that is. Changes ``seat_of``."""
    while waiting:
        depth = _layers(waiting, women, seat_of)
        if depth is None:
            return
        waiting = [seat for seat in waiting if not _follow(seat, women, seat_of, depth)]


def _layers(waiting, women, seat_of):
    """How many moves each seat is away from the seats that wait, -1 where none leads; None if no way ends free."""
    depth = [-1] * len(women)
    for seat in waiting:
        depth[seat] = 0
    layer, moves, found = waiting, 0, False
    while layer and not found:
        moves += 1
        following = []
        for seat in layer:
            for woman in women[seat]:
                holder = seat_of[woman]
                if holder == FREE:
                    found = True
                elif depth[holder] < 0:
                    depth[holder] = moves
                    following.append(holder)
        layer = following
    return depth if found else None


def _follow(start, women, seat_of, depth):
    """Walk down the layers to a free woman and hand everybody on the way one seat on. No recursion: ways are long."""
    trail, roads, chosen = [start], [iter(women[start])], []
    while trail:
        moves = len(trail)
        for woman in roads[-1]:
            holder = seat_of[woman]
            if holder == FREE:
                chosen.append(woman)
                for mover, her in zip(trail, chosen, strict=True):
                    seat_of[her] = mover
                return True
            if depth[holder] == moves:
                chosen.append(woman)
                trail.append(holder)
                roads.append(iter(women[holder]))
                break
        else:
            # A dead end stays one for the rest of this round.
            depth[trail.pop()] = -1
            roads.pop()
            if chosen:
                chosen.pop()
    return False
