"""A matching round of a confederation, with invented women. A program of its own, so that its memory is its own.

python -m benchmarks.matching [wanting] [offering]
"""

import csv
import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

from .reading import Figure

ROOT = Path(__file__).resolve().parent.parent
TERRITORIES = ROOT / "academy" / "members" / "data" / "territories-pe.csv"
WANTING, OFFERING, SEED = 10_000, 3_000, "bench"

TOPICS = [f"topic-{number}" for number in range(24)]
KINDS = ["comedor", "olla-comun", "asociacion", "vaso-de-leche", "federacion", "presidenta", "tesorera", "almacenera"]
#: Evenings and Sundays are when women are free; the rest of the week is thinner.
HOURS = [
    ((day, part), 6 if day == 6 or part == "evening" else 1)
    for day in range(7)
    for part in ("morning", "afternoon", "evening")
]


def matching(_site):
    """A round for 10,000 who want and 3,000 who offer: seconds, and the greatest memory of the process that does it."""
    command = [sys.executable, "-m", "benchmarks.matching"]
    told = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    found = json.loads(told.splitlines()[-1])
    if found["pairs"] + found["unmatched"] != WANTING:
        raise RuntimeError(f"{found} is not everybody who wanted")
    yield Figure("matching", found["seconds"], "s")
    yield Figure("matching-processor", found["processor"], "s")
    yield Figure("matching-suggestions", found["suggestions"], "s")
    yield Figure("matching-memory", found["megabytes"], "MB")
    yield Figure("matching-pairs", found["pairs"], "pairs")
    yield Figure("matching-in-circles", found["in_circles"], "women")


def cohort(wanting, offering, *, seed=7):
    """Invented women as a confederation might have them; always the same ones for a seed."""
    from mentoring.matching import Offer, Want

    chance = random.Random(seed)
    homes = _homes(chance, wanting // 4)
    mentors = [f"m{number}" for number in range(offering)]
    offers = []
    for name in mentors:
        offers.append(
            Offer(
                id=name,
                **_woman(chance, chance.choice(homes)),
                topics=_some(chance, TOPICS, 1, 5),
                capacity=chance.choice([1, 2, 2, 2, 2, 3, 4]),
                load=chance.choice([0, 0, 0, 1]),
                circle_places=6 if chance.random() < 0.3 else 0,
            )
        )
    wants = []
    for number in range(wanting):
        # Some of those who offer want something themselves: ayni.
        name = mentors[number] if number < min(offering, wanting) // 3 else f"w{number}"
        wants.append(
            Want(
                id=name,
                **_woman(chance, chance.choice(homes)),
                topics=_some(chance, TOPICS, 1, 4),
                answers_to=_some(chance, mentors, 0, 2),
                circle=chance.random() < 0.9,
            )
        )
    return wants, offers


def rankings(wants, lists, *, seed=7):
    """Two in three rank: up to three of their first eight suggestions, as they like."""
    chance = random.Random(seed)
    ranked = {}
    for want in wants:
        shown = lists.get(want.id, [])[:8]
        if shown and chance.random() < 2 / 3:
            ranked[want.id] = chance.sample(shown, min(3, len(shown)))
    return ranked


def _homes(chance, number):
    """(territory path, organisation, its languages): most in the capital's districts, the rest all over the country."""
    with TERRITORIES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        codes = sorted(row["code"] for row in rows if len(row["code"]) == 6)
    capital = [code for code in codes if code.startswith("1501")]
    found = []
    for organisation in range(number):
        code = chance.choice(capital if chance.random() < 0.5 else codes)
        path = f"/PE/{code[:2]}/{code[:4]}/{code}/"
        own = "ay" if code.startswith("21") else "qu"
        found.append((path, organisation, own if chance.random() < (0.2 if code in capital else 0.6) else ""))
    return found


def _woman(chance, home):
    path, organisation, own = home
    languages = {own} - {""} if chance.random() < 0.7 else set()
    if not languages or chance.random() < 0.9:
        languages.add("es")
    silent = chance.random() < 0.15
    hours = chance.choices([slot for slot, _w in HOURS], [weight for _s, weight in HOURS], k=chance.randint(1, 6))
    return {
        "languages": frozenset(languages),
        "channels": _some(chance, ["call", "whatsapp", "visit"], 1, 3),
        "hours": frozenset() if silent else frozenset(hours),
        "territory": path,
        "region": f"cono-{int(path[-3:-1]) % 4}" if path.startswith("/PE/15/1501/") else "",
        "reach": path[: len("/PE/15/")] if chance.random() < 0.5 else "",
        "kinds": _some(chance, KINDS, 0, 2),
        "life": _some(chance, ["small_children", "paid_shift", "studies"], 0, 2),
        "no_pair": frozenset({f"m{chance.randrange(3000)}"}) if chance.random() < 0.03 else frozenset(),
        "organisations": frozenset({organisation}),
        "reserved": (frozenset({organisation, organisation + 1}),) if organisation % 100 == 0 else (),
    }


def _some(chance, things, fewest, most):
    return frozenset(chance.sample(things, chance.randint(fewest, most)))


def main(wanting, offering):
    from mentoring.matching import Weights, candidates, match

    wants, offers = cohort(wanting, offering)
    began = time.monotonic()
    weights = Weights()
    lists = {}
    for want, best in candidates(wants, offers, weights, seed=SEED, progress=_told):
        lists[want] = [candidate.offer for candidate in best]
    suggested = time.monotonic()
    ranked = rankings(wants, lists)
    del lists
    matched, worked = time.monotonic(), time.process_time()
    result = match(wants, offers, ranked, weights, seed=SEED, progress=_told)
    ended, rested = time.monotonic(), time.process_time()
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ways = {}
    for pair in result.pairs:
        ways[pair.way] = ways.get(pair.way, 0) + 1
    blocks = {}
    for woman in result.unmatched:
        blocks[woman.block] = blocks.get(woman.block, 0) + 1
    found = {
        "seconds": ended - matched,
        "processor": rested - worked,
        "suggestions": suggested - began,
        "megabytes": round(kilobytes / (1 << 20 if sys.platform == "darwin" else 1024)),
        "pairs": len(result.pairs),
        "in_circles": sum(len(circle.wants) for circle in result.circles),
        "circles": len(result.circles),
        "unmatched": len(result.unmatched),
        "ways": ways,
        "blocks": blocks,
    }
    print(json.dumps(found))


def _told(stage, done, of):
    if done % 2000 == 0 or done == of:
        print(f"{stage}: {done} of {of}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or (WANTING, OFFERING)))
