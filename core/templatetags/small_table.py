"""A small table from data, its rows written in one go."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def rows_of(heads: list[dict[str, Any]], rows: Iterable[list[Any]]) -> SafeString:
    """A line a row; the first cell heads it, the others name their column for the phone."""
    return format_html_join("\n", '<tr role="row">{}</tr>', ((cells_of(heads, row),) for row in rows))


def cells_of(heads: list[dict[str, Any]], row: list[Any]) -> SafeString:
    first, *others = [cell if isinstance(cell, dict) else {"text": cell} for cell in row]
    cells = [data_cell(cell, head) for cell, head in zip(others, heads[1:], strict=True)]
    return format_html_join("", "{}", ((cell,) for cell in (head_cell(first), *cells)))


def head_cell(cell: Mapping[str, Any]) -> SafeString:
    return format_html(
        '<th role="rowheader" scope="row" class="text-break">{}{}{}</th>', box_of(cell), linked(cell), sub_of(cell)
    )


def box_of(cell: Mapping[str, Any]) -> SafeString:
    """The tick by which the row is chosen for an act on many; ``box`` is the row's key."""
    if not cell.get("box"):
        return SafeString("")
    label = _("Choose %(row)s") % {"row": cell["text"]}
    return format_html(
        '<input class="form-check-input me-2" type="checkbox" name="row" value="{}" form="bulk" aria-label="{}">',
        cell["box"],
        label,
    )


def sub_of(cell: Mapping[str, Any]) -> SafeString:
    if not cell.get("sub"):
        return SafeString("")
    if cell.get("sub_lang"):
        return format_html('<span class="sub" lang="{}">{}</span>', cell["sub_lang"], cell["sub"])
    return format_html('<span class="sub">{}</span>', cell["sub"])


def data_cell(cell: Mapping[str, Any], head: Mapping[str, Any]) -> SafeString:
    css = SafeString(' class="num"' if cell.get("num", head.get("num")) else "")
    words = format_html("{}{}", content_of(cell), sub_of(cell))
    return format_html('<td role="cell"{} data-l="{}">{}</td>', css, cell.get("label", head["label"]), words)


def content_of(cell: Mapping[str, Any]) -> Any:
    if cell.get("state"):
        return format_html('<span class="st st-{} text-wrap">{}</span>', cell["state"], cell["text"])
    return linked(cell)


def linked(cell: Mapping[str, Any]) -> Any:
    """The cell's words, as a link where it has an address."""
    return format_html('<a href="{}">{}</a>', cell["url"], cell["text"]) if cell.get("url") else cell["text"]
