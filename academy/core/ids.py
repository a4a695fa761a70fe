"""Identifiers made where a thing happens: on a phone without signal, on a form, on paper typed in later."""

import hashlib
import json
import secrets
import time
import uuid


def uuid7(milliseconds=None):
    """A version 7 UUID (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then chance. Sorts by time."""
    stamp = int(time.time() * 1000) if milliseconds is None else milliseconds
    return _uuid7(stamp, secrets.token_bytes(10))


def event_id(nonce, payload):
    """The id of the event that this form, printed with this nonce, makes when it says this.

    The same form sent twice is one event (a double tap, a replay); the same form sent again with other
    words is another event, so that a change of mind after "back" is never swallowed. Deterministic: equal
    nonce and payload give an equal id in every process.
    """
    nonce = nonce if isinstance(nonce, uuid.UUID) else uuid.UUID(str(nonce))
    said = json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    digest = hashlib.sha256(nonce.bytes + said.encode()).digest()
    return _uuid7(int.from_bytes(nonce.bytes[:6]), digest[:10])


def _uuid7(stamp, chance):
    number = (stamp & ((1 << 48) - 1)) << 80 | int.from_bytes(chance)
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=number)


def parse(text):
    """The UUID in ``text``, or None: what a form or an address carries may be anything."""
    try:
        return uuid.UUID(str(text))
    except (ValueError, AttributeError, TypeError):
        return None


#: Crockford's base 32 without vowels' look-alikes: no I, L, O, U. Read over the phone without mistakes.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def spoken_code(length=8):
    """A random code of ``length`` symbols from ALPHABET, 5 bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def read_code(text):
    """What she typed, as the code it means: capitals, no spaces or dashes, O for 0, I and L for 1."""
    kept = "".join(c for c in str(text).upper() if c.isalnum())
    return kept.translate(_READ_AS)


def grouped(code, size=4):
    """``ABCD-EFGH``: four at a time is what a voice can carry."""
    return "-".join(code[i : i + size] for i in range(0, len(code), size))
