"""When the rows that a seal covers stop changing, as conditions of the database."""

from core.rowsecurity import Frozen


def of_cycle(cycle: str) -> str:
    """The cycle has a seal."""
    return f"EXISTS (SELECT 1 FROM assessment_seal seal WHERE seal.cycle_id = {cycle})"  # noqa: S608  names of columns


def of_cycle_or_next(cycle: str) -> str:
    """The cycle has a seal, or the year after it, whose indicators look back on its figures."""
    looks_back = "JOIN assessment_cycle later ON later.year IN (own.year, own.year + 1)"
    seal = "JOIN assessment_seal seal ON seal.cycle_id = later.id"
    return f"EXISTS (SELECT 1 FROM assessment_cycle own {looks_back} {seal} WHERE own.id = {cycle})"  # noqa: S608


CYCLE = Frozen(of_cycle("{row}.id"), columns=("year", "plan_id", "opens_on", "cutoff_on", "is_assessed"))
PLAN = Frozen(of_cycle("(SELECT cycle.id FROM assessment_cycle cycle WHERE cycle.plan_id = {row}.id)"))
PLAN_PART = Frozen(of_cycle("(SELECT cycle.id FROM assessment_cycle cycle WHERE cycle.plan_id = {row}.plan_id)"))
RETURN = Frozen(of_cycle_or_next("{row}.cycle_id"))
FIGURE = Frozen(
    of_cycle_or_next("(SELECT filed.cycle_id FROM assessment_return filed WHERE filed.id = {row}.annual_return_id)")
)
FINDING = Frozen(of_cycle("{row}.cycle_id"))
RUN = Frozen("EXISTS (SELECT 1 FROM assessment_seal seal WHERE seal.run_id = {row}.id)")
RESULT = Frozen("EXISTS (SELECT 1 FROM assessment_seal seal WHERE seal.run_id = {row}.run_id)")
