"""JSON as every database takes it. Pure."""

import json
import re

from .ids import parse

#: Of what cannot be stored, this many signs can be looked at.
UNREADABLE_LIMIT = 4000
#: A payload written as JSON; the longest that a form of ours makes is some 20,000 signs.
PAYLOAD_LIMIT = 64 * 1024
DEPTH_LIMIT = 20
#: What programs write and no person: codes, days, digests. A telephone number is none of them.
_CODE = re.compile(r"[a-z0-9_.:/+-]{0,64}|\d{4}-\d\d-\d\dT[0-9:.+Z-]{5,30}")
_TELEPHONE = re.compile(r"[+]?\d{6,15}")


def plain(value, depth=0):
    """Without what PostgreSQL refuses inside JSON and SQLite takes: NUL and halves of characters.

    Raises TypeError for what is no JSON, or is nested deeper than DEPTH_LIMIT.
    """
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\x00", "")
    if isinstance(value, dict) and depth < DEPTH_LIMIT:
        return {plain(str(key)): plain(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list | tuple) and depth < DEPTH_LIMIT:
        return [plain(inner, depth + 1) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    raise TypeError(type(value).__name__)


def storable(value):
    """``value`` made plain, or None where no database should take it: no JSON, too deep or too large."""
    try:
        found = plain(value)
        return found if len(json.dumps(found, allow_nan=False)) <= PAYLOAD_LIMIT else None
    except (TypeError, ValueError):
        return None


def to_be_looked_at(value):
    """``value`` as it is; where no database would take that, what it looks like."""
    found = storable(value)
    if found is not None:
        return found
    try:
        return {"unreadable": ascii(value)[:UNREADABLE_LIMIT]}
    except RecursionError:
        return {"unreadable": type(value).__name__}


def bare(value, words=(), depth=0):
    """``value`` with every text emptied that is no id, code or day, and all that stands under one of ``words``."""
    if isinstance(value, dict) and depth < DEPTH_LIMIT:
        return {
            name: _emptied(inner) if name in words else bare(inner, words, depth + 1) for name, inner in value.items()
        }
    if isinstance(value, list) and depth < DEPTH_LIMIT:
        return [bare(inner, words, depth + 1) for inner in value]
    if isinstance(value, str):
        return value if parse(value) or (_CODE.fullmatch(value) and not _TELEPHONE.fullmatch(value)) else ""
    return value if isinstance(value, int | float | bool | None) else ""


def _emptied(value):
    return {str: "", list: [], dict: {}}.get(type(value))
