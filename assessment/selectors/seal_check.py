"""Whether a seal still says what the rows say: its file, its signature, its chain, and everything computed again."""

import json
from dataclasses import dataclass
from typing import Any

from assessment import engine
from assessment.actions.runs import compute, results_of
from assessment.models import Cycle, PublishedRank, Run, RunResult, Seal, SealedFile
from assessment.seal.canonical import Difference, canonical, first_difference, sha256
from assessment.selectors.seals import Head, content_of, kept_of, newest_seal, present_code, without_name
from core import signing
from core.errors import NotAllowed


@dataclass(frozen=True)
class SealFault(Exception):
    """The first place where a seal does not hold."""

    seal: str
    what: str

    def __str__(self) -> str:
        return f"{self.seal}: {self.what}"


def verify_year(cycle: Cycle) -> Seal:
    """The year's newest seal, after recomputing it and following its chain to the first.

    Raises
    ------
    SealFault
        Naming the first difference.
    """
    seal = newest_seal(cycle)
    if seal is None:
        raise SealFault(str(cycle.year), "this year is not sealed")
    if cycle.released_run_id not in (None, *Seal.objects.filter(cycle=cycle).values_list("run_id", flat=True)):
        raise SealFault(str(cycle.year), "the run that is released has no seal")
    content = check_file(seal)
    computed = recomputed(seal, content)
    refuse(seal, first_difference(content, computed.content))
    refuse(seal, computed.of_rows)
    refuse(seal, published_difference(seal, content))
    check_chain(seal, seen={seal.pk})
    return seal


def fault_of(cycle: Cycle) -> str:
    """The first difference as a sentence, or nothing where the seal holds."""
    try:
        verify_year(cycle)
    except SealFault as fault:
        return str(fault)
    return ""


def title(seal: Seal) -> str:
    return f"seal {seal.number} of {seal.cycle.year}"


def refuse(seal: Seal, difference: Difference | None) -> None:
    if difference is not None:
        raise SealFault(title(seal), str(difference))


# -- One seal's own file ---------------------------------------------------------------------------------------------
def check_file(seal: Seal) -> dict[str, Any]:
    """The file's content, once file, hash, signature and register say the same."""
    text = SealedFile.objects.filter(seal=seal).values_list("content", flat=True).first()
    if text is None:
        raise SealFault(title(seal), "its file is missing")
    if sha256(text) != seal.sha256:
        raise SealFault(title(seal), where_the_file_changed(seal, text))
    if not signing.is_trusted(seal.public_key):
        raise SealFault(title(seal), "it is signed with a key that this portal does not know")
    if not signing.is_signed(bytes.fromhex(seal.sha256), signature=seal.signature, by=seal.public_key):
        raise SealFault(title(seal), "its signature does not match its hash")
    content: dict[str, Any] = json.loads(text)
    refuse(seal, first_difference({"head": content["head"]}, {"head": Head.of(seal, code_of(content)).__dict__}))
    refuse(seal, first_difference({"run": {"number": content["run"]["number"]}}, {"run": {"number": seal.run.number}}))
    return content


def code_of(content: dict[str, Any]) -> dict[str, str]:
    """Which code computed the year then; a later version has to come to the same outputs."""
    return {name: str(content["head"].get(name, "")) for name in ("engine", "sources_sha256")}


def where_the_file_changed(seal: Seal, text: str) -> str:
    """The place, found by computing the file again; where even that gives another hash, the register is wrong."""
    try:
        content = json.loads(text)
        code = code_of(content)
    except (ValueError, KeyError, TypeError, AttributeError):
        content, code = None, present_code()
    again = recomputed(seal, {"head": code}).content
    if content is not None and (difference := first_difference(again, content)):
        return f"its file was changed at {difference}"
    at = first_byte(canonical(again).encode(), text.encode())
    if at is not None:
        return f"its file was changed at byte {at}"
    return f"the register's hash {seal.sha256} is not the hash of its file, {sha256(text)}"


def first_byte(one: bytes, other: bytes) -> int | None:
    if one == other:
        return None
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


# -- Everything computed again ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Recomputed:
    """The file as the rows give it now, and where the kept results differ from what was computed."""

    content: dict[str, Any]
    of_rows: Difference | None


def recomputed(seal: Seal, content: dict[str, Any]) -> Recomputed:
    run = Run.objects.select_related("cycle__plan").get(pk=seal.run_id)
    try:
        computed = compute(run)
    except NotAllowed as refusal:
        raise SealFault(title(seal), f"it cannot be computed again: {refusal.reason}") from refusal
    text = engine.as_json(computed.result, computed.uncertainty)
    output = json.loads(text)
    found = content_of(Head.of(seal, code_of(content)), run, computed.inputs, output, text)
    return Recomputed(found, row_difference(run, results_of(run, computed, output)))


def row_difference(run: Run, expected: list[RunResult]) -> Difference | None:
    """The first kept result that is not what the engine gives; names of people may have changed since."""
    kept = {row.park.code: checked(row) for row in RunResult.objects.filter(run=run).select_related("park")}
    wanted = {row.park.code: checked(row) for row in expected}
    return first_difference({"results": wanted}, {"results": kept})


def checked(row: RunResult) -> dict[str, Any]:
    inputs = {code: without_name(lineage) for code, lineage in row.inputs.items()}
    return kept_of(row) | {"steps": row.steps, "inputs": inputs}


def published_difference(seal: Seal, content: dict[str, Any]) -> Difference | None:
    """The first published rank that is not the sealed one, where this seal's run is what is released."""
    if seal.cycle.released_run_id != seal.run_id:
        return None
    names = ("rank", "total", "verdict")
    sealed = {code: {name: row[name] for name in names} for code, row in content["results"].items()}
    rows = PublishedRank.objects.filter(cycle=seal.cycle).values_list("park__code", *names)
    published = {code: dict(zip(names, values, strict=True)) for code, *values in rows}
    return first_difference({"published": sealed}, {"published": published})


# -- The chain -------------------------------------------------------------------------------------------------------
def check_chain(seal: Seal, seen: set[int]) -> None:
    """Follow both links, to the year before and to the seal that was superseded; each file must hold in itself."""
    linked = ("cycle", "run", "sealed_by", "year_before", "supersedes")
    for key in (seal.supersedes_id, seal.year_before_id):
        if key is None or key in seen:
            continue
        seen.add(key)
        earlier = Seal.objects.select_related(*linked).get(pk=key)
        check_file(earlier)
        check_chain(earlier, seen)
