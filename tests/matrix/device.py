"""What phones ask for, and the files that companions carry."""

from academy.core.ids import uuid7

from .words import DOOR, OPEN, POST_ONLY, row

ROWS = {
    "members:device_words": OPEN,
    # A phone asks, not a person: it is told in a code that nobody is signed in.
    "members:carrier_key": row(401, *[200] * 8),
    "members:show_on_phone": POST_ONLY,
    # Takes what phones send; a guest's POST is answered 401 (tests/courses/test_photos_sent.py).
    "sync_photo": POST_ONLY,
    # Whoever is signed in may carry; what is inside stays closed to her.
    "members:bring": row(DOOR, *[200] * 8),
}


def addresses(house, course, people):
    return {"sync_photo": [uuid7()]}
