"""The ladder: from the verdicts of the years and the decisions confirmed so far to a proposal for each park.

A pure function of values. It proposes; a coordinator decides. ``docs`` and pages print the reasons that it gives.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What the run of a year says about a park."""

    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"
    NOT_RATED = "not_rated"


class Cause(StrEnum):
    """What made a park unqualified."""

    LINE = "line"
    BOTTOM = "bottom"
    VETO = "veto"


class EventKind(StrEnum):
    """A decision of a coordinator about a proposal."""

    NOTIFIED = "notified"
    DELISTED = "delisted"
    REINSTATED = "reinstated"
    REJECTED = "rejected"


class NotRated(StrEnum):
    """How the ladder takes a park that is not rated by its own default."""

    OWN_DEFAULT_COUNTS = "own_default_counts"
    IGNORED = "ignored"


class Step(StrEnum):
    """A sanction, in the order of the ladder."""

    NOTIFICATION = "notification"
    DELISTING = "delisting"


class Outcome(StrEnum):
    """What is proposed for a park."""

    NOTIFICATION = "notification"
    DELISTING = "delisting"
    END_NOTIFICATION = "end_notification"
    NONE = "none"


class Reason(StrEnum):
    """Why it is proposed, in the order in which reasons are told."""

    UNQUALIFIED_BY_LINE = "unqualified_by_line"
    UNQUALIFIED_BY_BOTTOM = "unqualified_by_bottom"
    UNQUALIFIED_BY_VETO = "unqualified_by_veto"
    OWN_DEFAULT = "own_default"
    FIRST_COUNT = "first_count"
    REPEATED_COUNT = "repeated_count"
    FEW_DRAWS_BELOW = "few_draws_below"
    NO_DRAWS = "no_draws"
    QUALIFIED_AGAIN = "qualified_again"
    DELISTED = "delisted"


CAUSE_REASON = {
    Cause.LINE: Reason.UNQUALIFIED_BY_LINE,
    Cause.BOTTOM: Reason.UNQUALIFIED_BY_BOTTOM,
    Cause.VETO: Reason.UNQUALIFIED_BY_VETO,
}
SANCTIONS = (EventKind.NOTIFIED, EventKind.DELISTED)


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """The rule. ``window_years`` empty means: a year stands until the next qualified one."""

    steps: tuple[Step, ...] = (Step.NOTIFICATION, Step.DELISTING)
    window_years: int | None = None
    consecutive: bool = False
    not_rated: NotRated = NotRated.OWN_DEFAULT_COUNTS
    reentry_years: int = 0
    min_share_below: float = 0.9


@dataclass(frozen=True, kw_only=True)
class ParkYear:
    """A park's verdict of a year; ``share_below`` is the share of draws that put it below the line."""

    park: str
    year: int
    verdict: Verdict
    cause: Cause | None = None
    share_below: float | None = None
    own_default: bool = False


