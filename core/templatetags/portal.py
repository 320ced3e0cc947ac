"""The portal's template words, loaded into every template: numbers, dates, states, forms, lists, drawings."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.templatetags import date_text, day_strip, drawing, drawn, fixed, form_parts, kept, number_text, small_table
from core.templatetags.paging import PageLink, count_sentence, page_links
from core.workdays import Day

register = template.Library()

SPRITE = "vendor/bootstrap-icons-1.13.2/icons.svg"
STATES = {"done", "wait", "bad", "off", "plain"}

# -- The same for everybody ------------------------------------------------------------------------------------------
register.tag("translate", fixed.translate)
register.tag("alike", fixed.alike)
register.tag("kept", kept.kept)

# -- Numbers and dates -----------------------------------------------------------------------------------------------
register.filter("number", number_text.number_text)
register.filter("share", number_text.share_text)
register.filter("chance", number_text.chance_text)
register.filter("seal", number_text.seal_text)
register.filter("day", date_text.day_text)
register.filter("short_day", date_text.short_day_text)
register.filter("weekday", date_text.weekday_text)
register.filter("clock", date_text.clock_text)
register.filter("moment", date_text.moment_text)
register.simple_tag(number_text.range_text, name="range")
register.simple_tag(number_text.rank_range_text, name="rank_range")
register.simple_tag(number_text.unit_text, name="unit")


@register.filter
def signed(value: Any, decimals: int | None = None) -> str:
    """A difference with its sign: ``+9.4``, ``−2.0``, ``0``."""
    return number_text.number_text(value, decimals, signed=True)


@register.filter
def percent(value: Any, decimals: int = 1) -> str:
    """A value that is in percent already: ``12.4`` as ``12.4%``."""
    return number_text.number_text(value, decimals, suffix="%")


@register.filter
def signed_percent(value: Any, decimals: int = 1) -> str:
    """A change in percent with its sign: ``9.4`` as ``+9.4%``."""
    return number_text.number_text(value, decimals, signed=True, suffix="%")


@register.filter
def yi(value: Any, decimals: int = 2) -> str:
    """Yuan in units of 100 million (亿元); ``{% unit "yi" %}`` is the head's word."""
    return number_text.divided_text(value, number_text.YI, decimals)


@register.filter
def wan(value: Any, decimals: int = 2) -> str:
    """Yuan in units of 10,000 (万元); ``{% unit "wan" %}`` is the head's word."""
    return number_text.divided_text(value, number_text.WAN, decimals)


@register.simple_tag
def when(value: Any, style: str = "") -> str:
    """A day or moment inside ``<time>``; styles: day, short, weekday, clock, moment."""
    if value is None:
        return number_text.DASH
    machine = date_text.machine_text(value)
    return format_html('<time datetime="{}">{}</time>', machine, date_text.when_text(value, style))


