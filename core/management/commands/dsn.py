"""``manage.py dsn app|owner``: a libpq connection string, in demonstration mode only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from psycopg2.extensions import make_dsn

ALIASES = {"app": "default", "owner": "owner"}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", choices=sorted(ALIASES))

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Connection strings are printed in demonstration mode only.")
        found = settings.DATABASES[ALIASES[options["role"]]]
        parts = {"dbname": found["NAME"], "user": found["USER"], "password": found["PASSWORD"]}
        parts |= {"host": found["HOST"], "port": found["PORT"]}
        self.stdout.write(make_dsn(**{name: value for name, value in parts.items() if value}))
