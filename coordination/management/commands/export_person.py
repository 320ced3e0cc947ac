"""``manage.py export_person USERNAME --reason …``: everything kept about a person, as JSON; the audit keeps why."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from coordination.persons.command import PersonCommand
from coordination.persons.export import export_person
from coordination.zone_scope import whole_zone


class Command(PersonCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        user = self.person(options)
        with whole_zone():
            found = export_person(user=user, reason=options["reason"], at=timezone.now())
        self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False, cls=DjangoJSONEncoder))
