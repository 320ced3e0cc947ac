"""Plain text and CSV: readable as UTF-8 or GB 18030, no controls, no page in disguise."""

import re
from typing import IO

from django.utils.translation import gettext as _

from core.errors import NotAllowed

ENCODINGS = ("utf-8-sig", "gb18030")
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
MARKUP = re.compile(r"^\s*<|<(?:!doctype|html|script|svg|iframe|\?php)|^#!", re.IGNORECASE)


def admit(file: IO[bytes]) -> IO[bytes]:
    text = text_of(file)
    if text is not None and MARKUP.search(text):
        raise NotAllowed(_("This text holds a web page or a program. Send plain words or rows, or a PDF."))
    return file


def is_text(file: IO[bytes]) -> bool:
    return text_of(file) is not None


def text_of(file: IO[bytes]) -> str | None:
    """The content as words, or None when it is none in either encoding."""
    file.seek(0)
    content = file.read()
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if CONTROLS.search(text) else text
    return None
