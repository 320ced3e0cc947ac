"""The name under which a file is shown and saved: no path, no hidden direction, one extension."""

import re
import unicodedata
from pathlib import PurePosixPath

from core.attachments.limits import NAME_CHARACTERS

UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, direction marks, halves, private, unassigned
FORBIDDEN = re.compile(r'[<>:"|?*]')


def clean_name(name: str) -> str:
    """The last part of a path in either notation, without what cannot be seen; dots of the stem become underscores."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(character for character in last if unicodedata.category(character) not in UNSEEN)
    path = PurePosixPath(FORBIDDEN.sub("_", seen).strip(" ."))
    stem = path.stem.replace(".", "_").strip() or "file"
    return stem[: NAME_CHARACTERS - len(path.suffix)] + path.suffix.lower()[:NAME_CHARACTERS]


def extension_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")
