"""A park's enterprises from a file: credit code, names, since when they reside."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports.columns import Difference, ImportColumn, Problem, Row, day, declare, words
from enterprises.actions import admit_enterprises, names_of, rename_enterprise
from enterprises.models import Enterprise, Residency, check_credit_code
from parks.models import Park


def credit_code(text: str) -> str:
    code = text.upper()
    check_credit_code(code)
    return code


class ResidentsImporter:
    """New ones are admitted; residents whose names differ take the file's names; nobody is removed."""

    code = "enterprises.residents"
    title = gettext_lazy("Enterprises of the park")
    columns = (
        ImportColumn("credit_code", gettext_lazy("Unified social credit code"), credit_code),
        ImportColumn("name_zh_hans", gettext_lazy("Chinese name"), words(200)),
        ImportColumn("name_en", gettext_lazy("English name"), words(200), required=False),
        ImportColumn("since", gettext_lazy("Resident since"), day),
    )

    def compare(self, rows: list[Row], *, target: int, sheet: str) -> Difference:
        found, seen = Difference(), dict[str, int]()
        here = self.residents(target, [row.values["credit_code"] for row in rows])
        for row in rows:
            code = row.values["credit_code"]
            if code in seen:
                sentence = _("This code stands in row %(row)d already.") % {"row": seen[code]}
                found.problems.append(Problem(f"{sheet}!A{row.number}", sentence))
            seen.setdefault(code, row.number)
            enterprise = here.get(code)
            if enterprise is None:
                found.new.append(row)
            elif (before := {name: getattr(enterprise, name) for name in names_of(row)}) != names_of(row):
                found.changed.append((row, before))
            else:
                found.same.append(row)
        return found

    def residents(self, park_id: int, codes: list[str]) -> dict[str, Enterprise]:
        """Those of the codes that reside in the park today, by code."""
        residing = Residency.objects.filter(park=park_id, enterprise__credit_code__in=codes, period__upper_inf=True)
        enterprises = Enterprise.objects.filter(pk__in=residing.values("enterprise")).select_related("organisation")
        return {enterprise.credit_code: enterprise for enterprise in enterprises}

    def write(self, difference: Difference, *, target: int, by: Any, at: datetime) -> None:
        park = Park.objects.get(pk=target)
        if difference.new:
            admit_enterprises(park=park, rows=difference.new, by=by, at=at)
        here = self.residents(target, [row.values["credit_code"] for row, _before in difference.changed])
        for row, _before in difference.changed:
            enterprise = here[row.values["credit_code"]]
            rename_enterprise(enterprise=enterprise, park=park, names=names_of(row), by=by, at=at)


RESIDENTS = declare(ResidentsImporter())
