"""The pages about incubators."""

from incubators.views.incubatees import ApplicationNew, IncubateeList, IncubateeMove, IncubateePage
from incubators.views.plans import MilestoneMove, PlanList, PlanMove, PlanNew, PlanPage
from incubators.views.register import ClassNew, IncubatorList, IncubatorNew, IncubatorPage, YearKeep
from incubators.views.relays import RelayList, RelayMove, RelayPage

__all__ = [
    "ApplicationNew",
    "ClassNew",
    "IncubateeList",
    "IncubateeMove",
    "IncubateePage",
    "IncubatorList",
    "IncubatorNew",
    "IncubatorPage",
    "MilestoneMove",
    "PlanList",
    "PlanMove",
    "PlanNew",
    "PlanPage",
    "RelayList",
    "RelayMove",
    "RelayPage",
    "YearKeep",
]
