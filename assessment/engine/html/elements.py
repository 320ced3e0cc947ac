"""Builds markup in which every text is escaped: what comes from a file can never become a tag, a style or a script."""

from __future__ import annotations

import html
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VOID = {"meta", "br"}
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
ALLOWED = "\n\t"
MINUS = "\N{MINUS SIGN}"


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


def text(value: object) -> Markup:
    """Escape a value; characters that steer the page's direction or cannot be shown become a visible sign."""
    if isinstance(value, Markup):
        return value
    shown = "".join(
        character
        if character in ALLOWED or unicodedata.category(character) not in INVISIBLE
        else "\N{REPLACEMENT CHARACTER}"
        for character in str(value)
    )
    return Markup(html.escape(shown, quote=True))


def el(name: str, /, *children: object, **attributes: object) -> Markup:
    """Build an element; attributes that are None are left out, ``class_`` is class, ``_`` in names stands for ``-``."""
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(text(child) for child in children)
    return Markup(f"<{name}{pairs}>" if name in VOID else f"<{name}{pairs}>{inner}</{name}>")


def join(parts: Iterable[object]) -> Markup:
    return Markup("".join(text(part) for part in parts))


def table(
    caption: str, header: Sequence[object], rows: Iterable[Sequence[object]], numeric: Sequence[int] = ()
) -> Markup:
    """Build a table whose first cell of each row is its header; the columns named in `numeric` are set right."""
    head = el("tr", *(el("th", cell, scope="col", class_=_side(at, numeric)) for at, cell in enumerate(header)))
    body = [
        el(
            "tr",
            el("th", row[0], scope="row"),
            *(el("td", cell, class_=_side(at, numeric)) for at, cell in enumerate(row[1:], start=1)),
        )
        for row in rows
    ]
    inner = el("table", el("caption", caption), el("thead", head), el("tbody", *body))
    return el("div", inner, class_="scroll", tabindex="0", role="region", aria_label=caption)


def _side(at: int, numeric: Sequence[int]) -> str | None:
    return "number" if at in numeric else None


def fixed(value: float | None) -> str:
    """Show a number with two decimals, so that a column of them lines up."""
    return "–" if value is None else f"{value + 0.0:.2f}".replace("-", MINUS)


def number(value: float | str | None, digits: int = 2) -> str:
    """Show a number with at most so many decimals; a dash where there is none."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    shown = f"{value:.{digits}f}" if abs(value) < 10**9 else f"{value:.6g}"
    if "." in shown and "e" not in shown:
        shown = shown.rstrip("0").rstrip(".")
    return shown.replace("-", MINUS) if float(shown) else "0"


def percent(share: float | None) -> str:
    """Show a share; what is not nothing never reads as 0 %, what is not all never as 100 %."""
    if share is None:
        return "–"
    if 0 < share < 0.001:  # noqa: PLR2004
        return "<0.1 %"
    if 0.999 < share < 1:  # noqa: PLR2004
        return ">99.9 %"
    return f"{number(share * 100, 1)} %"
