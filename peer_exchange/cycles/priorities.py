"""Dots on paper → priorities. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Priority:
    """``place``: 1 is first; equal dots share a place: who breaks a tie is the assembly. None: not counted yet.
    ``share``: of the most dots, 0–100, for the bar."""

    problem: object
    dots: int | None
    place: int | None
    share: int = 0
    is_tied: bool = False


def ranked(problems):
    """``problems``: things with ``dots``, in the order in which they were named. Most dots first, uncounted last."""
    counted = [problem.dots for problem in problems if problem.dots is not None]
    most = max(counted, default=0)
    found = [
        Priority(
            problem,
            problem.dots,
            None if problem.dots is None else 1 + sum(other > problem.dots for other in counted),
            round(100 * problem.dots / most) if problem.dots and most else 0,
            problem.dots is not None and counted.count(problem.dots) > 1,
        )
        for problem in problems
    ]
    return sorted(found, key=lambda each: (each.place is None, each.place or 0))


def too_many(dots, *, women, each):
    """More dots than were handed out? How many too many; 0 where it fits or nobody said how many women voted."""
    if women is None:
        return 0
    return max(0, sum(count for count in dots if count) - women * each)
