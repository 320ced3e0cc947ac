"""`manage.py rank_table SYSTEM.json VALUES.csv`: the engine alone, without a database."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from assessment.engine.cli import main


class Command(BaseCommand):
    """Hands its arguments to the engine and ends with the engine's exit code."""

    help = "Compute a composite index from a system of indicators and a table of values."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", metavar="SYSTEM.json VALUES.csv")
        parser.add_argument("--json", action="store_true", help="print every step as JSON instead of a table")
        parser.add_argument(
            "--uncertainty", metavar="N", nargs="?", const="", help="draw N variants and show how far ranks move"
        )
        parser.add_argument("--seed", metavar="S", nargs="?", const="", help="the seed of the draws")
        parser.add_argument("--html", metavar="REPORT.html", nargs="?", const="", help="write a page as well")

    def run_from_argv(self, argv: list[str]) -> None:
        """Refuse unknown options in one line, as every other fault."""
        _, unknown = self.create_parser(argv[0], argv[1]).parse_known_args(argv[2:])
        if unknown:
            sys.exit(main(argv[2:]))
        super().run_from_argv(argv)

    def handle(self, *args: Any, **options: Any) -> None:
        argv = list(options["files"])
        argv += ["--json"] if options["json"] else []
        for name in ("uncertainty", "seed", "html"):
            if options[name] is not None:
                argv.append(f"--{name}={options[name]}")
        code = main(argv)
        if code:
            sys.exit(code)
