"""``manage.py scope_token USERNAME``: the signed value of app.scope for that person, in demonstration mode only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from core.rowsecurity import sign
from parks.access import access_of

SECONDS = 24 * 3600


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Scopes are signed for the outside in demonstration mode only.")
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no account {options['username']!r}.")
        self.stdout.write(sign(user.pk, dict(access_of(user).everything()), seconds=SECONDS))
