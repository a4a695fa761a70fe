"""What hangs on one woman, and what was handed over (field dossier, 4C)."""

from collections import Counter

from .shapes import ratio

#: What an organisation cannot do without: signature, password or phone, books, key of the store, register.
KEYS = ("signature", "password", "book", "key", "register")
#: What is handed over with a seat.
ITEMS = ("books", "register", "cash", "passwords", "inventory", "commitments", "contacts")


def hanging_on_one(keepers):
    """The organisations where one woman *alone* keeps two of ``KEYS`` or more, in the order given.

    ``keepers[organisation][key]`` are the women who have it. What two women have hangs on neither.
    """
    found = []
    for organisation, hers in keepers.items():
        alone = Counter(next(iter(women)) for key, women in hers.items() if key in KEYS and len(set(women)) == 1)
        if any(number > 1 for number in alone.values()):
            found.append(organisation)
    return found


def single_point(keepers):
    """Share of organisations that hang on one woman, of those that told who keeps what."""
    told = {organisation: hers for organisation, hers in keepers.items() if any(hers.values())}
    return ratio("single_point", len(hanging_on_one(told)), len(told))


def handover(required, handed):
    """Items handed over of those required. Items that were not asked for do not count."""
    required = set(required)
    return ratio("handover", len(required & set(handed)), len(required))


def may_close(required, handed):
    """Only a whole handover is closed; one that asks for nothing is whole."""
    return set(required) <= set(handed)
