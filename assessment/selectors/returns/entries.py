"""A return's entries as a page reads them: light rows, since a return has many and none of them is changed here."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from assessment.models import MissingKind, Return

# Written out, since it is read at every cell that is saved: half of what the ORM takes for it.
ENTRIES = """
SELECT figure.code, cycle.year, entry.value, entry.missing, entry.reason, entry.document, entry.entered_at,
       coalesce(nullif(person.display_name, ''), person.username, '')
  FROM assessment_figureentry entry
  JOIN assessment_figuredefinition figure ON figure.id = entry.figure_id
  JOIN assessment_return filed ON filed.park_id = entry.park_id AND filed.id = entry.annual_return_id
  JOIN assessment_cycle cycle ON cycle.id = filed.cycle_id
  LEFT JOIN accounts_user person ON person.id = entry.entered_by_id
 WHERE entry.park_id = %s AND cycle.year BETWEEN %s AND %s
"""


class SeenEntry(NamedTuple):
    """An entry with its author's name."""

    value: Decimal | None
    missing: str
    reason: str
    document: str
    entered_at: datetime
    entered_by: str

    @property
    def missing_words(self) -> str:
        return str(MissingKind(self.missing).label)


def entries_by_code(annual_return: Return, years_before: int) -> dict[str, dict[int, SeenEntry]]:
    """The park's entries of the return's year and of so many before, by the figure's code and year."""
    year = annual_return.cycle.year
    found: dict[str, dict[int, SeenEntry]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, [annual_return.park_id, year - years_before, year])
        for code, of_year, *rest in cursor.fetchall():
            found[code][of_year] = SeenEntry(*rest)
    return found
