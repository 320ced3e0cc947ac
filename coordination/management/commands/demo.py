"""``manage.py demo``: load the zone and marked demonstration data; loading twice changes nothing."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessment.demo.load import load_years
from assessment.demo.reset import reset_year
from assessment.models import Cycle
from coordination.demo_large import load_large
from coordination.demo_people import demonstration_enterprises, load_people
from coordination.zone_scope import whole_zone
from core.errors import Refused
from incubators.demo import load_incubators
from parks.models import Park
from parks.zone import load_zone
from services.demo.load import load_services


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--large", action="store_true", help="add 120,000 enterprises and two million cases")
        parser.add_argument("--reset", type=int, metavar="YEAR", help="put one year back before its run")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demonstration data is loaded in demonstration mode only (PORTAL_DEMO=true).")
        load_zone()
        people = load_people()
        with whole_zone():
            if options["reset"]:
                try:
                    reset_year(year=options["reset"], at=timezone.now())
                except Refused as refusal:
                    raise CommandError(str(refusal)) from refusal
                self.stdout.write(f"{options['reset']} is as it was before its run.")
                return
            load_years(base_year=base_year(), people=people, today=timezone.localdate())
            load_incubators(Park.objects.filter(valid_to__isnull=True).order_by("code"))
        companies = demonstration_enterprises()
        load_services(base_year=base_year(), people=people, enterprises=companies, until=timezone.localdate())
        if options["large"]:
            load_large(applicant=people["owner-a"], at=timezone.now(), tell=self.stdout.write)


def base_year() -> int:
    """The year of the first loading, so that the stories stay where they are; else this year."""
    latest = Cycle.objects.order_by("year").last()
    return latest.year if latest else datetime.now(UTC).year
