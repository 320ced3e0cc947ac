"""The code that a printed return carries: the same figures give the same code, one changed digit another."""

import hashlib
import json
from typing import Any

from assessment.models import Return
from assessment.selectors.returns.sheet import Sheet

DIGITS = 12


def check_code(sheet: Sheet) -> str:
    """The first digits of the SHA-256 of the park, year, plan and every entry, in groups of four."""
    content = {"park": sheet.annual_return.park.code, "year": sheet.year, "plan": plan_of(sheet.annual_return)}
    content["figures"] = {code: said(line.entry) for code, line in sheet.lines.items()}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digits = hashlib.sha256(text.encode()).hexdigest()[:DIGITS].upper()
    return "-".join(digits[at : at + 4] for at in range(0, DIGITS, 4))


def plan_of(annual_return: Return) -> str:
    return annual_return.cycle.plan.content_hash


def said(entry: Any) -> list[str] | None:
    if entry is None:
        return None
    value = "" if entry.value is None else f"{entry.value.normalize():f}"
    return [value, entry.missing, entry.reason, entry.document]
