"""``manage.py erase_person USERNAME --reason …``: erase a person's data; what they did stays, the chain holds.

The person's key is the owner's to erase: DATABASE_OWNER_URL is needed.
"""

from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from coordination.persons.command import PersonCommand
from coordination.persons.erase import erase_key, erase_person
from coordination.zone_scope import whole_zone
from core.errors import Refused


class Command(PersonCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        user = self.person(options)
        try:
            with whole_zone():
                rows = erase_person(user=user, reason=options["reason"], at=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        erase_key(user)
        self.stdout.write(f"Erased: {rows} rows. The person is number {user.pk} from now on.")
