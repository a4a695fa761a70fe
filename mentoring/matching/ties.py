"""Ties are decided by a published seed: a ring on which each woman has her place, and looks onwards from there.

Nobody can choose her place, the order of a list says nothing, and who comes or leaves moves nobody else. Because
each woman begins at her own place, equal offers do not all go to the same first one.
"""

from hashlib import blake2b

ROUND = 1 << 64


def place(seed, identifier):
    """Her place on the ring, from 0 below ROUND. Anybody can work it out again from the published seed."""
    return int.from_bytes(blake2b(f"{seed}\n{identifier}".encode(), digest_size=8).digest())


def onwards(start, end):
    """How far it is from one place to another, in the one direction."""
    return (end - start) % ROUND


def in_order(seed, women):
    """(places, women), both by place. A woman who comes twice is a ValueError."""
    ring = sorted((place(seed, woman.id), str(woman.id), woman) for woman in women)
    for (_place, one, _woman), (_next, two, _other) in zip(ring, ring[1:], strict=False):
        if one == two:
            raise ValueError(f"{one} comes twice")
    return [there for there, _id, _woman in ring], [woman for _place, _id, woman in ring]
