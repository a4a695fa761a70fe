"""What each programme holds about a woman, said once: for her page, her file, her erasure.

    her_data.holds("exchange", order=50, shown=shown, forget=forget, stays=_("El acta queda en el libro."))

``shown(member)`` answers with Sections (``section`` makes one of a queryset). ``forget(member=…, at=…)`` runs in the
transaction that erases her, before her keys move on: it deletes rows and blanks words that are not in the record.
What is in the record is bared by its handler (``Handler.without_her``), and every other row that points to her is moved
to a nameless row by itself: counts stay, she does not (docs/decisions/0042).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Field:
    """``code`` names it in the file, for programs; ``label`` for her. ``value``: text, number, truth, date, list."""

    code: str
    label: str
    value: Any


@dataclass(frozen=True)
class Section:
    """One kind of thing that is held about her; ``rows`` are tuples of Fields. Without rows it is not shown."""

    code: str
    title: str
    rows: tuple


@dataclass(frozen=True)
class Part:
    code: str
    order: int
    shown: Callable
    forget: Callable | None
    #: What stays without her, or with her name where a law asks for it, in her words.
    stays: str


_parts: dict[str, Part] = {}


def holds(code, *, order, shown, forget=None, stays=""):
    """Called by an app at start. Twice the same is once; two parts of one code are a mistake."""
    part = Part(code, order, shown, forget, stays)
    if _parts.setdefault(code, part) != part:
        raise RuntimeError(f"two parts called {code}")


def parts():
    """In the order in which she reads them."""
    return sorted(_parts.values(), key=lambda part: part.order)


def section(code, title, objects: Iterable, *columns):
    """A Section with a row for each of ``objects``. A column is ``(code, label, attribute or function of the object)``.

    section("terms", _("Tus cargos"), terms, ("since", _("Desde"), "since"), ("seat", _("Cargo"), str))
    """
    rows = tuple(
        tuple(
            Field(name, str(label), get(each) if callable(get) else getattr(each, get)) for name, label, get in columns
        )
        for each in objects
    )
    return Section(code, str(title), rows)
