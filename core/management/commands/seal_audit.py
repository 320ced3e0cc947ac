"""``manage.py seal_audit``: link what was committed and seal the day, unless it is sealed; beat does it by itself."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.audit.seals import seal_day


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        seal = seal_day(at=timezone.now())
        self.stdout.write(f"Seal {seal.number}: {seal.count} events." if seal else "The day is sealed already.")
