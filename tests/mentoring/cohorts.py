"""Small cohorts for matching: women with few words each, so that they meet, tie and clash often."""

import random

from hypothesis import strategies as st

from mentoring.matching import CHANNELS, LIFE, Offer, Want, Weights

TOPICS = ["caja", "acta", "whatsapp", "memoria", "presupuesto"]
HOURS = [(6, "afternoon"), (6, "evening"), (2, "evening"), (0, "morning")]
PATHS = ["", "/PE/", "/PE/15/", "/PE/15/1501/", "/PE/15/1501/150101/", "/PE/15/1501/150102/", "/PE/15/1502/150201/"]
PATHS += ["/PE/05/0501/050101/", "/BO/", "/BO/02/"]
REACHES = ["", "", "", "/PE/", "/PE/15/", "/PE/15/1501/150101/"]
ORGANISATIONS = [1, 2, 3]

EASY = {"languages": frozenset({"es"}), "channels": frozenset({"call"})}


def want(identifier, **more):
    return Want(id=identifier, **{**EASY, **more})


def offer(identifier, **more):
    return Offer(id=identifier, **{**EASY, **more})


@st.composite
def cohorts(draw, most_wants=7, most_offers=5):
    """(wants, offers); sometimes a woman called b0 is on both sides. Rolled from one number: many rounds are cheap."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    wanting = [f"w{number}" for number in range(draw(st.integers(0, most_wants)))]
    offering = [f"m{number}" for number in range(draw(st.integers(1, most_offers)))]
    both = ["b0"] * chance.randint(0, 1)
    said = Said(chance, [*wanting, *both, *offering])
    wants = [
        Want(
            id=i, **said.both(), topics=said.some(TOPICS, 5), circle=chance.random() < 0.7, first=chance.random() < 0.1
        )
        for i in wanting + both
    ]
    offers = [
        Offer(
            id=i,
            **said.both(),
            topics=said.some(TOPICS, 5),
            capacity=chance.randint(0, 3),
            load=chance.choice([0, 0, 0, 1, 2]),
            circle_places=chance.choice([0, 0, 2, 6]),
        )
        for i in offering + both
    ]
    return wants, offers


class Said:
    """What a woman of ``everybody`` might say; in some cohorts so little that many have like scores."""

    def __init__(self, chance, everybody):
        self.chance, self.everybody = chance, everybody
        self.little = chance.random() < 0.4

    def some(self, things, most, fewest=0):
        return frozenset(self.chance.sample(things, min(len(things), self.chance.randint(fewest, most))))

    def rarely(self, thing, otherwise):
        return thing if self.chance.random() < 0.15 else otherwise

    def both(self):
        chance, some, rarely = self.chance, self.some, self.rarely
        if self.little:
            return {**EASY, "kinds": some(["comedor", "olla"], 1, 1), "life": some(LIFE[:1], 1)}
        return {
            "languages": some(["es", "es", "qu", "ay"], 2, 1),
            "channels": some(CHANNELS, 3, 1),
            "hours": some(HOURS, 4),
            "territory": chance.choice(PATHS),
            "region": chance.choice(["", "", "norte", "sur"]),
            "reach": chance.choice(REACHES),
            "kinds": some(["comedor", "olla", "tesorera"], 2),
            "life": some(LIFE, 2),
            "opted_in": not rarely(True, False),
            "adult": not rarely(True, False),
            "no_pair": rarely(some(self.everybody, 2), frozenset()),
            "answers_to": rarely(some(self.everybody, 2), frozenset()),
            "organisations": some(ORGANISATIONS, 2),
            "reserved": rarely(tuple(some(ORGANISATIONS, 2) for _rule in range(chance.randint(1, 2))), ()),
        }


@st.composite
def _any_weights(draw):
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=5, max_size=5)))
    parts = [after - before for before, after in zip([0, *cuts], [*cuts, 100], strict=True)]
    return Weights(**dict(zip(Weights().as_dict(), parts, strict=True)))


def weights():
    """The usual ones; round ones, with which unlike women often have like scores; any others, zeros among them."""
    round_ones = Weights(topics=30, hours=30, distance=0, kinds=20, life=20, load=0)
    return st.one_of(st.just(Weights()), st.just(round_ones), _any_weights())


def rankings(chance, wants, offers):
    """For each want up to four offers in her order (one more than counts), those she may not have among them."""
    identifiers = [o.id for o in offers]
    return {w.id: chance.sample(identifiers, chance.randint(0, min(4, len(identifiers)))) for w in wants}


def declined(chance, wants, offers):
    """Pairs of whom one said no."""
    return frozenset(
        (chance.choice(wants).id, chance.choice(offers).id) for _no in range(chance.randint(0, 3)) if wants
    )
