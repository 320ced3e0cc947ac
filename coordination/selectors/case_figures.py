"""Service cases of the year by park: how many were decided, how many in time, how many are open and late."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.bilingual import in_chinese
from services.models import Case
from services.workflow import OPEN, CaseStatus

FEWEST = 30  # below that no rate is given


@dataclass(frozen=True)
class ParkCases:
    """A park's cases since the first of January, beside the same days of the year before."""

    name: str
    decided: int
    in_time: int
    decided_before: int
    in_time_before: int
    open: int
    late: int
    url: str = ""

    @property
    def rate(self) -> float | None:
        return self.in_time / self.decided if self.decided >= FEWEST else None

    @property
    def rate_before(self) -> float | None:
        return self.in_time_before / self.decided_before if self.decided_before >= FEWEST else None

    @property
    def percent(self) -> float:
        return 100 * (self.rate or 0)


@dataclass(frozen=True)
class CaseFigures:
    """All parks with cases, the one with most late cases first, and the zone's sum."""

    rows: list[ParkCases]
    total: ParkCases

    @property
    def finding(self) -> str:
        words = {"late": self.total.late, "open": self.total.open}
        if self.total.rate is None:
            return _("%(late)s of %(open)s open cases are late") % words
        rate = f"{100 * self.total.rate:.1f}%"
        return _("%(rate)s of the year's cases were decided in time; %(late)s of %(open)s open ones are late") % {
            **words,
            "rate": rate,
        }


def cases_by_park(user: Any, *, today: date) -> CaseFigures:
    """One query grouped by park."""
    since, until = midnight(date(today.year - 1, 1, 1)), midnight(today + timedelta(days=1))
    numbers = counts(today)
    found = list(
        Case.objects.visible_to(user, "services.view_case")
        .filter(Q(status__in=OPEN) | Q(decided_at__gte=since, decided_at__lt=until))
        .values("park", name=F("park__name_zh_hans" if in_chinese() else "park__name_en"))
        .annotate(**numbers)
        .order_by("park__name_en")
    )
    url = reverse("services:cases")
    rows = [ParkCases(name=row["name"], url=url, **{number: row[number] for number in numbers}) for row in found]
    rows.sort(key=lambda row: -row.late)
    sums: dict[str, Any] = {number: sum(row[number] for row in found) for number in numbers}
    return CaseFigures(rows, ParkCases(name=_("Zone"), **sums))


def counts(today: date) -> dict[str, Count]:
    """The year so far and the same days of the year before; late is past the day of the next answer."""
    decided = Q(status=CaseStatus.DECIDED)
    in_time = Q(decided_at__date__lte=F("due_date"))
    now = decided & Q(decided_at__gte=midnight(date(today.year, 1, 1)))
    same_day = midnight(date(today.year - 1, today.month, min(today.day, 28)) + timedelta(days=1))
    before = decided & Q(decided_at__lt=same_day)
    is_open = Q(status__in=OPEN)
    late = Q(due_date__lt=today) | Q(due_date__isnull=True, answer_due_date__lt=today)
    return {
        "decided": Count("pk", filter=now),
        "in_time": Count("pk", filter=now & in_time),
        "decided_before": Count("pk", filter=before),
        "in_time_before": Count("pk", filter=before & in_time),
        "open": Count("pk", filter=is_open),
        "late": Count("pk", filter=is_open & late),
    }


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
