"""Pure decisions about concerns: who is told. No queries, no request."""

from collections.abc import Collection
from dataclasses import dataclass

#: Every concern goes to two women of different districts.
READERS = 2


@dataclass(frozen=True)
class Support:
    """A support person as the rule sees her. ``districts``: where she belongs; ``load``: open concerns she has."""

    id: object
    districts: frozenset
    load: int = 0


def choose(supports: Collection[Support], *, chosen=(), not_in: Collection = (), never: Collection = ()):
    """Whom to tell, besides those ``chosen`` already (Supports): at most READERS in all, of different districts.

    Nobody of ``not_in`` (the districts of who writes and of whom it is about) and nobody of ``never`` (both of them,
    and the organisers over either). The least burdened first, then by id: the same choice for the same women.
    """
    found, taken = [], set().union(*(support.districts for support in chosen))
    away = set(not_in)
    named = {support.id for support in chosen}
    for support in sorted(supports, key=lambda each: (each.load, str(each.id))):
        if len(chosen) + len(found) >= READERS:
            break
        if support.id in never or support.id in named or not support.districts:
            continue
        if support.districts & (away | taken):
            continue
        found.append(support)
        taken |= support.districts
    return found
