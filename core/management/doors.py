"""Commands that anybody may check the portal by: values in, JSON out, no database and no settings in the answer.

Bad input ends with exit 2, nothing on standard output and one line per fault on standard error.
"""

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser


class DoorParser(CommandParser):
    """Keeps what it does not know, so that the command can name it beside its other faults."""

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        found, unknown = self.parse_known_args(args, namespace)
        found.unknown = unknown
        return found

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message}\n")


class DoorCommand(BaseCommand):
    """Answers with JSON or refuses with every fault."""

    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs |= {"allow_abbrev": False, "formatter_class": argparse.RawDescriptionHelpFormatter}
        parser = DoorParser(prog=f"{Path(prog_name).name} {subcommand}", description=self.help or None, **kwargs)
        self.add_base_argument(parser, "-v", "--verbosity", type=int, default=1, help="Makes no difference here.")
        self.add_base_argument(parser, "--settings", help="The Python path of the settings module.")
        self.add_base_argument(parser, "--pythonpath", help="A directory to add to the Python path.")
        self.add_base_argument(parser, "--traceback", action="store_true", help="Show the whole of an exception.")
        self.add_base_argument(parser, "--no-color", action="store_true", help="No colour in the output.")
        self.add_base_argument(parser, "--force-color", action="store_true", help="Colour in the output.")
        self.add_arguments(parser)
        return parser

    def answer(self, value: dict[str, Any]) -> None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        self.stdout.write(json.dumps(value, indent=2, ensure_ascii=False))

    def refuse(self, faults: Sequence[str]) -> NoReturn:
        for fault in faults:
            self.stderr.write(fault)
        sys.exit(2)


def unknown_words(words: Sequence[str]) -> list[str]:
    """A fault for each word on the command line that the command does not know."""
    return [f"{quoted(word)[1:-1]}: is not a known argument; --help lists them" for word in words]


def quoted(value: object, *, most: int = 60) -> str:
    """A value as it stands in JSON, on one line and cut where it is long."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "…"
    text = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)
    return text if len(text) <= most else f"{text[:most]}…"
