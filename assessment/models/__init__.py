"""The assessment's nouns: plan, cycle, return, run, standing."""

from assessment.models.appeals import Appeal, FigureCorrection, Preview, ResultQuery
from assessment.models.cycle import Cycle, PublicationLevel
from assessment.models.evidence import Evidence
from assessment.models.letters import Letter
from assessment.models.objections import Objection, ObjectionAnswer
from assessment.models.plan import Adjustment, Area, FigureDefinition, Indicator, Plan, PlanStatus, Rule
from assessment.models.returns import (
    FigureEntry,
    Finding,
    MissingKind,
    PeerMedian,
    Remark,
    RemarkKind,
    Return,
)
from assessment.models.runs import ParkReport, PublishedRank, Run, RunResult
from assessment.models.seals import RunOutput, Seal, SealedFile
from assessment.models.standing import Ladder, Proposal, ProposalKind, StandingEvent, StandingEventKind
from assessment.models.unlocks import Unlock

__all__ = [
    "Adjustment",
    "Appeal",
    "Area",
    "Cycle",
    "Evidence",
    "FigureCorrection",
    "FigureDefinition",
    "FigureEntry",
    "Finding",
    "Indicator",
    "Ladder",
    "Letter",
    "MissingKind",
    "Objection",
    "ObjectionAnswer",
    "ParkReport",
    "PeerMedian",
    "Plan",
    "PlanStatus",
    "Preview",
    "Proposal",
    "ProposalKind",
    "PublicationLevel",
    "PublishedRank",
    "Remark",
    "RemarkKind",
    "ResultQuery",
    "Return",
    "Rule",
    "Run",
    "RunOutput",
    "RunResult",
    "Seal",
    "SealedFile",
    "StandingEvent",
    "StandingEventKind",
    "Unlock",
]
