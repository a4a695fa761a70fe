"""Pure decisions about attendance: who is who on a sheet, what was typed twice, tallies."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from academy.core.ids import event_id
from academy.members.likeness import Likeness
from academy.members.rules import name_key

from ..models import UNDER_THIRTY

NAME_LIMIT = 120
#: Of one session, by name.
MOST_NAMED = 500
_SEPARATOR = re.compile(r"\s*[;\t|]\s*")
_NUMBER = re.compile(r"^\s*\d{1,3}\s*[.)\-:]\s*")


def person_of(session, *, member=None, name="", organisation="", twin=1):
    """The number of a person at a session: the member's, or one that follows from name and organisation.

    ``twin``: 2, 3… for the second and third woman of the same name on one sheet.
    """
    if member is not None:
        return member
    said = {"name": name_key(name), "organisation": name_key(organisation)}
    return event_id(session, said if twin == 1 else {**said, "twin": twin})


@dataclass(frozen=True)
class Line:
    """One line of a sheet as it was typed: name; organisation; what she is there as is chosen beside."""

    number: int
    name: str
    organisation: str = ""

    @property
    def key(self):
        return name_key(self.name)


def lines_of(text):
    """The lines of a typed sheet: ``1. María Quispe; Comedor Sol``. Numbers in front and empty lines are left out."""
    found = []
    for raw in str(text).replace("\x00", "").splitlines():
        parts = [part.strip() for part in _SEPARATOR.split(_NUMBER.sub("", raw, count=1).strip())]
        # A rule drawn between two groups is nobody.
        if parts and any(letter.isalpha() for letter in parts[0]):
            place = parts[1] if len(parts) > 1 else ""
            found.append(Line(len(found) + 1, parts[0][:NAME_LIMIT], place[:NAME_LIMIT]))
    return found


@dataclass
class Question:
    """A line that may be somebody who is known. ``member``: of the organisation; ``line``: an earlier one of the
    sheet; ``there``: already on the session's list. One of the three."""

    line: Line
    sure: bool
    member: object = None
    earlier: Line | None = None
    there: object = None


@dataclass
class Sorted:
    """``new``: nobody like them is known; ``asked``: to be answered; ``already``: on the list under this very name."""

    new: list = field(default_factory=list)
    asked: list = field(default_factory=list)
    already: list = field(default_factory=list)


def sort_lines(lines, *, members, there):
    """Look each line up. ``members``: ``{name_key: owner}`` pairs in a list; ``there``: the same of who is on the list.

    Asks of a line only one thing: first the session's list, then the sheet itself, then the members.
    """
    on_list, on_sheet, known = Likeness(), Likeness(), Likeness()
    for key, owner in there:
        on_list.add(key, owner)
    for key, owner in members:
        known.add(key, owner)
    found = Sorted()
    for line in lines:
        listed, earlier, member = on_list.find(line.key), on_sheet.find(line.key), known.find(line.key)
        on_sheet.add(line.key, line)
        if listed and listed[0] == "same":
            found.already.append(line)
        elif listed:
            found.asked.append(Question(line, sure=False, there=listed[1]))
        elif earlier:
            found.asked.append(Question(line, sure=earlier[0] == "same", earlier=earlier[1]))
        elif member:
            found.asked.append(Question(line, sure=member[0] == "same", member=member[1]))
        else:
            found.new.append(line)
    return found


@dataclass(frozen=True)
class Tally:
    """Counts of one session. ``None``: nobody said. ``named``: how many stand on the list."""

    total: int | None
    named: int = 0
    bands: dict = field(default_factory=dict)
    first_time: int | None = None
    spoke: int | None = None
    young_spoke: int | None = None


def tally(named, count, how_many):
    """What a session's numbers say together.

    ``named``: people with ``age_band, first_time, spoke``; ``count``: the AttendanceCount or None; ``how_many``: of the
    field entry. A count, where there is one, goes before the list; the list is never more than the total.
    """
    bands = {}
    for one in named:
        if one.age_band:
            bands[one.age_band] = bands.get(one.age_band, 0) + 1
    if count is not None:
        return Tally(
            total=max(count.total, len(named)),
            named=len(named),
            bands=dict(count.bands) or bands,
            first_time=_or(count.first_time, sum(one.first_time for one in named) or None),
            spoke=_or(count.spoke, sum(one.spoke for one in named) or None),
            young_spoke=_or(count.young_spoke, _young(named) or None),
        )
    told = max(how_many or 0, len(named))
    return Tally(
        total=told if named or how_many is not None else None,
        named=len(named),
        bands=bands,
        first_time=sum(one.first_time for one in named) if named else None,
        spoke=sum(one.spoke for one in named) if named else None,
        young_spoke=_young(named) if named else None,
    )


def _or(value, other):
    return other if value is None else value


def _young(named):
    return sum(one.spoke and one.age_band in UNDER_THIRTY for one in named)


def faults_of_count(*, total, bands, first_time, spoke, young_spoke):
    """``{field: sentence}`` of counts that cannot be true together."""
    found = {}
    if sum(bands.values()) > total:
        found["total"] = _("Las edades suman %(sum)s y el total es %(total)s. Revisa los números.") % {
            "sum": sum(bands.values()),
            "total": total,
        }
    for name, value in (("first_time", first_time), ("spoke", spoke), ("young_spoke", young_spoke)):
        if value is not None and value > total:
            found[name] = _("Es más que el total. Revisa los números.")
    if young_spoke is not None and spoke is not None and young_spoke > spoke:
        found["young_spoke"] = _("Es más que las que hablaron. Revisa los números.")
    return found
