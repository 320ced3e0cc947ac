"""``manage.py demo_accounts [--json]``: who can sign in to the demonstration; demonstration mode only."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from coordination.demo_people import ACCOUNTS, PASSWORD
from enterprises.models import Enterprise
from parks.access import access_of
from parks.models import Park


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demonstration accounts exist in demonstration mode only.")
        parks = dict(Park.objects.values_list("pk", "code"))
        users = {user.username: user for user in User.objects.filter(username__in=[row.username for row in ACCOUNTS])}
        accounts = [describe(users[row.username], row.role, parks) for row in ACCOUNTS if row.username in users]
        if options["json"]:
            self.stdout.write(json.dumps(accounts, ensure_ascii=False, indent=2))
            return
        for account in accounts:
            line = f"{account['username']:17} {account['password']:16} {account['role']:23} {account['organisation']}"
            self.stdout.write(line)


def describe(user: User, role: str, parks: dict[int, str]) -> dict[str, Any]:
    reach = access_of(user).everything()
    bodies = [grant.organisation.name_en for grant in access_of(user).grants if grant.organisation]
    companies = Enterprise.objects.filter(pk__in=reach.get("enterprise", ())).order_by("pk")
    return {
        "username": user.username,
        "password": PASSWORD,
        "role": role,
        "organisation": bodies[0] if bodies else "",
        "parks": [{"id": key, "code": parks[key]} for key in sorted(reach.get("park", ()))],
        "enterprises": [{"id": row.pk, "code": row.credit_code} for row in companies],
    }
