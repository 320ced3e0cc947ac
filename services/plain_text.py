"""Where the first migration finds the check of its columns."""

from core.plain_text import check_printable

__all__ = ["check_printable"]
