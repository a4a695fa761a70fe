from .ages import YouthSaid
from .elections import Election, ElectionResult
from .handover import EmergencyCover, Handover, HandoverItem, Memorial
from .keeping import Keeping
from .register import BoardImport, ChangeRequest, RegisterLine
from .said import HoursSaid, HourWorth, RuralSaid
from .snapshots import GapFact, OrganisationFact, ReadyFact, SeatFact, Snapshot, TermFact
from .stages import HiddenFact, Stage, StageCriteria, StageRecord, StageStanding
from .willingness import SeatTask, TaskEvidence, TaskTick, Willingness

__all__ = [
    "Election",
    "ElectionResult",
    "EmergencyCover",
    "Handover",
    "HandoverItem",
    "Memorial",
    "BoardImport",
    "ChangeRequest",
    "GapFact",
    "HiddenFact",
    "HourWorth",
    "HoursSaid",
    "Keeping",
    "OrganisationFact",
    "ReadyFact",
    "RegisterLine",
    "RuralSaid",
    "SeatFact",
    "SeatTask",
    "Snapshot",
    "Stage",
    "StageCriteria",
    "StageRecord",
    "StageStanding",
    "TaskEvidence",
    "TaskTick",
    "TermFact",
    "Willingness",
    "YouthSaid",
]
