"""The assessment's nouns: plan, cycle, return, run, standing."""

from assessment.models.cycle import Cycle
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
from assessment.models.runs import PublishedRank, Run, RunResult
from assessment.models.seals import RunOutput, Seal, SealedFile
from assessment.models.standing import Ladder, Proposal, ProposalKind, StandingEvent, StandingEventKind

__all__ = [
    "Adjustment",
    "Area",
    "Cycle",
    "FigureDefinition",
    "FigureEntry",
    "Finding",
    "Indicator",
    "Ladder",
    "MissingKind",
    "PeerMedian",
    "Plan",
    "PlanStatus",
    "Proposal",
    "ProposalKind",
    "PublishedRank",
    "Remark",
    "RemarkKind",
    "Return",
    "Rule",
    "Run",
    "RunOutput",
    "RunResult",
    "Seal",
    "SealedFile",
    "StandingEvent",
    "StandingEventKind",
]
