"""``manage.py api_token USERNAME``: a key good for 30 days; calls send ``Authorization: Token …``."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from knox.models import AuthToken

from accounts.models import User


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no account {options['username']!r}.")
        _stored, key = AuthToken.objects.create(user, expiry=timedelta(days=30))
        self.stdout.write(key)
