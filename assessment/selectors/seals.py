"""A year's seals, and the content of a sealed file built from the rows that it covers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from assessment.engine.output import ENGINE
from assessment.inputs import ParkInputs
from assessment.models import Cycle, Finding, Run, RunResult, Seal
from assessment.plan_content import plan_content, system_of
from assessment.seal.canonical import sha256
from assessment.seal.code import sources_sha256
from assessment.selectors.standing_case import case_of, evaluate_ladder, ladder_for
from core.audit import history_of
from core.audit.history import names_of, who

FORMAT = "assessment-seal/1"
MOST_CHECKS = 10
KEPT = (
    "rank",
    "total",
    "verdict",
    "cause",
    "own_default",
    "rank_low",
    "rank_high",
    "share_below",
    "arithmetic",
    "inputs",
)


@dataclass(frozen=True)
class Head:
    """What a sealed file says of itself: whose it is, what it links to, which code computed it."""

    year: int
    number: int
    sealed_at: str
    sealed_by: str
    year_before: str | None  # the hash of the newest seal of the year before
    supersedes: str | None  # the hash of the seal of the same year that this one replaces
    engine: str = ENGINE
    sources_sha256: str = ""

    @classmethod
    def of(cls, seal: Seal, code: Mapping[str, str]) -> "Head":
        """As the seal's own row says; the code is what computed it then."""
        return cls(
            year=seal.cycle.year,
            number=seal.number,
            sealed_at=moment(seal.sealed_at) or "",
            sealed_by=seal.sealed_by.get_username() if seal.sealed_by else "",
            year_before=seal.year_before.sha256 if seal.year_before else None,
            supersedes=seal.supersedes.sha256 if seal.supersedes else None,
            **code,
        )


def present_code() -> dict[str, str]:
    return {"engine": ENGINE, "sources_sha256": sources_sha256()}


def moment(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()


def newest_seal(cycle: Cycle) -> Seal | None:
    """The seal that stands for the year."""
    return seals_of(cycle).last()


def seals_of(cycle: Cycle) -> Any:
    linked = ("cycle__plan", "run", "sealed_by", "year_before__cycle", "supersedes")
    return Seal.objects.filter(cycle=cycle).select_related(*linked).order_by("number")


def content_of(head: Head, run: Run, inputs: list[ParkInputs], output: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The sealed file as a value, causes before effects; ``output`` is what ``text``, the engine's answer, reads as."""
    cycle, plan = run.cycle, run.cycle.plan
    findings = findings_by_park(cycle)
    return {
        "format": FORMAT,
        "head": asdict(head),
        "cycle": {"opens_on": cycle.opens_on.isoformat(), "cutoff_on": cycle.cutoff_on.isoformat()},
        "plan": plan_content(plan) | {"content_hash": plan.content_hash},
        "run": run_content(run),
        "data": {each.park.code: park_content(each, findings) for each in inputs},
        "system": system_of(plan),
        "values": {each.park.code: each.row for each in inputs},
        "output": output,
        "output_sha256": sha256(text),
        "results": {row.park.code: kept_of(row) for row in stored_results(run)},
        "standing": standing_content(run),
    }


def run_content(run: Run) -> dict[str, Any]:
    return {
        "number": run.number,
        "requested_at": moment(run.requested_at),
        "finished_at": moment(run.finished_at),
        "seed": run.seed,
        "draws": run.draws,
        "engine": run.engine,
        "inputs_sha256": run.inputs_sha256,
    }


def findings_by_park(cycle: Cycle) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in Finding.objects.filter(cycle=cycle).select_related("adjustment").order_by("adjustment__code"):
        line = {"code": row.adjustment.code, "count": row.count, "document_number": row.document_number}
        found[row.park_id].append(line)
    return found


def park_content(each: ParkInputs, findings: Mapping[int, list[dict[str, Any]]]) -> dict[str, Any]:
    """A park's figures with who stands behind them, those of the year before, what was found."""
    return {
        "accepted": each.accepted,
        "figures": {code: without_name(lineage) for code, lineage in each.lineage.items()},
        "last": None if each.last is None else {code: str(figure) for code, figure in each.last.items()},
        "findings": findings.get(each.park.pk, []),
    }


def without_name(lineage: Mapping[str, Any]) -> dict[str, Any]:
    """The account stays; the name that it shows may change."""
    return {name: value for name, value in lineage.items() if name != "entered_by"}


def stored_results(run: Run) -> Iterable[RunResult]:
    return RunResult.objects.filter(run=run).select_related("park").order_by("park__code")


def kept_of(row: RunResult) -> dict[str, Any]:
    return {name: getattr(row, name) for name in KEPT}


def standing_content(run: Run) -> dict[str, Any]:
    """A case of the ladder, as ``manage.py standing_proposal`` reads it, and what it proposes."""
    ladder = ladder_for(run.cycle.year)
    years, events = case_of(run)
    return {
        "version": ladder.version,
        "case": {
            "ladder": ladder.rules,
            "years": [asdict(row) for row in years],
            "events": [asdict(row) for row in events],
        },
        "proposals": evaluate_ladder(run, ladder).as_json()["proposals"],
    }


@dataclass(frozen=True)
class Check:
    """One time that somebody had a seal recomputed, and what came of it."""

    at: datetime
    who: str
    fault: str


def checks_of(seal: Seal) -> list[Check]:
    """The last checks of the seal, newest first, as the audit has them."""
    found = history_of(seal).filter(event__in=("seal_verified", "seal_broken")).order_by("-at")[:MOST_CHECKS]
    events = list(found)
    names = names_of(events)
    return [Check(event.at, who(event, names), event.after.get("fault", "")) for event in events]
