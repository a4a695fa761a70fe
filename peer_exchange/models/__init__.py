"""All rows of the exchange."""

from .acta import ActaRules, DossierPaper
from .attendance import UNDER_THIRTY, AgeBand, Attendance, AttendanceCount, Part
from .commitments import (
    AuthorityChange,
    Commitment,
    CorrectionRequest,
    EscalationStep,
    FollowUp,
    Ladder,
    Obstacle,
    PublicFace,
)
from .cycles import CycleRole, CycleStep, DialogueCycle, Issue
from .evidence import Evidence
from .maps import CommunityMap, DesignWorkshop, MapPoint, ModularPlan, PlanModule, WorkshopProblem
from .sessions import AgendaPoint, Contribution, Mode, SessionLog, SessionText, SessionType
from .spaces import DeclaredHoliday, Institution, Official, Post, Space, SpaceSeat
from .visits import ExchangeVisit, Practice, PracticeConsent, PracticeText, VisitReturn, VisitTry

__all__ = [
    "UNDER_THIRTY",
    "ActaRules",
    "AgeBand",
    "AgendaPoint",
    "Attendance",
    "AttendanceCount",
    "AuthorityChange",
    "Commitment",
    "CommunityMap",
    "Contribution",
    "CorrectionRequest",
    "CycleRole",
    "CycleStep",
    "DesignWorkshop",
    "DeclaredHoliday",
    "DialogueCycle",
    "DossierPaper",
    "EscalationStep",
    "Evidence",
    "ExchangeVisit",
    "FollowUp",
    "Institution",
    "Issue",
    "Ladder",
    "MapPoint",
    "Mode",
    "ModularPlan",
    "Obstacle",
    "Official",
    "Part",
    "PlanModule",
    "Post",
    "Practice",
    "PracticeConsent",
    "PracticeText",
    "PublicFace",
    "SessionLog",
    "SessionText",
    "SessionType",
    "Space",
    "SpaceSeat",
    "VisitReturn",
    "VisitTry",
    "WorkshopProblem",
]
