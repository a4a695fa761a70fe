"""May these two be proposed to each other, and how well do they fit? The formulas of the score stand here."""

from .shapes import CRITERIA, VISIT, WHOLE, Block, Score

HALF = WHOLE // 2
#: More than three topics or hours in common make a pair no better: she who ticks much is not harder to please.
ENOUGH = 3
#: What living in one "cono" is worth at least, when paths say less.
SAME_REGION = WHOLE * 2 // 3


def blocked(want, offer, *, circle=False):
    """The first hard constraint that keeps them apart, or None.

    For a circle of hers, places in it count instead of seats, and a minor may come: then ``want.circle`` says that
    her organisation consented.
    """
    if want.id == offer.id:
        return Block.HERSELF
    if not (want.opted_in and offer.opted_in) or (circle and not want.circle):
        return Block.NOT_OPEN
    if not offer.adult or not (circle or want.adult):
        return Block.MINOR
    if not want.languages & offer.languages:
        return Block.LANGUAGE
    if not shared_channels(want, offer):
        return Block.CHANNEL
    if offer.id in want.answers_to:
        return Block.AUTHORITY
    if not (within_rules(want, offer) and within_rules(offer, want)):
        return Block.RESERVED
    if not (offer.circle_places if circle else offer.seats):
        return Block.FULL
    if offer.id in want.no_pair or want.id in offer.no_pair:
        return Block.NO_PAIR
    return None


def shared_channels(one, other):
    """Channels that both use. A visit counts where each lives inside the reach of the other, or did not say where."""
    shared = one.channels & other.channels
    if VISIT in shared and not (within_reach(one, other) and within_reach(other, one)):
        shared -= {VISIT}
    return shared


def within_reach(one, other):
    return not other.territory or other.territory.startswith(one.reach)


def within_rules(one, other):
    """Do the rules of the reserved organisations of ``one`` let her be paired with ``other``?"""
    return all(rule & other.organisations for rule in one.reserved)


def score(want, offer, weights):
    """The parts of D3D: weight × fit. What either did not say counts half; nothing that is missing is held against her.

    Integers throughout, rounded down to a sixtieth of a point.
    """
    fits = {
        "topics": common(want.topics, offer.topics),
        "hours": common(want.hours, offer.hours),
        "distance": nearness(want.territory, offer.territory, want.region, offer.region),
        "kinds": any_of(want.kinds, offer.kinds),
        "life": WHOLE if want.life & offer.life else HALF,
        "load": lightness(offer.load),
    }
    weights = weights.as_dict()
    return Score(tuple(weights[name] * fits[name] for name in CRITERIA))


def common(wanted, offered):
    """The share of what she wants that the other has; three of them are all."""
    if not wanted or not offered:
        return HALF
    enough = min(ENOUGH, len(wanted))
    return WHOLE * min(enough, len(wanted & offered)) // enough


def any_of(hers, others):
    if not hers or not others:
        return HALF
    return WHOLE if hers & others else 0


# Life has no zero: what a woman says of her life can bring her closer to somebody and never further away.


def nearness(path, other, region="", other_region=""):
    """The share of levels below the country that both live in. A level that one of them did not tell counts half."""
    if not path or not other:
        fit = HALF
    else:
        fit = _levels_shared(places(path), places(other))
    return max(fit, SAME_REGION) if region and region == other_region else fit


def places(path):
    """«/PE/15/1501/» → ("PE", "15", "1501")."""
    return tuple(path.strip("/").split("/"))


def levels_in_common(one, other):
    """How many leading parts two tuples share, the country among them."""
    shared = 0
    for here, there in zip(one, other, strict=False):
        if here != there:
            break
        shared += 1
    return shared


def _levels_shared(one, other):
    shared = levels_in_common(one, other)
    if not shared:
        return 0
    levels = max(len(one), len(other)) - 1
    told = min(len(one), len(other))
    unknown = levels + 1 - told if shared == told else 0
    return WHOLE * (2 * (shared - 1) + unknown) // (2 * levels) if levels else HALF


def lightness(load):
    """Who accompanies nobody yet comes first; each woman she has makes the next one lighter in weight."""
    return WHOLE // (1 + load)
