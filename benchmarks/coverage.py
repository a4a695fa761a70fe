"""The figures of a confederation's pipeline, with invented seats. Pure: no database, nobody's name.

Seats with up to five willing and prepared women each, one in twenty with nobody; the same ones each time.
"""

import random
import time

from .reading import Figure

SEATS, WOMEN, SEED = 40_000, 30_000, 7
LEVELS = ("base", "district", "provincial", "regional", "national")
#: Chances of leaving early within a year, by level; one seat in three ends within it.
CHANCES = (0.13, 0.1, 0.08, 0.07, 0.05)
#: Places, levels and stages of the counts that are released.
REGIONS, PROVINCES, STAGES = 25, 3, 6


def coverage(_site):
    """Seconds of the processor, one core: they change little on a busy machine."""
    from academy.core.suppression import release
    from leadership.forecast import expected_vacancies
    from leadership.metrics import coverage_true, uncovered_risk

    ready, risks = pipeline(SEATS, WOMEN)
    spent, covered = _timed(lambda: coverage_true(ready))
    yield Figure("coverage", spent, "s")
    yield Figure("coverage-covered", covered.parts["some"], "seats")
    spent, (uncovered, _rows) = _timed(lambda: uncovered_risk(ready, risks))
    if uncovered.parts["covered"] != covered.parts["some"]:
        raise RuntimeError("weights must not cost a seat")
    yield Figure("coverage-by-risk", spent, "s")
    spent, (vacancies, chances) = _timed(lambda: expected_vacancies(risks))
    if abs(sum(chances) - 1) > 1e-6:
        raise RuntimeError("chances do not make one")
    yield Figure("vacancies", spent, "s")
    yield Figure("vacancies-expected", round(vacancies.value), "seats")
    dimensions, counts = women_by_place()
    spent, told = _timed(lambda: release(dimensions, counts))
    questions = 1
    for dimension in dimensions:
        questions *= len(dimension.parents) + 1
    yield Figure("release", spent, "s")
    yield Figure("release-questions", questions, "questions")
    yield Figure("release-told", len(told.told), "questions")


def _timed(work):
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def pipeline(seats, women, *, seed=SEED):
    """``(ready, risks)`` of so many seats."""
    chance = random.Random(seed)
    ready = {
        seat: set() if chance.random() < 0.05 else {chance.randrange(women) for _ in range(chance.randint(1, 5))}
        for seat in range(seats)
    }
    risks = {seat: 1.0 if chance.random() < 1 / 3 else chance.choice(CHANCES) for seat in ready}
    return ready, risks


def women_by_place(*, seed=SEED):
    """Dimensions and counts of a hundred thousand women or so: many in the capital, few elsewhere."""
    from academy.core.suppression import ALL, Dimension

    chance = random.Random(seed)
    above = {}
    for region in range(REGIONS):
        above[f"r{region}"] = ALL
        for province in range(PROVINCES):
            above[f"r{region}p{province}"] = f"r{region}"
    dimensions = [
        Dimension("place", above),
        Dimension.flat("level", LEVELS),
        Dimension.flat("stage", [f"stage-{number}" for number in range(STAGES)]),
    ]
    size = {place: chance.expovariate(1 / 200) for place in dimensions[0].leaves()}
    counts = {
        (place, level, f"stage-{stage}"): int(size[place] / (1 + 4 * rank) / (1 + stage) * chance.uniform(0.5, 1.5))
        for place in size
        for rank, level in enumerate(LEVELS)
        for stage in range(STAGES)
    }
    return dimensions, counts
