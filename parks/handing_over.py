"""What is still open when somebody leaves: each app that knows of work says so here; this app knows of none."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from parks.models import Membership


@dataclass(frozen=True)
class OpenWork:
    """A piece of work that passes to the successor."""

    text: str
    url: str = ""


Finder = Callable[[Membership, Any], list[OpenWork]]
finders: list[Finder] = []


def tell_of_open_work(finder: Finder) -> Finder:
    """Said once at start by an app that knows of work, as far as the reader sees it."""
    finders.append(finder)
    return finder


def open_work(membership: Membership, *, by: Any) -> list[OpenWork]:
    """The work that the membership's role still has open, among what the reader may see."""
    return [line for finder in finders for line in finder(membership, by)]
