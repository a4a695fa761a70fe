"""From what women learned to a draft page: one programme brings words in, another makes a draft of them.

Neither knows the other. What is brought is plain text; what is made is never public until an editor publishes it.
"""

from dataclasses import dataclass

_makers = []


@dataclass(frozen=True)
class Learning:
    """``key``: a UUID that is the same however often it is brought. ``parts``: ``(heading, text)`` in ``language``;
    paragraphs are separated by line breaks. ``authors``: as they want to be named. ``organisations``: names of those
    that agreed to be in it. ``others``: its Wordings in other languages.
    """

    key: object
    title: str
    parts: tuple
    authors: str
    organisations: tuple
    language: str
    others: tuple = ()


@dataclass(frozen=True)
class Wording:
    """The same in another language: as many parts, in the same order. ``reviewed``: a speaker of it read it."""

    language: str
    title: str
    parts: tuple
    reviewed: bool


def makes(function):
    """Function decorator: ``function(learning, by) -> address for editors``. One maker is enough; the first answers."""
    if function not in _makers:
        _makers.append(function)
    return function


def can():
    return bool(_makers)


def bring(learning, *, by):
    """Make a draft of it. Returns where editors find it; empty where no programme is here to make one."""
    return _makers[0](learning, by) if _makers else ""
