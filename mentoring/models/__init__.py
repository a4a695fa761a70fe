"""All rows of mentoring. A silent block is an entry of ``MentoringProfile.never_with``, sealed: it has no row."""

from .circles import CircleSeat, MentoringCircle
from .concerns import Concern, ConcernAccess
from .matching import MatchingRound, Proposal, Suggestion, Unmatched
from .pairs import (
    Agreement,
    AgreementAcceptance,
    CalendarFeed,
    CheckIn,
    Closing,
    FollowUp,
    Meeting,
    Pairing,
    PrivateNote,
)
from .profiles import ConductAcceptance, MentoringProfile, ProfileTopic
from .reference import MatchingWeights, MentoringCycle, MentoringTopic, ReservedOrganisation

__all__ = [
    "Agreement",
    "AgreementAcceptance",
    "CalendarFeed",
    "CheckIn",
    "CircleSeat",
    "Closing",
    "Concern",
    "ConcernAccess",
    "ConductAcceptance",
    "FollowUp",
    "MatchingRound",
    "MatchingWeights",
    "Meeting",
    "MentoringCircle",
    "MentoringCycle",
    "MentoringProfile",
    "MentoringTopic",
    "Pairing",
    "PrivateNote",
    "ProfileTopic",
    "Proposal",
    "ReservedOrganisation",
    "Suggestion",
    "Unmatched",
]
