"""The words and links under a list: how many rows, which page, where the others are."""

from collections.abc import Sized
from dataclasses import dataclass

from django.core.paginator import Page
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.number_text import number_text


@dataclass(frozen=True)
class PageLink:
    """A page of the list; a gap between two pages has no address."""

    number: int
    query: str
    current: bool = False

    @property
    def is_gap(self) -> bool:
        return not self.query


def page_links(page: Page, query: QueryDict | None, key: str = "page") -> list[PageLink]:
    """The first, the last and the pages around the present one; the address keeps its filter."""
    if not page.has_other_pages():
        return []
    links = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if isinstance(number, int):
            links.append(PageLink(number, address_of(query, key, number), current=number == page.number))
        else:
            links.append(PageLink(0, ""))
    return links


def address_of(query: QueryDict | None, key: str, number: int) -> str:
    changed = query.copy() if query is not None else QueryDict(mutable=True)
    changed[key] = str(number)
    return f"?{changed.urlencode()}"


def count_sentence(rows: Sized | Page, count: int) -> str:
    """``42 rows``, or ``Rows 26–42 of 42`` on one of several pages."""
    if isinstance(rows, Page) and rows.has_other_pages():
        words = {"first": number_text(rows.start_index()), "last": number_text(rows.end_index())}
        return _("Rows %(first)s–%(last)s of %(count)s") % {**words, "count": number_text(count)}
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": number_text(count)}
