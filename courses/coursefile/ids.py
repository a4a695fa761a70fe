"""Ids that are the same on every site: made of the course's code and the short ids in its file."""

import uuid

NAMESPACE = uuid.UUID("6f1c9a52-6f3c-5d0e-9a3e-1e0f3f6b7a11")


def stable(*path):
    """The id of what stands at this path of short ids (``R1``, lesson, block, …).

    A last part that is a UUID already is taken as it is.
    """
    last = as_uuid(path[-1])
    return last or uuid.uuid5(NAMESPACE, "/".join(str(part) for part in path))


def as_uuid(text):
    """The UUID that this text is, or None. Only the usual form with hyphens, so that «a» is never one."""
    text = str(text)
    if len(text) != 36:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
