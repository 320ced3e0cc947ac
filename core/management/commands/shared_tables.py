"""``manage.py shared_tables``: the tables without a tenant, with the reason, tab-separated."""

from typing import Any

from django.core.management.base import BaseCommand

from core.rowsecurity import Shared
from core.rowsecurity.provision import declared_models
from core.shared_tables import THIRD_PARTY


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        reasons = {"core_scope_key": "the signing key's pads; only the owner may read it"} | THIRD_PARTY
        for model, declaration in declared_models():
            if isinstance(declaration, Shared):
                reasons[model._meta.db_table] = declaration.reason
        for table in sorted(reasons):
            self.stdout.write(f"{table}\t{reasons[table]}")
