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
    quoted: str = ""  # somebody's own words, in whichever language they wrote
    waits_for: str = ""
    is_over: bool = False  # the due day has passed

    @property
    def quoted_lang(self) -> str:
        """The language of the quoted words, as far as their script tells it."""
        return "zh-Hans" if any("\u4e00" <= character <= "\u9fff" for character in self.quoted) else "en"
