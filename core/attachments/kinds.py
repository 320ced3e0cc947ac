"""The short list of what is taken, told by content; the name has to agree with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from core.attachments import images, office, pdf, texts
from core.attachments.names import extension_of
from core.errors import NotAllowed

File = IO[bytes]
HEAD_BYTES = 16
LISTED = "PDF, PNG, JPEG, XLSX, DOCX, CSV, TXT"


@dataclass(frozen=True)
class Kind:
    """A kind of file: how its content type is called, how its name ends, and what makes it fit to be kept."""

    content_type: str
    extensions: tuple[str, ...]
    admit: Callable[[File], File]  # gives back what is kept, or raises NotAllowed


PDF = Kind("application/pdf", ("pdf",), pdf.admit)
PNG = Kind("image/png", ("png",), images.admit_png)
JPEG = Kind("image/jpeg", ("jpg", "jpeg"), images.admit_jpeg)
XLSX = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",), office.admit)
DOCX = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",), office.admit)
CSV = Kind("text/csv", ("csv",), texts.admit)
TEXT = Kind("text/plain", ("txt",), texts.admit)

BY_FIRST_BYTES = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))


def kind_of(file: File, name: str) -> Kind:
    """What the content is.

    Raises
    ------
    NotAllowed
        For a content that is not on the list, or that its name gives out as something else.
    """
    kind = kind_by_content(file, name)
    extension = extension_of(name)
    if extension not in kind.extensions:
        words = {"name": name, "content": kind.extensions[0].upper(), "extension": kind.extensions[0]}
        raise NotAllowed(
            _("“%(name)s” is a %(content)s file by its content; name it .%(extension)s and send it again.") % words
        )
    return kind


def kind_by_content(file: File, name: str) -> Kind:
    file.seek(0)
    head = file.read(HEAD_BYTES)
    for first, kind in BY_FIRST_BYTES:
        if head.startswith(first):
            return kind
    if head.startswith(b"PK"):
        return {"xlsx": XLSX, "docx": DOCX}[office.kind_of_package(file)]
    if texts.is_text(file):
        return CSV if extension_of(name) == "csv" else TEXT
    raise NotAllowed(_("This kind of file is not taken. Taken are: %(kinds)s.") % {"kinds": LISTED})
