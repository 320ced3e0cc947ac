"""``manage.py print_workflows [--write]``: docs/workflows.md, drawn from the workflows' own tables."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from assessment.workflow import (
    APPEAL,
    PROPOSAL,
    QUERY,
    RETURN,
    AppealStatus,
    ProposalStatus,
    QueryStatus,
    ReturnStatus,
)
from core.workflow import SYSTEM, Workflow
from incubators.workflow import (
    INCUBATEE,
    MILESTONE,
    RELAY,
    TRANSFORMATION,
    IncubateeStatus,
    MilestoneStatus,
    PlanStatus,
    RelayStatus,
)
from services.workflow import CASE, CaseStatus

PAGE = settings.BASE_DIR / "docs" / "workflows.md"
TABLES = (
    ("A park's annual return", RETURN, ReturnStatus),
    ("A proposal about a park's standing", PROPOSAL, ProposalStatus),
    ("A park's query about its result", QUERY, QueryStatus),
    ("A park's appeal against a figure", APPEAL, AppealStatus),
    ("A service case", CASE, CaseStatus),
    ("An incubatee", INCUBATEE, IncubateeStatus),
    ("A graduate's relay to a park", RELAY, RelayStatus),
    ("An incubator's transformation plan", TRANSFORMATION, PlanStatus),
    ("A milestone of a transformation plan", MILESTONE, MilestoneStatus),
)
HEAD = """# Who moves what

Printed from the tables of steps by `manage.py print_workflows --write`; a test keeps it fresh. The portal's own steps
are marked `system`; a star asks for a reason.
"""


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/workflows.md instead of printing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            PAGE.write_text(page(), encoding="utf-8")
        else:
            self.stdout.write(page())


def page() -> str:
    """All tables as one page, in English."""
    with translation.override("en"):
        return HEAD + "".join(section(*table) for table in TABLES)


def section(title: str, workflow: Workflow, statuses: Any) -> str:
    lines = [f"\n## {title}\n", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {status.value} : {status.label}" for status in statuses]
    lines += [f"    {step.source} --> {step.target} : {words(step)}" for step in workflow]
    return "\n".join([*lines, "```", ""])


def words(step: Any) -> str:
    who = "system" if step.permission == SYSTEM else step.permission
    return f"{who}{' *' if step.needs_reason else ''}"
