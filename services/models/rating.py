"""The ratings: what an enterprise says of an answered case."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.plain_text import check_printable
from core.rowsecurity import SameParkForeignKey, Tenant
from enterprises.models import Enterprise
from parks.models import Park
from parks.tenancy import TenantModel
from services.models.case import Case


class Level(models.IntegerChoices):
    """The five levels of the city's rating of services; 1 and 2 are bad."""

    VERY_SATISFIED = 5, _("very satisfied")
    SATISFIED = 4, _("satisfied")
    BASICALLY_SATISFIED = 3, _("basically satisfied")
    DISSATISFIED = 2, _("dissatisfied")
    VERY_DISSATISFIED = 1, _("very dissatisfied")


WORST_WITHOUT_COMMENT = Level.BASICALLY_SATISFIED


class Rating(TenantModel):
    """What the enterprise says of a case once it is answered: voluntary, once, and nobody changes it."""

    tenant = Tenant(park="park", enterprise="enterprise")

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    case = SameParkForeignKey(Case, related_name="ratings")
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    comment = models.CharField(_("comment"), max_length=1000, blank=True, validators=[check_printable])
    rated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="services_a_case_is_rated_once",
                fields=["case"],
                violation_error_message=_("This case has been rated already; a case is rated once."),
            ),
            models.CheckConstraint(
                name="services_a_rating_is_one_to_five",
                condition=Q(level__gte=1, level__lte=5),
                violation_error_message=_("Choose one of the five levels, 1 to 5."),
            ),
            models.CheckConstraint(
                name="services_a_bad_rating_says_what_went_wrong",
                condition=Q(level__gte=WORST_WITHOUT_COMMENT) | ~Q(comment=""),
                violation_error_message=_("Say in a few words what went wrong, so that it can be put right."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.case_id}"
