"""Filters that say in words what they do."""

from collections.abc import Iterator
from typing import Any

import django_filters


class ListFilter(django_filters.FilterSet):
    """A filter set whose words stand over the list and inside every file made of it."""

    def words(self) -> list[str]:
        """The filters in use as the reader would say them; none while the form is refused."""
        if not self.form.is_bound or not self.form.is_valid():
            return []
        return list(self.said())

    def said(self) -> Iterator[str]:
        for name, value in self.form.cleaned_data.items():
            if value not in (None, "", []):
                yield self.word_for(name, value)

    def word_for(self, name: str, value: Any) -> str:
        """The choice's label, the row's name, or what was typed."""
        choices = dict(getattr(self.form.fields[name], "choices", ())) if isinstance(value, str) else {}
        return str(choices.get(value, value))
