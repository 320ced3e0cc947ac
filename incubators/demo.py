"""A few invented incubators, each marked as demonstration; loading twice changes nothing."""

from collections.abc import Iterable
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from core.rowsecurity import keeping, scope
from incubators.models import Incubator, IncubatorClass
from parks.models import Organisation, OrganisationKind, Park

# park, names, class; numbered within the demonstration
LINES = (
    ("JNQ", "Demonstration incubator", "演示孵化器", IncubatorClass.RECOGNISED),
    ("CORE", "Demonstration incubator 1", "演示孵化器1", IncubatorClass.RECOGNISED),
    ("CORE", "Demonstration incubator 2", "演示孵化器2", IncubatorClass.CULTIVATING),
    ("MHG", "Demonstration incubator 3", "演示孵化器3", IncubatorClass.CULTIVATING),
)
PERIOD = DateRange(date(2024, 1, 1), None)


def load_incubators(parks: Iterable[Park]) -> list[Incubator]:
    """Write the lines of those of the parks that have one."""
    known = {park.code: park for park in parks}
    wanted = [line for line in LINES if line[0] in known]
    return [load_line(known[code], english, chinese, held) for code, english, chinese, held in wanted]


def load_line(park: Park, english: str, chinese: str, incubator_class: IncubatorClass) -> Incubator:
    names = {"name_en": english, "name_zh_hans": chinese}
    zone = Organisation.objects.get(kind=OrganisationKind.ZONE)
    facts = {"name_zh_hans": chinese, "park": park, "parent": zone}
    with keeping():
        body, _made = Organisation.objects.get_or_create(
            kind=OrganisationKind.INCUBATOR, name_en=english, defaults=facts
        )
    with scope(park=[park.pk]):
        line, _made = Incubator.objects.get_or_create(
            organisation=body,
            period=PERIOD,
            defaults=names | {"park": park, "incubator_class": incubator_class, "mark": "demo"},
        )
    return line
