"""Numbers as the portal prints them: grouped by thousands, true minus, n dash for what is not there."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from core.bilingual import in_chinese

MINUS = "\u2212"
DASH = "\u2013"
YI = Decimal(100_000_000)
WAN = Decimal(10_000)
SEAL_DIGITS = 12  # of a hash, printed


def as_decimal(value: Any) -> Decimal | None:
    """The value as a decimal, or None for what is no finite number; a float counts by its shortest form."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def number_text(value: Any, decimals: int | None = None, *, signed: bool = False, suffix: str = "") -> str:
    """``-1234.5`` as ``−1,234.5``; with ``decimals`` rounded half up; a value that is none is an n dash."""
    number = as_decimal(value)
    if number is None:
        return DASH
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(number):,f}"
    if number < 0:
        return MINUS + text + suffix
    return ("+" if signed and number > 0 else "") + text + suffix


def divided_text(value: Any, unit: Decimal, decimals: int) -> str:
    """Yuan stored, a larger unit printed; the unit itself stands in the head of the column."""
    number = as_decimal(value)
    return number_text(None if number is None else number / unit, decimals)


def share_text(value: Any, decimals: int = 1, *, signed: bool = False) -> str:
    """A share between 0 and 1 as a percentage."""
    number = as_decimal(value)
    return number_text(None if number is None else number * 100, decimals, signed=signed, suffix="%")


def chance_text(value: Any) -> str:
    """A chance drawn by lot is never printed as certain: ``<1%`` and ``>99%`` close the scale."""
    number = as_decimal(value)
    if number is None:
        return DASH
    if number < Decimal("0.01"):
        return "<1%"
    if number > Decimal("0.99"):
        return ">99%"
    return number_text(number * 100, 0, suffix="%")


def range_text(low: Any, high: Any, decimals: int | None = None) -> str:
    """``2–4``; one number where both ends are the same."""
    first, last = number_text(low, decimals), number_text(high, decimals)
    return first if first == last else f"{first}{DASH}{last}"


def rank_range_text(low: int | None, high: int | None) -> str:
    """An interval of ranks: ``2–4`` in English, ``第2至4名`` in Chinese."""
    if low is None or high is None:
        return DASH
    if not in_chinese():
        return range_text(low, high)
    return f"第{low}名" if low == high else f"第{low}至{high}名"


def unit_text(code: str) -> str:
    """The words of a unit as they stand in the head of a column."""
    units = {
        "yi": _("100 m yuan"),
        "wan": _("10,000 yuan"),
        "yuan": _("yuan"),
        "percent": "%",
        "count": _("count"),
        "persons": _("persons"),
        "km2": _("km²"),
        "workdays": _("working days"),
    }
    return units.get(code, code)


def seal_text(digest: str) -> str:
    """The first eight and last four hexadecimal digits of a hash, enough to compare by eye."""
    if len(digest) <= SEAL_DIGITS:
        return digest
    return f"{digest[:4]} {digest[4:8]} … {digest[-4:]}"
