"""One file on its way into the portal: what was found in it, and what became of it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.attachments.models import Attachment
from core.rowsecurity import Own


class ImportState(models.TextChoices):
    CHECKING = "checking", _("Being checked")
    REFUSED = "refused", _("Not imported: there is something to correct")
    CHECKED = "checked", _("Checked, waits for your word")
    WRITING = "writing", _("Being imported")
    DONE = "done", _("Imported")


class ImportRun(models.Model):
    """Its asker's alone; what it writes is the tenant's and stands in the audit."""

    tenant = Own()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user_id = models.BigIntegerField()
    importer = models.CharField(max_length=60)
    target = models.BigIntegerField()  # the key of the park or body whose rows these are
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    back = models.CharField(max_length=200)  # the page that it came from
    state = models.CharField(max_length=20, choices=ImportState.choices, default=ImportState.CHECKING)
    new = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    same = models.IntegerField(default=0)
    problem_count = models.IntegerField(default=0)
    problems = models.JSONField(default=list)  # the first ones: [place, sentence]
    sample = models.JSONField(default=list)  # the first changes: [kind, row, before, after]
    asked_at = models.DateTimeField()
    job_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user_id", "asked_at"], name="core_importrun_user")]

    def __str__(self) -> str:
        return f"{self.importer} {self.state}"

    @property
    def is_under_way(self) -> bool:
        return self.state in {ImportState.CHECKING, ImportState.WRITING}
