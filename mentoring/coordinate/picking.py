"""Choosing a few out of many on a phone: search, mark, search again. What was marked stays, also without JavaScript."""

PREFIX = "part-"
#: More marked rows than this are no choice any more.
MOST_MARKED = 60


def marked(said, parts, read):
    """``{id: part}`` of what a form carries; ``read`` makes an id of a text, or None. What is none is left out."""
    found = {}
    for name in said:
        identifier = read(name[len(PREFIX) :]) if name.startswith(PREFIX) else None
        if identifier is not None and said[name] in parts:
            found[identifier] = said[name]
    return dict(list(found.items())[:MOST_MARKED])


def whole(text):
    """A whole number as ids of the database are, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
