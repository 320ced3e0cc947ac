"""What the catalogue said when, and how a park offers an item differently."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.bilingual import in_chinese
from core.plain_text import check_printable
from core.rowsecurity import Shared
from parks.models import Park
from services.models.catalogue import ServiceItem


class ItemVersion(models.Model):
    """The whole entry as it stood from a day on; a case names the version under which it was sent."""

    tenant = Shared("what the public catalogue said when", kept=True)

    item = models.ForeignKey(ServiceItem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    content = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="services_an_item_has_each_version_once",
                fields=["item", "number"],
                violation_error_message=_("The item has this version already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"


class ItemVariant(models.Model):
    """How one park offers an item: faster than the catalogue promises, with a note, or not at all."""

    tenant = Shared("how each park offers an item is public", written_by=("park", "park"))

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="item_variants")
    item = models.ForeignKey(ServiceItem, on_delete=models.PROTECT, related_name="variants")
    is_offered = models.BooleanField(_("The park offers the item"), default=True)
    promised_days = models.PositiveSmallIntegerField(_("Promised limit here"), null=True, blank=True)
    note_en = models.CharField(_("Note in English"), max_length=300, blank=True, validators=[check_printable])
    note_zh_hans = models.CharField(_("Note in Chinese"), max_length=300, blank=True, validators=[check_printable])
    changed_at = models.DateTimeField()

    class Meta:
        permissions = [("offer_item", "May say how the park offers an item of the catalogue")]
        constraints = [
            models.UniqueConstraint(
                name="services_a_park_varies_an_item_once",
                fields=["park", "item"],
                violation_error_message=_("The park has a variant of this item already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.park_id} {self.item_id}"

    @property
    def note(self) -> str:
        return self.note_zh_hans if in_chinese() else self.note_en
