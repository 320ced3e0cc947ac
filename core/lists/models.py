"""A list as somebody left it: its address and what stands behind the question mark, under a name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.rowsecurity import Own


class SavedView(models.Model):
    """A named state of a list, one's own or shared with one's organisation; the rows stay each reader's."""

    tenant = Own(shared_with="organisation_id")

    user_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=200)
    query = models.CharField(max_length=1000, blank=True)
    name = models.CharField(max_length=80)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="core_a_person_names_a_view_of_a_list_once",
                fields=["user_id", "path", "name"],
                violation_error_message=_("You have a view of this name here already; enter another name."),
            ),
        ]
        indexes = [models.Index(fields=["path", "name"], name="core_savedview_path")]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path
