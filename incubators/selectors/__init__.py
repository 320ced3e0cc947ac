"""Read models of incubators."""

from incubators.selectors.cohorts import Cohort, cohorts_of
from incubators.selectors.record import record_of, sees_inside

__all__ = ["Cohort", "cohorts_of", "record_of", "sees_inside"]
