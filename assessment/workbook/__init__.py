"""The return as an Excel workbook: out, filled with what is known, and back in, every problem named by sheet and cell.

``write`` makes it, ``container`` refuses what is no safe workbook while it is being unpacked, ``markup`` looks for what
values do not tell (hidden rows, formulas without a value), ``read`` turns rows into typed entries.
"""

TEMPLATE = "portal-return/1"
META, FIGURES = "portal", "figures"
KEYS = (
    "code",
    "name",
    "unit",
    "before3",
    "before2",
    "before1",
    "value",
    "missing",
    "reason",
    "document",
    "says",
    "mark",
)
TYPED = ("value", "missing", "reason", "document")
FIRST_ROW = 6  # of the figures, counted from 0; above it keys, title and heads
KEY_ROW = 0
