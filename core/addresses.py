"""Marks of views that are no page of a base class."""

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


def takes_files(view_class: type) -> type:
    """Pages of this class take a file: a larger body is let in, and read before any transaction opens."""
    view_class.takes_files = True  # type: ignore[attr-defined]
    return view_class


def unscoped(view: View) -> View:
    """The view opens scopes around its own database work; anybody may call it."""
    view.unscoped = True  # type: ignore[attr-defined]
    view.gate = "public"  # type: ignore[attr-defined]
    return view
