"""What goes into a matching round and what comes out. Values only: no models, no names of women."""

from collections.abc import Hashable
from dataclasses import dataclass, fields
from enum import StrEnum

Id = Hashable
#: A part of a week: (weekday, part), Monday is 0.
Slot = tuple[int, str]

PARTS = ("morning", "afternoon", "evening")
CHANNELS = ("call", "whatsapp", "visit")
VISIT = "visit"
#: All that she may say of her life here. A closed list, because violence, health and ethnicity must never enter.
LIFE = ("small_children", "paid_shift", "studies")
MOST_IN_A_CIRCLE = 6


class Block(StrEnum):
    """Why two women are not proposed to each other, or (the last two) why a woman stays without a proposal.

    NO_PAIR is for the machine alone: show and store ``told``.
    """

    HERSELF = "herself"
    NOT_OPEN = "not_open"
    MINOR = "minor"
    LANGUAGE = "language"
    CHANNEL = "channel"
    AUTHORITY = "authority"
    RESERVED = "reserved"
    FULL = "full"
    NO_PAIR = "no_pair"
    NOBODY_FREE = "nobody_free"
    NO_OFFERS = "no_offers"

    @property
    def told(self):
        """What others may know: that one does not want the other looks like seats that went to others."""
        return Block.NOBODY_FREE if self is Block.NO_PAIR else self


class Way(StrEnum):
    """How a pair came about: she ranked her, the score brought them together, or a seat was left over."""

    RANKED = "ranked"
    SCORE = "score"
    LEFTOVER = "leftover"


@dataclass(frozen=True, slots=True, kw_only=True)
class Woman:
    """What both sides say. Empty means "not said": half weight in the score. Languages and channels are needed.

    ``territory`` is ``Territory.path`` («/PE/15/1501/150101/»); ``region`` any wider neighbourhood that paths do
    not tell (a "cono"); ``reach`` the path inside which she would visit or be visited, "" for anywhere.
    ``kinds`` are codes of kinds of organisation and of roles. ``no_pair`` is hers alone. ``answers_to`` are the
    women who have authority over her: her president, who decides on her food or credit, her employer.
    ``reserved`` holds one set for each reserved organisation of hers: the organisations whose women she may be
    paired with (its own among them, if its rules say so).
    """

    id: Id
    languages: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    hours: frozenset[Slot] = frozenset()
    territory: str = ""
    region: str = ""
    reach: str = ""
    kinds: frozenset[str] = frozenset()
    life: frozenset[str] = frozenset()
    opted_in: bool = True
    adult: bool = True
    no_pair: frozenset[Id] = frozenset()
    answers_to: frozenset[Id] = frozenset()
    organisations: frozenset[Id] = frozenset()
    reserved: tuple[frozenset[Id], ...] = ()

    def __post_init__(self):
        unknown = (self.channels - set(CHANNELS)) | (self.life - set(LIFE))
        unknown |= {slot for slot in self.hours if slot[0] not in range(7) or slot[1] not in PARTS}
        if unknown:
            raise ValueError(f"matching knows no {', '.join(sorted(map(str, unknown)))}")
        for path in (self.territory, self.reach):
            if path and not (path.startswith("/") and path.endswith("/")):
                raise ValueError(f"{path} is not a path of a territory")


@dataclass(frozen=True, slots=True, kw_only=True)
class Want(Woman):
    """She wants to learn ``topics``. ``circle``: a circle is fine too (a minor: her organisation consented).

    ``first``: she lost her companion, and has a seat before others whoever fits better.
    """

    topics: frozenset[str] = frozenset()
    circle: bool = True
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(Woman):
    """She offers ``topics``. ``load`` pairs of her are open now; ``circle_places`` are free in a circle of hers."""

    topics: frozenset[str] = frozenset()
    capacity: int = 2
    load: int = 0
    circle_places: int = 0

    def __post_init__(self):
        # Not super(): slots make a new class, which the short form of super() would not know.
        Woman.__post_init__(self)
        if self.capacity < 0 or self.load < 0 or not 0 <= self.circle_places <= MOST_IN_A_CIRCLE:
            raise ValueError("capacity, load and circle_places are counts; a circle has at most six women")

    @property
    def seats(self):
        return max(0, self.capacity - self.load)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What the assembly adopted: whole numbers that make 100. Anything else is a ValueError."""

    topics: int = 35
    hours: int = 20
    distance: int = 15
    kinds: int = 10
    life: int = 10
    load: int = 10

    def __post_init__(self):
        weights = self.as_dict().values()
        if any(type(weight) is not int or weight < 0 for weight in weights) or sum(weights) != 100:
            raise ValueError("weights are whole numbers, none below 0, and make 100 together")

    def as_dict(self):
        return {field.name: getattr(self, field.name) for field in fields(self)}


CRITERIA = tuple(field.name for field in fields(Weights))

#: A criterion that fits wholly. Divides by 2, 3, 4, 5 and 6, so that scores are exact and ties are true ties.
WHOLE = 60


@dataclass(frozen=True, slots=True)
class Score:
    """How well two fit. ``parts`` in the order of CRITERIA, each in sixtieths of a point; ``exact`` is their sum.

    A tool to find a good pair for one woman: never shown as a number, and no women are ordered by it.
    """

    parts: tuple[int, ...]

    @property
    def exact(self):
        return sum(self.parts)

    @property
    def total(self):
        """0 to 100."""
        return self.exact / WHOLE


@dataclass(frozen=True, slots=True)
class Reason:
    """A code with what its sentence needs, fit for JSON. ``mentoring.words`` says it."""

    code: str
    params: dict

    def as_json(self):
        return {"code": self.code, "params": self.params}

    @classmethod
    def from_json(cls, data):
        return cls(data["code"], data.get("params", {}))


@dataclass(frozen=True, slots=True)
class Candidate:
    offer: Id
    score: Score


@dataclass(frozen=True, slots=True)
class Pair:
    want: Id
    offer: Id
    score: Score
    way: Way
    reasons: tuple[Reason, Reason, Reason]
    caution: Reason


@dataclass(frozen=True, slots=True)
class Circle:
    """A suggestion: this woman's circle could take these women, who all share the language with her."""

    offer: Id
    wants: tuple[Id, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Unmatched:
    """No pair for her in this round. ``circle`` is the host of the circle suggested to her, or None."""

    want: Id
    block: Block
    circle: Id | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """Each woman who wants stands in ``pairs`` or in ``unmatched``, once; both are in the order of the seed."""

    pairs: tuple[Pair, ...]
    circles: tuple[Circle, ...]
    unmatched: tuple[Unmatched, ...]
