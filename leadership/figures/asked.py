"""What a reader asked for: a part of her scope, a place, a level, a kind, a post, a period. The same for every page."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Q

from academy.members.models import Organisation

#: Months ahead -> months looked back: elections come every two years or so, endings are looked at year by year.
PERIODS = {12: 24, 24: 48}
_PLACE = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*\Z")


@dataclass(frozen=True)
class Asked:
    """``place`` is a territory's path, ``kind`` and ``post`` are pks, ``part`` an organisation or None.

    ``rural``: only what is said to be in the country (True) or in town (False).
    """

    place: str = ""
    level: str = ""
    kind: int | None = None
    post: int | None = None
    months: int = 12
    rural: bool | None = None
    part: Organisation | None = None

    @property
    def back(self):
        return PERIODS[self.months]

    @property
    def narrowed(self):
        """By something that counts of women cannot be narrowed by."""
        return bool(self.place or self.level or self.kind or self.post or self.rural is not None)

    def q(self, *, post=True):
        found = Q()
        if self.place:
            found &= Q(place__startswith=self.place)
        if self.level:
            found &= Q(level=self.level)
        if self.kind:
            found &= Q(kind=self.kind)
        if self.rural is not None:
            found &= Q(rural=self.rural)
        if self.post and post:
            found &= Q(post=self.post)
        return found

    def query(self, **changes):
        """The same as an address, with some of it changed: ``query(place="")``. Empty where nothing is asked."""
        other = replace(self, **changes)
        said = {
            "org": other.part.pk if other.part else "",
            "lugar": place_code(other.place),
            "nivel": other.level,
            "tipo": other.kind or "",
            "cargo": other.post or "",
            "zona": {True: "campo", False: "ciudad", None: ""}[other.rural],
            "plazo": other.months if other.months != 12 else "",
        }
        return urlencode({name: value for name, value in said.items() if value != ""})

    @property
    def address(self):
        query = self.query()
        return f"?{query}" if query else ""


def place_code(path):
    """``/PE/08/0801/`` as it stands in an address: ``PE.08.0801``."""
    return path.strip("/").replace("/", ".")


def read(given):
    """``(Asked, pk of the part or None)`` from an address. What is no answer to a question is as if not asked."""
    place = given.get("lugar", "")
    level = given.get("nivel", "")
    months = _number(given.get("plazo"))
    asked = Asked(
        place="/" + place.replace(".", "/") + "/" if len(place) <= 100 and _PLACE.match(place) else "",
        level=level if level in Organisation.Level.values else "",
        kind=_number(given.get("tipo")),
        post=_number(given.get("cargo")),
        rural={"campo": True, "ciudad": False}.get(given.get("zona", "")),
        months=months if months in PERIODS else 12,
    )
    return asked, _number(given.get("org"))


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None
