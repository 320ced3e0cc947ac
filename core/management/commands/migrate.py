"""``migrate`` works as the owner: the application's role may change no table."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.migrate import Command as Migrate


class Command(Migrate):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.OWNER_CONFIGURED:
            raise CommandError(
                "DATABASE_OWNER_URL is not set: tables are made by their owner, not by the application's role."
                " docs/operations.md shows how to make both roles."
            )
        super().handle(*args, **options)
