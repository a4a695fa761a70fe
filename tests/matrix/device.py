"""What phones ask for, and the files that companions carry."""

from .words import DOOR, OPEN, POST_ONLY, row

ROWS = {
    "members:device_words": OPEN,
    # A phone asks, not a person: it is told in a code that nobody is signed in.
    "members:carrier_key": row(401, *[200] * 8),
    "members:show_on_phone": POST_ONLY,
    # Whoever is signed in may carry; what is inside stays closed to her.
    "members:bring": row(DOOR, *[200] * 8),
}


def addresses(house, course, people):
    return {}
