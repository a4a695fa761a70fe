"""Whom to ask for which role: first who has not held it yet. Pure.

The proposal is a question to the women, never a ranking: it looks only at who held which role before, and how often.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..models import CycleRole

Role = CycleRole.Role
#: Seats to fill. Of the two spokeswomen one has spoken before and one is new.
NEW_VOICE, OLD_VOICE = "new_voice", "old_voice"
SLOTS = (
    (Role.FACILITATOR, ""),
    (Role.RECORDER, ""),
    (Role.SPOKESWOMAN, OLD_VOICE),
    (Role.SPOKESWOMAN, NEW_VOICE),
    (Role.TIMEKEEPER, ""),
    (Role.WELCOME, ""),
    (Role.OBSERVER, ""),
)


@dataclass(frozen=True)
class Woman:
    """``held``: how often she has held each role, in any cycle or session. ``learns``: a mentee, as far as whoever asks
    may know it."""

    id: object
    held: Mapping = field(default_factory=dict)
    learns: bool = False

    @property
    def times(self):
        return sum(self.held.values())


@dataclass(frozen=True)
class Ask:
    """One seat: whom to ask first, and who else has not held it. ``first`` is None where nobody is left."""

    role: str
    voice: str
    first: Woman | None
    others: tuple = ()

    @property
    def is_new_to_it(self):
        return self.first is not None and not self.first.held.get(self.role)


def propose(women, *, filled=(), refused=frozenset(), others=3):
    """An Ask for each seat that is still free, in the order of SLOTS.

    ``filled``: pairs ``(role, id)`` that stand in this cycle already; ``refused``: pairs that were answered with no.
    Nobody is asked for two seats while somebody is without any. As many seats as possible go to women who have not
    held that role (exact, by augmenting paths); in the old voice's seat, to one who has. The same women give the same
    proposal.
    """
    women = sorted(women, key=lambda woman: (woman.times, str(woman.id)))
    busy = {id for _role, id in filled}
    refused = {*refused, *filled}
    slots = _free(filled)
    free = [woman for woman in women if woman.id not in busy]
    fits = [[w for w in _in_order(free, *slot) if (slot[0], w.id) not in refused] for slot in slots]
    chosen = _matched(slots, fits)
    _fill_up(slots, fits, chosen, [w for w in women if w.id in busy], refused)
    found = []
    for place, (role, voice) in enumerate(slots):
        first = chosen.get(place)
        rest = [w for w in fits[place] if w is not first and _suits(w, role, voice)]
        found.append(Ask(role, voice, first, tuple(rest[:others])))
    return found


def _free(filled):
    """Seats not taken. A woman who speaks for them takes the old voice's seat first."""
    left = list(SLOTS)
    for role, _id in filled:
        taken = next((slot for slot in left if slot[0] == role), None)
        if taken:
            left.remove(taken)
    return left


def _suits(woman, role, voice):
    """Who the seat is for: new to the role, or, in the old voice's seat, not new to it."""
    return bool(woman.held.get(role)) == (voice == OLD_VOICE)


def _in_order(women, role, voice):
    """Best first: who it is for; in the observer's seat a mentee; then who held it, and any role, the least."""
    return sorted(
        women,
        key=lambda w: (
            not _suits(w, role, voice),
            role == Role.OBSERVER and not w.learns,
            w.held.get(role, 0),
            w.times,
            str(w.id),
        ),
    )


def _matched(slots, fits):
    """The largest number of seats filled with women whom they are for: ``{place: woman}``."""
    place_of = {}

    def seat(place, seen):
        for woman in fits[place]:
            if not _suits(woman, *slots[place]) or woman.id in seen:
                continue
            seen.add(woman.id)
            if woman.id not in place_of or seat(place_of[woman.id][0], seen):
                place_of[woman.id] = (place, woman)
                return True
        return False

    # The observer is a mentee where there is one, so her seat is filled first.
    for place in sorted(range(len(slots)), key=lambda place: slots[place][0] != Role.OBSERVER):
        seat(place, set())
    return dict(place_of.values())


def _fill_up(slots, fits, chosen, busy, refused):
    """Seats that nobody is for: somebody without a seat, else somebody who has one already."""
    asked = {woman.id for woman in chosen.values()}
    for place, (role, voice) in enumerate(slots):
        if place in chosen:
            continue
        rest = [w for w in _in_order(busy, role, voice) if (role, w.id) not in refused]
        free = [w for w in fits[place] if w.id not in asked]
        twice = [w for w in (*fits[place], *rest) if not _holds(w, role, slots, chosen)]
        found = next(iter([*free, *twice]), None)
        if found is not None:
            chosen[place] = found
            asked.add(found.id)


def _holds(woman, role, slots, chosen):
    """Would she sit twice in the same role?"""
    return any(slots[place][0] == role and other.id == woman.id for place, other in chosen.items())
