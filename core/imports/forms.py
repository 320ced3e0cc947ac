"""The file of rows that somebody hands in."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.attachments.forms import UploadForm


class RowsFileForm(UploadForm):
    """The filled template; anything else is refused by name before a row is read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("The filled template as XLSX or CSV, up to 20 MB.")
