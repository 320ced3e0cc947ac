"""One file to hand in; what may be in it is asked by ``store``."""

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """The field is called ``file``, which is also the place that a refusal of ``store`` names."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "PDF, PNG, JPEG, XLSX, DOCX, CSV or TXT, up to 20 MB. It is scanned for viruses before anybody opens it."
        ),
        allow_empty_file=True,  # so that one sentence refuses it, on pages and elsewhere
        error_messages={"required": _("Choose a file."), "missing": _("Choose a file.")},
    )
