"""The documents of a case: which files belong to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Attachment
from core.rowsecurity import SameParkForeignKey, Tenant
from enterprises.models import Enterprise
from parks.models import Park
from parks.tenancy import TenantModel
from services.models.case import Case


class CaseDocument(TenantModel):
    """A file that the enterprise or the park handed in for a case; both read it."""

    tenant = Tenant(park="park", enterprise="enterprise")

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    case = SameParkForeignKey(Case, related_name="documents")
    attachment = SameParkForeignKey(Attachment, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="services_a_file_belongs_to_one_case",
                fields=["attachment"],
                violation_error_message=_("This file belongs to a case already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id} of {self.case_id}"
