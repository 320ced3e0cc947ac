"""One year's assessment, from opening to release."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessment.models import sealing
from assessment.models.plan import Plan
from core.rowsecurity import Level, Shared

SHANGHAI = ZoneInfo("Asia/Shanghai")


class PublicationLevel(models.TextChoices):
    """Who reads the results of a year once they are released; each level reaches a little further."""

    INTERNAL = Level.HOME.value, _("The zone's coordinators and auditors alone")
    DISTRICT = Level.BODIES.value, _("Besides, each district the results of its parks")
    OWN = Level.OWN.value, _("Besides, each park its own result")
    ZONE = Level.MEMBERS.value, _("Inside the zone: every park and district reads all results")
    PUBLIC = Level.ALL.value, _("Everybody")


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
    publication = models.CharField(
        max_length=10, choices=PublicationLevel.choices, default=PublicationLevel.PUBLIC
    )  # who reads the results once they are released
    embargo_until = models.DateTimeField(null=True)  # before it the zone alone reads what is released
    notice_days = models.PositiveSmallIntegerField(default=5)  # working days in which anybody objects to the results
    notice_until = models.DateField(null=True)  # the last of them, as it was announced with the release
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
            models.CheckConstraint(
                name="assessment_a_public_notice_lasts_a_working_day_or_more",
                condition=Q(notice_days__gte=1),
                violation_error_message=_("A public notice lasts one working day or more."),
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

    @property
    def opens_at(self) -> datetime | None:
        """When others than the zone read what is released; None before the release."""
        return None if self.released_at is None else max(self.released_at, self.embargo_until or self.released_at)

    def is_out_at(self, moment: datetime) -> bool:
        """Released, and the embargo is over."""
        return self.opens_at is not None and self.opens_at <= moment
