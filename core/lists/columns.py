"""What a list shows of a row, on the screen and in a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.errors import refusal_of

Cell = Any  # text, or a mapping with text, url, sub, sub_lang, state


@dataclass(frozen=True)
class ListColumn:
    """A column: ``cell`` for the screen; ``value`` for the file, where it is not the cell's text."""

    code: str
    label: Any
    cell: Callable[[Any], Cell]
    value: Callable[[Any], Any] | None = None
    num: bool = False
    shown: bool = True  # unless the reader picks columns

    def file_value(self, row: Any) -> Any:
        if self.value is not None:
            return self.value(row)
        cell = self.cell(row)
        return cell["text"] if isinstance(cell, Mapping) else cell


@dataclass(frozen=True)
class BulkAct:
    """An act that may be taken on many rows at once; ``check`` raises NotAllowed for a row on which it may not."""

    code: str
    label: Any
    permission: str
    check: Callable[[Any], None]
    act: Callable[..., Any]  # act(row, by=…, at=…)

    def why_not(self, row: Any, user: Any) -> str:
        """Why this row would be skipped; empty where it would not."""
        if not user.has_perm(self.permission, row):
            return _("Your role does not include this act here.")
        return refusal_of(self.check, row)

    def take(self, row: Any, *, by: Any, at: datetime) -> None:
        self.act(row, by=by, at=at)
