"""The working-day clock from the command line."""

from argparse import ArgumentParser
from typing import Any

from core.due_date_arguments import Arguments
from core.management.doors import DoorCommand
from core.workdays import due_date, published_calendar

OPTIONS = [
    ("--accepted", "DATE", "day of acceptance, as 2026-09-15"),
    ("--days", "N", "length of the limit"),
    ("--type", "working|calendar", "type of the limit's days; working when left out"),
    ("--pause", "FROM/TO", "paused after FROM until TO is over, FROM/ while it lasts; may be repeated"),
    ("--extend", "N", "days of the same type that are added; may be repeated"),
]


class Command(DoorCommand):
    help = "When something is due, and what became of each day on the way, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        # Every option may come without a value or twice: the command names such faults together with all others.
        for option, form, what in OPTIONS:
            parser.add_argument(option, metavar=form, nargs="?", const="", action="append", help=what)

    def handle(self, *args: str, **options: Any) -> None:
        arguments = Arguments(options)
        if arguments.faults:
            self.refuse(arguments.faults)
        self.answer(due_date(**arguments.values, calendar=published_calendar()).as_json())