# -- Small signs -----------------------------------------------------------------------------------------------------
@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture beside words, never instead of them: hidden from assistive technology."""
    href = f"{static(SPRITE)}#{name}"
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', href)


@register.simple_tag
def state(kind: str, text: Any, css: str = "") -> SafeString:
    """A state as a shape and a word; kinds: done, wait, bad, off, plain."""
    if kind not in STATES:
        raise template.TemplateSyntaxError(f"state knows {', '.join(sorted(STATES))}, not {kind!r}.")
    return format_html('<span class="{}">{}</span>', f"st st-{kind} {css}".strip(), text)


# -- Forms -----------------------------------------------------------------------------------------------------------
@register.inclusion_tag("_components/field.html")
def field(bound: BoundField, unit: str = "", css: str = "") -> dict[str, Any]:
    """One field: label, help, control with unit, error in the same words as the summary.

    The unit may also be said once in the form class, as an attribute ``unit`` of the form field.
    """
    unit = str(unit or getattr(bound.field, "unit", ""))
    return {
        "bound": bound,
        "kind": form_parts.kind_of(bound),
        "unit": unit,
        "css": css,
        "control": form_parts.control_of(bound, unit),
        "described_by": form_parts.described_by(bound, unit),
    }


@register.inclusion_tag("_components/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """All fields of a form, hidden ones included."""
    return {"form": form}


@register.inclusion_tag("_components/form.html", takes_context=True)
def entry_form(
    context: Context,
    form: BaseForm,
    label: str = "",
    *,
    action: str = "",
    cancel_url: str = "",
    cancel_label: str = "",
    note: str = "",
    primary: bool = True,
) -> dict[str, Any]:
    """A whole POST form: token, fields, one primary button, a way back."""
    return {
        "form": form,
        "label": label,
        "action": action,
        "cancel_url": cancel_url,
        "cancel_label": cancel_label,
        "note": note,
        "primary": primary,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def error_summary(*sources: Any) -> str:
    """What must be corrected, counted in the title, each line a link to its field; nothing when all is well."""
    problems = [problem for source in sources for problem in form_parts.problems_of(source)]
    return render_to_string("_components/error_summary.html", {"problems": problems}) if problems else ""


# -- Lists -----------------------------------------------------------------------------------------------------------
@register.simple_block_tag(takes_context=True)
def listing(context: Context, content: str, caption: str, rows: Any, **options: Any) -> str:
    """A table with its summary, count, pages and empty state; the block holds ``<thead>`` and ``<tbody>``.

    Options: filters (words in use), clear_url, export_url, export_label, css, key (of the page in the address),
    empty_title, empty_text, empty_url, empty_label, show_caption.
    """
    count = rows.paginator.count if isinstance(rows, Page) else len(rows)
    values = {
        "content": content,
        "caption": caption,
        "rows": rows,
        "count": count,
        "count_sentence": count_sentence(rows, count),
        "listing_id": f"list-{options.get('key', 'page')}",
        "links": links_of(context, rows, options.get("key", "page")),
        **dict.fromkeys(("filters", "clear_url", "export_url", "export_label", "css", "show_caption"), ""),
        **dict.fromkeys(("empty_title", "empty_text", "empty_url", "empty_label"), ""),
        **options,
    }
    return render_to_string("_components/listing.html", values)


@register.inclusion_tag("_components/table.html")
def data_table(caption: str, columns: list[Any], rows: list[list[Any]], show_caption: bool = False) -> dict[str, Any]:
    """A small table from data; on a phone each row becomes a block that keeps its roles.

    A column is its label or {label, num, unit}; a cell its text or {text, url, state, sub}; the first heads its row.
    """
    heads = [column if isinstance(column, dict) else {"label": column} for column in columns]
    return {"caption": caption, "heads": heads, "lines": small_table.rows_of(heads, rows), "show_caption": show_caption}


@register.simple_tag
def list_rows(heads: list[Any], rows: list[list[Any]]) -> SafeString:
    """The lines of a list (``parks.list_page``), a cell a column."""
    return small_table.rows_of(heads, rows)


def links_of(context: Context, rows: Any, key: str) -> list[PageLink]:
    request = context.get("request")
    return page_links(rows, request.GET if request else None, key) if isinstance(rows, Page) else []


@register.inclusion_tag("_components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page, key: str = "page") -> dict[str, Any]:
    """Links to the pages of a list, keeping the rest of the address."""
    return {"links": links_of(context, page, key)}


# -- Days ------------------------------------------------------------------------------------------------------------
@register.inclusion_tag("_components/day_strip.html", name="day_strip")
def strip_of_days(
    days: Sequence[Day], *, today: date | None = None, due: date | None = None, accepted: date | None = None
) -> dict[str, Any]:
    """The ``days`` of a due date's answer as weeks, Monday first."""
    return {
        "heads": day_strip.weekday_heads(),
        "cells": day_strip.cells(days, today=today, due=due, accepted=accepted),
    }


# -- Drawings --------------------------------------------------------------------------------------------------------
register.inclusion_tag("_components/rank_scale.html", name="rank_scale")(drawing.rank_scale)
register.inclusion_tag("_components/area_scale.html", name="area_scale")(drawing.area_scale)
register.inclusion_tag("_components/progress_line.html", name="progress_line")(drawing.progress_line)
register.simple_tag(drawn.rank_interval, name="rank_interval")
register.simple_tag(drawn.area_bar, name="area_bar")
register.simple_tag(drawn.rank_slope, name="rank_slope")
register.simple_tag(drawn.goal_bar, name="goal_bar")
register.simple_tag(drawn.tile_map, name="tile_map")
