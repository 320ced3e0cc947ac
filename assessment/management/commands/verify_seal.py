"""``manage.py verify_seal YEAR``: recompute the year's newest seal and its chain.

Exit 0 and the hash, or exit 1 and the first difference.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from assessment.models import Cycle
from assessment.selectors.seal_check import SealFault, verify_year
from core.rowsecurity import scope
from parks.models import Organisation, OrganisationKind, Park


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        zone = Organisation.objects.filter(kind=OrganisationKind.ZONE).values_list("pk", flat=True)
        with scope(park=list(Park.objects.values_list("pk", flat=True)), organisation=list(zone)):
            try:
                answer = self.answer(options["year"])
            except SealFault as fault:
                self.stdout.write(str(fault))
                sys.exit(1)
        self.stdout.write(answer)

    def answer(self, year: int) -> str:
        cycle = Cycle.objects.select_related("plan").filter(year=year).first()
        if cycle is None:
            raise SealFault(str(year), "there is no assessment of this year")
        return verify_year(cycle).sha256
