"""The files behind a figure."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.plan import FigureDefinition
from assessment.models.returns import Return
from core.models import Attachment
from core.rowsecurity import SameParkForeignKey, Tenant
from parks.models import Park
from parks.tenancy import TenantModel


class Evidence(TenantModel):
    """A file that shows where a figure of a return comes from."""

    tenant = Tenant(park="park")

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+")
    annual_return = SameParkForeignKey(Return, related_name="evidence")
    figure = models.ForeignKey(FigureDefinition, on_delete=models.PROTECT, related_name="+")
    attachment = SameParkForeignKey(Attachment, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assessment_a_file_stands_behind_a_figure_once",
                fields=["park", "annual_return", "figure", "attachment"],
                violation_error_message=_("This file stands behind the figure already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id} of {self.figure_id}"
