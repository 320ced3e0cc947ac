"""Pages by key: each begins behind the last row of the one before, so the hundredth costs what the first does.

A row that is added meanwhile moves no other row from one page to the next.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet

COUNTED = 1_000  # more rows than these are "more than 1,000"
LONGEST_CURSOR = 1_000
FORWARD, BACKWARD = "f", "b"


class NoSuchPage(Exception):
    """The cursor in the address is none of this list."""


@dataclass(frozen=True)
class Key:
    """Something that rows are ordered by: a field's path or an annotation, never null."""

    name: str
    descending: bool = False


@dataclass(frozen=True)
class Order:
    """One way to sort a list; the primary key settles ties."""

    code: str
    label: Any
    keys: Sequence[Key]
    annotations: Mapping[str, Any] = field(default_factory=dict)

    @property
    def all_keys(self) -> list[Key]:
        return [*self.keys, Key("pk")]

    def apply(self, rows: QuerySet[Any], *, backward: bool = False) -> QuerySet[Any]:
        """The rows in this order, each with its keys as ``key_0``, ``key_1`` …"""
        keyed = rows.annotate(**self.annotations) if self.annotations else rows
        keyed = keyed.annotate(**{f"key_{place}": F(key.name) for place, key in enumerate(self.all_keys)})
        columns = [F(f"key_{place}") for place in range(len(self.all_keys))]
        return keyed.order_by(
            *(
                column.desc() if key.descending != backward else column.asc()
                for column, key in zip(columns, self.all_keys, strict=True)
            )
        )


@dataclass(frozen=True)
class KeysetPage:
    """Some rows of a list, and the cursors of its neighbours; empty where there is none."""

    rows: list[Any]
    next: str = ""
    previous: str = ""


def read_page(rows: QuerySet[Any], order: Order, *, cursor: str, size: int) -> KeysetPage:
    """One page in one query.

    Raises
    ------
    NoSuchPage
        For a cursor that this order did not make.
    """
    backward = cursor[:1] == BACKWARD
    ordered = order.apply(rows, backward=backward)
    if cursor:
        ordered = ordered.filter(beyond(order, values_of(cursor, ordered, order), backward=backward))
    found = list(ordered[: size + 1])
    more, found = len(found) > size, found[:size]
    if backward:
        found.reverse()
    if not found:
        return KeysetPage([], previous="", next="")
    to_next = more if not backward else True
    to_previous = more if backward else bool(cursor)
    return KeysetPage(
        found,
        next=cursor_at(found[-1], order, FORWARD) if to_next else "",
        previous=cursor_at(found[0], order, BACKWARD) if to_previous else "",
    )


def beyond(order: Order, values: Sequence[Any], *, backward: bool) -> Q:
    """Behind the row with these key values; the first key's bound stands alone too, for the index."""
    condition, equal = Q(), {}
    for place, (key, value) in enumerate(zip(order.all_keys, values, strict=True)):
        way = "lt" if key.descending != backward else "gt"
        condition |= Q(**equal, **{f"key_{place}__{way}": value})
        equal[f"key_{place}"] = value
    first = "lte" if order.all_keys[0].descending != backward else "gte"
    return Q(**{f"key_0__{first}": values[0]}) & condition


def cursor_at(row: Any, order: Order, way: str) -> str:
    values = [getattr(row, f"key_{place}") for place in range(len(order.all_keys))]
    text = json.dumps([order.code, *map(as_json, values)], ensure_ascii=False)
    return way + base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def as_json(value: Any) -> Any:
    return value if isinstance(value, int) else (value.isoformat() if hasattr(value, "isoformat") else str(value))


def values_of(cursor: str, ordered: QuerySet[Any], order: Order) -> list[Any]:
    """The cursor's values as the keys' own types."""
    if len(cursor) > LONGEST_CURSOR or cursor[0] not in (FORWARD, BACKWARD):
        raise NoSuchPage
    try:
        code, *texts = json.loads(base64.urlsafe_b64decode(cursor[1:] + "=" * (-len(cursor[1:]) % 4)))
        fields = [ordered.query.annotations[f"key_{place}"].output_field for place in range(len(order.all_keys))]
        values = [each.to_python(text) for each, text in zip(fields, texts, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error, ValidationError) as error:
        raise NoSuchPage from error
    if code != order.code or any(value is None for value in values) or "\0" in "".join(map(str, values)):
        raise NoSuchPage
    return values


def counted(rows: QuerySet[Any]) -> int:
    """How many rows there are, counted to just over what is told exactly."""
    return rows.order_by().values("pk")[: COUNTED + 1].count()
