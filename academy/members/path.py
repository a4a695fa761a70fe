"""Her path («Mi camino»), told by whoever knows a part of it. Each programme registers; none knows the others.

``tells``: facts of her path, in words, for her passport and as evidence of what she already does. ``section``: a piece
of the page. ``invites``: what could come next; the page shows one, never two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import transaction
from django.template.loader import render_to_string

from .signals import path_grew


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that she did and that stands somewhere already.

    ``key`` is steady and unique within its part (at most 80 letters). ``kind`` says what it is evidence of (see
    ``docs/decisions/0036``); empty: of nothing. ``words`` and ``detail`` are in the reader's language and name
    no other woman. ``url``: where she sees it and says that it is not so.
    """

    key: str
    words: str
    on: date | None = None
    kind: str = ""
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What one programme tells, newest first."""

    code: str
    title: str
    facts: tuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One thing that she could do next. The lowest ``order`` is shown; a course that she is in has COURSE."""

    order: int
    words: str
    url: str
    button: str
    why: str = ""


#: The next step of a course in hand. Before it comes what waits for her answer, after it what can wait.
COURSE = 40

_tellers: dict[str, tuple] = {}
_sections: list[tuple] = []
_inviters: list[Callable] = []


def tells(code, title, *, order):
    """Function decorator: ``function(member) -> iterable of Fact``. ``title`` is lazy."""

    def register(function):
        if _tellers.setdefault(code, (order, title, function))[2] is not function:
            raise RuntimeError(f"two tellers of {code}")
        return function

    return register


def parts_of(member):
    """Everything that is told of her, in its order; parts without facts are left out. Costs what the tellers cost."""
    found = []
    for code, (_order, title, function) in sorted(_tellers.items(), key=lambda item: (item[1][0], item[0])):
        facts = sorted(function(member), key=lambda fact: fact.key)
        facts.sort(key=lambda fact: fact.on or date.min, reverse=True)
        if facts:
            found.append(Part(code, str(title), tuple(facts)))
    return found


def section(template, context, *, order):
    """A piece of the page: ``context(request) -> dict``, or None where there is nothing to show."""
    if (template, context, order) not in _sections:
        _sections.append((template, context, order))
        _sections.sort(key=lambda each: (each[2], each[0]))


def sections(request):
    """The pieces as HTML, in their order."""
    found = ((template, context(request)) for template, context, _order in _sections)
    return [render_to_string(template, each, request) for template, each in found if each is not None]


def invites(function):
    """Function decorator: ``function(member) -> Invitation or None``."""
    if function not in _inviters:
        _inviters.append(function)
    return function


def next_invitation(member):
    """The one that comes first, or None."""
    found = [each for each in (function(member) for function in _inviters) if each is not None]
    return min(found, key=lambda each: (each.order, each.url), default=None)


def grew(member):
    """Something entered that may be told of ``member`` (an id): announced after the transaction that wrote it."""
    transaction.on_commit(partial(path_grew.send, sender=None, member=member))
