"""When things happen in a demonstration year: the plan's usual days, moved into the past where loading comes too early.

A year's figures are closed by 31 March of the next year; a demonstration loaded before that day closes last year's
figures two months before it is loaded, so that its stories stand whenever that is.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

HOUR = time(8, tzinfo=UTC)


@dataclass(frozen=True)
class Days:
    """The days of one year's assessment; moments are at eight in the morning, UTC."""

    opens_on: date
    entered_on: date
    cutoff_on: date
    run_on: date

    @classmethod
    def of(cls, year: int, *, base_year: int, today: date) -> "Days":
        """For the open year only the opening may move, for a closed one cut-off and run too."""
        opens_on = min(date(year, 11, 1), today - timedelta(days=14))
        cutoff_on, run_on = date(year + 1, 3, 31), date(year + 1, 6, 18)
        if year < base_year:
            cutoff_on = min(cutoff_on, today - timedelta(days=75))
            run_on = min(run_on, today - timedelta(days=60))
            opens_on = min(opens_on, cutoff_on - timedelta(days=60))
            return cls(opens_on, cutoff_on - timedelta(days=28), cutoff_on, run_on)
        return cls(opens_on, opens_on + timedelta(days=2), cutoff_on, run_on)

    @property
    def approved_at(self) -> datetime:
        return at(self.opens_on)

    @property
    def entered_at(self) -> datetime:
        return at(self.entered_on)

    @property
    def run_at(self) -> datetime:
        return at(self.run_on)

    @property
    def released_at(self) -> datetime:
        return self.after_run(16)  # when the parks have looked at their results, whatever holidays lie between

    def after_run(self, days: int) -> datetime:
        """So many days after the run, between which parks look at their results, appeal and are heard."""
        return at(self.run_on + timedelta(days=days))

    @property
    def decided_at(self) -> datetime:
        return self.after_run(40)  # when the public notice of the last release is over


def at(day: date) -> datetime:
    return datetime.combine(day, HOUR)