@dataclass(frozen=True, kw_only=True)
class Event:
    """A confirmed decision; ``year`` is the assessed year that it rests on."""

    park: str
    year: int
    event: EventKind


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What is proposed for one park and why; ``needs_human`` asks for more than an ordinary confirmation."""

    park: str
    verdict: Verdict
    proposal: Outcome
    count: int = 0
    standing_years: list[int] = field(default_factory=list)
    needs_human: bool = False
    reasons: list[Reason] = field(default_factory=list)
    may_reenter_from: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "park": self.park,
            "verdict": self.verdict,
            "proposal": self.proposal,
            "count": self.count,
            "standing_years": self.standing_years,
            "needs_human": self.needs_human,
            "reasons": self.reasons,
            "may_reenter_from": self.may_reenter_from,
        }


@dataclass(frozen=True)
class Proposals:
    """The proposals of a year, sorted by park code."""

    year: int
    proposals: list[Proposal]

    def as_json(self) -> dict[str, Any]:
        return {"year": self.year, "proposals": [proposal.as_json() for proposal in self.proposals]}


def propose(ladder: Ladder, years: Iterable[ParkYear], events: Iterable[Event]) -> Proposals:
    """One proposal for each park that has a row in the last of the years; there is at least one row."""
    rows = list(years)
    assessed = sorted({row.year for row in rows})
    rows_of, events_of = defaultdict(list), defaultdict(list)
    for row in rows:
        rows_of[row.park].append(row)
    for event in events:
        events_of[event.park].append(event)
    cases = [_Case(ladder, assessed, rows_of[park], events_of[park]) for park in sorted(rows_of)]
    return Proposals(assessed[-1], [case.proposal() for case in cases if assessed[-1] in case.row_of])


class _Case:
    """One park: its years, its decisions, and the rule applied to them."""

    def __init__(self, ladder: Ladder, assessed: Sequence[int], rows: list[ParkYear], events: list[Event]) -> None:
        self.ladder = ladder
        self.assessed = assessed
        self.now = assessed[-1]
        self.row_of = {row.year: row for row in rows}
        self.decision_of = {event.year: event.event for event in events}  # the later in the list wins its year
        self.last_event_year = max(self.decision_of, default=None)
        self.reinstated_in = max((e.year for e in events if e.event == EventKind.REINSTATED), default=None)
        self.qualified = [row.year for row in rows if row.verdict == Verdict.QUALIFIED]

    def proposal(self) -> Proposal:
        row = self.row_of[self.now]
        if self._last_event() == EventKind.DELISTED:
            return self._of_delisted(row)
        if self._counts(self.now):
            return self._of_counting(row)
        if row.verdict == Verdict.QUALIFIED and self._is_notified_until_now():
            return Proposal(
                park=row.park,
                verdict=row.verdict,
                proposal=Outcome.END_NOTIFICATION,
                reasons=[Reason.QUALIFIED_AGAIN],
            )
        return Proposal(park=row.park, verdict=row.verdict, proposal=Outcome.NONE)

    def _of_delisted(self, row: ParkYear) -> Proposal:
        return Proposal(
            park=row.park,
            verdict=row.verdict,
            proposal=Outcome.NONE,
            reasons=[Reason.DELISTED],
            may_reenter_from=(self.last_event_year or 0) + 1 + self.ladder.reentry_years,
        )

    def _of_counting(self, row: ParkYear) -> Proposal:
        standing = [year for year in self.assessed if year < self.now and self._stands(year)]
        count = 1 + len(standing)
        step = self.ladder.steps[min(count, len(self.ladder.steps)) - 1]
        return Proposal(
            park=row.park,
            verdict=row.verdict,
            proposal=Outcome(step),
            count=count,
            standing_years=standing,
            needs_human=self._needs_human(row),
            reasons=self._reasons(row, count),
        )

    def _counts(self, year: int) -> bool:
        row = self.row_of.get(year)
        if row is None:
            return False
        if row.verdict == Verdict.NOT_RATED:
            return row.own_default and self.ladder.not_rated == NotRated.OWN_DEFAULT_COUNTS
        return row.verdict == Verdict.UNQUALIFIED

    def _stands(self, year: int) -> bool:
        """Whether an earlier year adds up: it counted, a sanction on it was confirmed, and it is in the window."""
        if not self._counts(year) or self.decision_of.get(year) not in SANCTIONS:
            return False
        if self.reinstated_in is not None and year <= self.reinstated_in:
            return False
        if self.ladder.consecutive and not all(self._counts(between) for between in self._assessed_after(year)):
            return False
        return self._is_in_window(year)

    def _is_in_window(self, year: int) -> bool:
        if self.ladder.window_years is None:
            return not self._qualified_after(year)
        return year in self.assessed[-self.ladder.window_years :]

    def _assessed_after(self, year: int) -> list[int]:
        """Assessed years between the year and now, both left out."""
        return [between for between in self.assessed if year < between < self.now]

    def _qualified_after(self, year: int) -> bool:
        return any(year < qualified < self.now for qualified in self.qualified)

    def _last_event(self) -> EventKind | None:
        return None if self.last_event_year is None else self.decision_of[self.last_event_year]

    def _is_notified_until_now(self) -> bool:
        if self.last_event_year is None or self._last_event() != EventKind.NOTIFIED:
            return False
        return not self._qualified_after(self.last_event_year)

    def _needs_human(self, row: ParkYear) -> bool:
        if row.cause == Cause.VETO:
            return False
        return row.verdict == Verdict.NOT_RATED or self._few_draws(row) or row.share_below is None

    def _few_draws(self, row: ParkYear) -> bool:
        return row.share_below is not None and row.share_below < self.ladder.min_share_below

    def _reasons(self, row: ParkYear, count: int) -> list[Reason]:
        is_rated = row.verdict != Verdict.NOT_RATED
        asks_draws = is_rated and row.cause != Cause.VETO
        applying = {
            Reason.OWN_DEFAULT: not is_rated,
            Reason.FIRST_COUNT: count == 1,
            Reason.REPEATED_COUNT: count > 1,
            Reason.FEW_DRAWS_BELOW: asks_draws and self._few_draws(row),
            Reason.NO_DRAWS: asks_draws and row.share_below is None,
        }
        if is_rated and row.cause:
            applying[CAUSE_REASON[row.cause]] = True
        return [reason for reason in Reason if applying.get(reason)]
