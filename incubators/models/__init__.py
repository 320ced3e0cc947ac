"""Incubators and whoever grows in them, one noun a module."""

from incubators.models.incubatees import Incubatee, Survival, SurvivalState
from incubators.models.plans import Milestone, TransformationPlan
from incubators.models.register import CarrierKind, CarrierYear, Incubator, IncubatorClass
from incubators.models.relays import Relay

__all__ = [
    "CarrierKind",
    "CarrierYear",
    "Incubatee",
    "Incubator",
    "IncubatorClass",
    "Milestone",
    "Relay",
    "Survival",
    "SurvivalState",
    "TransformationPlan",
]
