"""One year's assessment, from opening to release."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessment.models import sealing
from assessment.models.plan import Plan
from core.rowsecurity import Shared

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Cycle(models.Model):
    """The assessment of a year's figures: open for returns until the cut-off day ends in Shanghai."""

    tenant = Shared("the dates of an assessment and whether its results are released are public", kept=True)

    frozen = sealing.CYCLE

    year = models.PositiveSmallIntegerField(unique=True)
    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="cycle")
    opens_on = models.DateField()
    cutoff_on = models.DateField()
    preview_days = models.PositiveSmallIntegerField(default=5)  # working days in which parks ask before the release
    appeal_days = models.PositiveSmallIntegerField(default=15)  # working days after the preview's opening
    is_assessed = models.BooleanField(default=True)  # False: its figures only serve the year after, as last()
    released_run = models.ForeignKey("Run", on_delete=models.PROTECT, null=True, related_name="+")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    class Meta:
        permissions = [("request_run", "May run the assessment"), ("release_results", "May release results")]
        constraints = [
            models.CheckConstraint(
                name="assessment_a_cycle_closes_after_it_opens",
                condition=Q(cutoff_on__gt=F("opens_on")),
                violation_error_message=_("The cut-off lies after the opening."),
            ),
            models.CheckConstraint(
                name="assessment_a_release_names_run_and_time",
                condition=Q(released_run__isnull=True, released_at__isnull=True)
                | Q(released_run__isnull=False, released_at__isnull=False),
                violation_error_message=_("A release names its run and its time."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def cutoff_at(self) -> datetime:
        """The end of the cut-off day, Shanghai time."""
        return datetime.combine(self.cutoff_on + timedelta(days=1), datetime.min.time(), SHANGHAI)

    def is_open_at(self, moment: datetime) -> bool:
        opens = datetime.combine(self.opens_on, datetime.min.time(), SHANGHAI)
        return opens <= moment < self.cutoff_at

    @property
    def is_released(self) -> bool:
        return self.released_run_id is not None
