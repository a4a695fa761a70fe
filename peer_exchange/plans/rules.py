"""Modules in the women's own order: what they cost, what must stand before them, which can begin. Pure."""

from dataclasses import dataclass
from decimal import Decimal

IDEA, GATHERING, BUILDING, DONE, LEFT = "idea", "gathering", "building", "done", "left"


@dataclass(frozen=True)
class Module:
    """``needs``: ids of modules that must stand before it. Costs in soles; None where nobody knows yet."""

    id: object
    state: str = IDEA
    needs: frozenset = frozenset()
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Sum:
    """``unknown``: how many modules have no cost yet; they are not in the sums."""

    low: Decimal
    high: Decimal
    unknown: int


def sum_of(modules):
    """What is still to be paid and what was, together: all modules but those that were left."""
    counted = [module for module in modules if module.state != LEFT]
    known = [module for module in counted if module.low is not None or module.high is not None]
    low = sum((module.low if module.low is not None else module.high for module in known), Decimal(0))
    high = sum((module.high if module.high is not None else module.low for module in known), Decimal(0))
    return Sum(low, high, len(counted) - len(known))


def can_begin(modules):
    """Ids of ideas whose every need is done, or was left."""
    settled = {module.id for module in modules if module.state in (DONE, LEFT)}
    known = {module.id for module in modules}
    return {module.id for module in modules if module.state == IDEA and module.needs & known <= settled}


def out_of_order(modules):
    """``{id: ids of its needs that stand after it}``. Told and never mended: the order is theirs."""
    place = {module.id: number for number, module in enumerate(modules)}
    left = {module.id for module in modules if module.state in (LEFT, DONE)}
    found = {}
    for module in modules:
        after = {need for need in module.needs - left if place.get(need, -1) > place[module.id]}
        if after and module.state not in (DONE, LEFT):
            found[module.id] = after
    return found


def makes_a_loop(modules, id, needs):
    """Would ``id`` wait for itself if it needed ``needs``? A plan of that kind can never begin."""
    of = {module.id: set(module.needs) for module in modules}
    of[id] = set(needs)
    seen, ahead = set(), list(needs)
    while ahead:
        one = ahead.pop()
        if one == id:
            return True
        if one not in seen:
            seen.add(one)
            ahead.extend(of.get(one, ()))
    return False


def moved(ids, id, step):
    """``ids`` with ``id`` one place earlier (-1) or later (1); at the end it stays."""
    ids = list(ids)
    place = ids.index(id)
    other = place + step
    if 0 <= other < len(ids):
        ids[place], ids[other] = ids[other], ids[place]
    return ids
