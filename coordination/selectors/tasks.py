"""A line of somebody's work, whichever app it comes from."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Task:
    """What is to be done and why, until when, where; ``waits_for`` names another who is to act first."""

    title: str
    why: str
    url: str
    due: date | None = None
    waits_for: str = ""
    is_over: bool = False  # the due day has passed
