"""Who could accompany whom. Pure: no models, no queries, no request; ids in, proposals with their reasons out.

    blocked(want, offer)                                    -> Block | None
    score(want, offer, weights)                             -> Score
    candidates(wants, offers, weights, *, seed, declined=(), per_want=20, progress=None)
                                                            -> yields (want id, [Candidate, …]), best first
    match(wants, offers, rankings, weights, *, seed, declined=(), per_want=20, progress=None)
                                                            -> Result
    reasons(want, offer, weights)                           -> (three Reasons, one caution)

``rankings`` maps a want's id to offer ids, best first (at most three count); ``declined`` holds (want id, offer id)
pairs that one of the two said no to. ``seed`` is the published text that decides ties: the order of the input never
does. ``progress(stage, done, of)`` is called now and then with a stage of STAGES. An offer or want that appears
twice is a ValueError. Ids must be told apart by ``str``.

Sentences for Reasons and Blocks are in ``mentoring.words``. Why it is so: docs/decisions/0029-matching.md.
"""

from .cohort import MOST_RANKED, STAGES, candidates, match
from .explaining import caution, reasons
from .fit import blocked, score, shared_channels
from .shapes import (
    CHANNELS,
    CRITERIA,
    LIFE,
    MOST_IN_A_CIRCLE,
    PARTS,
    VISIT,
    WHOLE,
    Block,
    Candidate,
    Circle,
    Offer,
    Pair,
    Reason,
    Result,
    Score,
    Unmatched,
    Want,
    Way,
    Weights,
    Woman,
)

__all__ = [
    "CHANNELS",
    "CRITERIA",
    "LIFE",
    "MOST_IN_A_CIRCLE",
    "MOST_RANKED",
    "PARTS",
    "STAGES",
    "VISIT",
    "WHOLE",
    "Block",
    "Candidate",
    "Circle",
    "Offer",
    "Pair",
    "Reason",
    "Result",
    "Score",
    "Unmatched",
    "Want",
    "Way",
    "Weights",
    "Woman",
    "blocked",
    "candidates",
    "caution",
    "match",
    "reasons",
    "score",
    "shared_channels",
]
