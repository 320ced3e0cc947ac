"""Taking the same step for several returns: each on its own, what is refused is named and the others go on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from assessment.actions.returns import accept_return, verify_return
from assessment.models import Return
from assessment.workflow import ReturnStatus
from core.errors import Refused

STEPS: dict[str, Callable[..., Return]] = {
    ReturnStatus.VERIFIED: verify_return,
    ReturnStatus.ACCEPTED: accept_return,
}


@dataclass
class BulkResult:
    """The returns that took the step, and those that did not, each with the reason."""

    done: list[Return] = field(default_factory=list)
    refused: list[tuple[Return, str]] = field(default_factory=list)


def take_step(*, returns: Iterable[Return], target: str, by: Any, at: datetime) -> BulkResult:
    """Verify or accept each of them; a refusal leaves its return as it was."""
    result = BulkResult()
    for annual_return in returns:
        try:
            result.done.append(STEPS[target](annual_return=annual_return, by=by, at=at))
        except Refused as refusal:
            result.refused.append((annual_return, str(refusal)))
    return result
