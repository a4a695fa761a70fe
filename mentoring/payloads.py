"""Reading the payloads of mentoring strictly. Every function raises Unfit with a sentence and a code."""

from academy.core import sealing
from academy.core.record.reading import bad, too_long

TOPIC_LIMIT, STEP_LIMIT, NOTE_LIMIT, PRIVATE_LIMIT = 200, 300, 2000, 2000
CHANNELS = ("call", "whatsapp", "visit", "other")
MOMENTS = ("start", "middle", "end")
FACES = ("good", "so_so", "talk")
GUIDE_STEPS = 6
LONGEST_MINUTES = 600
#: A circle has eight seats; who left and came again counts anew.
MOST_PRESENT = 24


def private_of(payload):
    """The sealed note: the record has sealed it on arrival. Empty: none, or taken back."""
    token = payload.get(sealing.PRIVATE) or ""
    if not token:
        return ""
    try:
        if sealing.letters(token) > PRIVATE_LIMIT:
            raise too_long(PRIVATE_LIMIT)
    except sealing.CannotOpen:
        raise bad() from None
    return token
