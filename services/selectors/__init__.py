"""What the doors show of cases: lines, deadline, history, and what the reader may do next."""

from services.selectors.cases import (
    CaseLine,
    Open,
    acts_on,
    enterprises_of,
    lines_of,
    open_among,
    reads_as_enterprise,
    reason_for_none,
    state_kind,
)
from services.selectors.deadline import Deadline, deadline_of
from services.selectors.documents import DocumentLine, documents_of, why_no_document
from services.selectors.timeline import steps_of

__all__ = [
    "CaseLine",
    "Deadline",
    "DocumentLine",
    "Open",
    "acts_on",
    "deadline_of",
    "documents_of",
    "enterprises_of",
    "lines_of",
    "open_among",
    "reads_as_enterprise",
    "reason_for_none",
    "state_kind",
    "steps_of",
    "why_no_document",
]
