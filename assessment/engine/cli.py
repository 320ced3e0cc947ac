"""The command: two files in, a ranking out; bad input leaves standard output empty and ends with 2."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from assessment.engine.evaluation import evaluate
from assessment.engine.faults import Faults, one_line, quote
from assessment.engine.output import as_json, as_table
from assessment.engine.progress import Bar
from assessment.engine.reading import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessment.engine.draws import Uncertainty
    from assessment.engine.model import Index

BAD_INPUT = 2
LARGEST_DRAWS = 10_000_000
LARGEST_SEED = 2**128 - 1
USAGE = "rank_table SYSTEM.json VALUES.csv [--json] [--html REPORT.html] [--uncertainty N --seed S]"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Faults([f"{message}; write {USAGE}"])


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="rank_table", usage=USAGE, description="Compute a composite index.", allow_abbrev=False)
    parser.add_argument("system", metavar="SYSTEM.json", help="the indicators, weights and methods")
    parser.add_argument("values", metavar="VALUES.csv", help="a row per unit")
    parser.add_argument("--json", action="store_true", help="print every step as JSON instead of a table")
    parser.add_argument(
        "--uncertainty",
        metavar="N",
        nargs="?",
        const="",
        help="draw N variants of the system and show how far ranks move",
    )
    parser.add_argument("--seed", metavar="S", nargs="?", const="", help="the seed of the draws")
    parser.add_argument("--html", metavar="REPORT.html", nargs="?", const="", help="write a page as well")
    return parser


def main(argv: Sequence[str], stdout: TextIO | None = None, stderr: TextIO | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    argv : sequence of str
        The arguments after the program's name.
    stdout, stderr : text streams, optional
        Where the answer and the faults go; by default the process's own.

    Returns
    -------
    int
        0, or 2 where the input is bad.
    """
    try:
        text = answer(argv, stderr or sys.stderr)
    except Faults as faults:
        _write(stderr or sys.stderr, "".join(f"{one_line(line)}\n" for line in faults.lines))
        return BAD_INPUT
    _write(stdout or sys.stdout, text)
    return 0


def answer(argv: Sequence[str], stderr: TextIO) -> str:
    """Return what the command prints; write the report where one is asked for.

    Raises
    ------
    Faults
        If the arguments or the files are bad.
    """
    options = _parser().parse_args(list(argv))
    draws, seed = _draws(options.uncertainty, options.seed)
    index = read(Path(options.system), Path(options.values))
    result = evaluate(index)
    variants = None if draws is None else _draw(index, draws, seed or 0, stderr)
    if options.html is not None:
        from assessment.engine.html import as_html  # noqa: PLC0415 - only a report needs it

        _write_report(options.html, as_html(result, variants))
    return as_json(result, variants) if options.json else as_table(result, variants)


def _draw(index: Index, draws: int, seed: int, stderr: TextIO) -> Uncertainty:
    from assessment.engine.draws import uncertainty  # noqa: PLC0415 - a ranking without draws starts without numpy

    bar = Bar(stderr)
    try:
        return uncertainty(index, draws=draws, seed=seed, progress=bar)
    finally:
        bar.clear()


def _write_report(path: str, page: str) -> None:
    try:
        Path(path).write_bytes(page.encode("utf-8", "backslashreplace"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        problem = f"{quote(path)} cannot be written ({reason or 'bad path'})"
        raise Faults([f"--html: {problem}; name a file in a folder that is there"]) from None


def _draws(uncertainty: str | None, seed: str | None) -> tuple[int | None, int | None]:
    faults = []
    if uncertainty is None and seed is not None:
        faults.append("--seed: is given without --uncertainty; write --uncertainty N --seed S")
    if uncertainty is not None and seed is None:
        faults.append("--seed: is missing; write --uncertainty N --seed S")
    numbers = [
        _whole("--uncertainty", uncertainty, 1, LARGEST_DRAWS, faults),
        _whole("--seed", seed, 0, LARGEST_SEED, faults),
    ]
    if faults:
        raise Faults(faults)
    return numbers[0], numbers[1]


def _whole(name: str, text: str | None, least: int, largest: int, faults: list[str]) -> int | None:
    if text is None:
        return None
    is_whole = text.isascii() and text.isdigit() and len(text) <= len(str(largest))
    if is_whole and least <= int(text) <= largest:
        return int(text)
    faults.append(f"{name}: {quote(text)} is no whole number from {least} to {largest}; write one")
    return None


def _write(stream: TextIO, text: str) -> None:
    """Write UTF-8 with plain line feeds, whatever the locale; a reader that has gone is no fault."""
    try:
        buffer = getattr(stream, "buffer", None)
        if buffer is None:
            stream.write(text)
        else:
            stream.flush()
            buffer.write(text.encode("utf-8", "backslashreplace"))
            buffer.flush()
    except BrokenPipeError:
        sys.stderr.close()
