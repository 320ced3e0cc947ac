"""A file that a job made of somebody's rows: that person's alone, for a few days."""

import uuid

from django.db import models

from core.rowsecurity import Own


class ExportFile(models.Model):
    """Rows of whatever the person may see, so nobody else's, not even a colleague's."""

    tenant = Own()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user_id = models.BigIntegerField()
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    stored_as = models.CharField(max_length=100)
    size = models.BigIntegerField()
    count = models.BigIntegerField()  # of the rows in it
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user_id", "made_at"], name="core_exportfile_user")]

    def __str__(self) -> str:
        return self.name
