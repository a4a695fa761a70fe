"""The kinds of files that name women. Each programme registers its own when it starts; the engine knows none.

    from academy.members.exporting import kinds

    kinds.add(kinds.Kind(name="leadership.boards", title=_("Directivas"), rows=rows_of_boards))

``rows(organisation, params, by)`` gives ``Rows``: a list of rows, the first one the titles, and the ids of the members
they name. **Only what ``by`` may see by name today**: what a woman consented to, or what is a public fact of an acta;
never a phone, never a document number.
The engine builds the file anew when one of them withdraws a consent or leaves, marks it, and tells each of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ImproperlyConfigured

CSV, XLSX, PDF = "csv", "xlsx", "pdf"


@dataclass(frozen=True)
class Rows:
    """``members``: ids of the women named. For a PDF kind ``rows`` is whatever its ``document`` reads."""

    rows: Any
    members: frozenset = field(default_factory=frozenset)


def no_params(given):
    return {}


def nothing_said(organisation, params):
    return []


@dataclass(frozen=True)
class Kind:
    """``clean(given)``: what of an address's or a form's fields belongs to this kind, as plain JSON; raises Refused.

    ``said(organisation, params)``: the same in words, ``[(label, value)]``, for the woman who approves.
    ``rights(user, organisation)``: may she ask for it and approve it there? A Decision. None: ``services.has_right``.
    ``document(rows, mark, organisation, params)``: bytes of a PDF that prints ``mark`` (a list of sentences) on each
    page; where it is given, the file is a PDF and no spreadsheet.
    ``offered``: stands in the list of what can be asked for; False where only a page with its params leads to it.
    """

    name: str
    title: Any
    rows: Callable
    clean: Callable = no_params
    said: Callable = nothing_said
    rights: Callable | None = None
    document: Callable | None = None
    offered: bool = True

    @property
    def endings(self):
        return (PDF,) if self.document else (XLSX, CSV)


_kinds = {}


def add(kind):
    """Called by an app at start. Another kind under the same name is a mistake in the code."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ImproperlyConfigured(f"two kinds of export are called {kind.name}")


def get(name):
    """The kind of that name, or None: it may have gone with its programme."""
    return _kinds.get(name)


def offered():
    return sorted((kind for kind in _kinds.values() if kind.offered), key=lambda kind: kind.name)


def title_of(name):
    kind = get(name)
    return kind.title if kind else name
