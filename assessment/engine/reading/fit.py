"""Checks that the methods of an indicator fit one another and its direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessment.engine.faults import FaultLog, quote

if TYPE_CHECKING:
    from assessment.engine.model import Indicator, Normalise, System


def check_fit(system: System, log: FaultLog) -> None:
    """Note methods that cannot work on an indicator whatever its values are."""
    codes = {code for code, _ in system.codes}
    for indicator in system.indicators:
        check_normalise(indicator.normalise, indicator, indicator.normalise_pointer, log)
        if indicator.normalise.takes_words:
            _check_words(indicator, codes, log)


def check_normalise(spec: Normalise, indicator: Indicator, pointer: str, log: FaultLog) -> None:
    """Note a method that contradicts the indicator's direction."""
    if spec.method == "fracmax" and indicator.direction == -1:
        problem = f"fracmax takes direction 1 only, and {quote(indicator.code)} has -1"
        log.system(f"{pointer}/method", problem, "use another method or divide beforehand")
    if spec.method == "steps":
        rises = [after[1] - before[1] for before, after in zip(spec.table, spec.table[1:], strict=False)]
        if any(rise * indicator.direction < 0 for rise in rises):
            problem = f"the scores run against the direction of {quote(indicator.code)}"
            log.system(f"{pointer}/table", problem, "let them rise with direction 1 and fall with -1")


def _check_words(indicator: Indicator, codes: set[str], log: FaultLog) -> None:
    for word in (word for word, _ in indicator.normalise.words if word in codes):
        log.system(f"{indicator.normalise_pointer}/table", f"{quote(word)} is also a missing code", "use another word")
    if indicator.denominator:
        log.system(f"{indicator.pointer}/denominator", "words cannot be divided", "remove it")
