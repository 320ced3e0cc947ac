"""The ladder from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from assessment.ladder import propose
from assessment.ladder_file import CaseRefused, read_case
from core.management.doors import DoorCommand, unknown_words


class Command(DoorCommand):
    help = "What the ladder proposes for each park in the last year of a file, and why, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.json", nargs="?", help="ladder, years and events")

    def handle(self, *args: str, **options: Any) -> None:
        faults = unknown_words(options.get("unknown") or [])
        if not options["file"]:
            faults.append("FILE.json: is missing; name the file with ladder, years and events")
        if faults:
            self.refuse(faults)
        try:
            case = read_case(Path(options["file"]))
        except CaseRefused as refused:
            self.refuse(refused.faults)
        self.answer(propose(case.ladder, case.years, case.events).as_json())
