"""PDF: one whole document, with nothing in it that runs, calls out, or carries other files."""

import re
import zlib
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from core.attachments.limits import OBJECT_STREAM_BYTES
from core.errors import NotAllowed

ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|GoToE|GoToR|ImportData|SubmitForm|Movie|Sound)(?![A-Za-z0-9])"
)
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"<<(?P<head>(?:(?!stream).){0,4000}?)>>\s*stream\r?\n(?P<body>.*?)endstream", re.DOTALL)
TAIL_BYTES = 1024
ARCHIVE_END = b"PK\x05\x06"


def admit(file: IO[bytes]) -> IO[bytes]:
    """The file itself, when it is a PDF from the first byte to the last and nothing in it acts."""
    file.seek(0)
    content = file.read()
    end = content.rfind(b"%%EOF")
    if end < 0 or content[end + 5 :].strip(b"\r\n \t\0"):
        raise NotAllowed(_("This PDF has no proper end, or something follows it. Save it anew as PDF and send that."))
    if ARCHIVE_END in content[-TAIL_BYTES:] or ARCHIVE_END in content[max(0, len(content) - 66_000) :]:
        raise NotAllowed(_("This file is a PDF and an archive at once; save it anew as PDF and send that."))
    for part in parts_of(content):
        if re.search(rb"/Encrypt(?![A-Za-z0-9])", part):
            raise NotAllowed(_("This PDF is locked with a password, so it cannot be looked at. Save it without one."))
        if found := ACTIVE.search(part):
            raise NotAllowed(
                _("This PDF holds something that acts by itself (%(name)s). Print it to a new PDF and send that.")
                % {"name": found[1].decode()}
            )
    return file


def parts_of(content: bytes) -> Iterator[bytes]:
    """The objects outside streams, then those that are packed into object streams; names with escapes undone."""
    yield unescaped(STREAM.sub(rb"<<\g<head>>>", content))
    left = OBJECT_STREAM_BYTES
    for match in STREAM.finditer(content):
        if b"ObjStm" not in unescaped(match["head"]):
            continue
        unpacked = unpack(match["body"], left)
        left -= len(unpacked)
        yield unescaped(unpacked)


def unescaped(part: bytes) -> bytes:
    return ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), part)


def unpack(body: bytes, limit: int) -> bytes:
    """An object stream as plain bytes; one that cannot be read, or never ends, is refused."""
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(body, max(limit, 1))
    except zlib.error as error:
        raise NotAllowed(_("Part of this PDF cannot be read. Print it to a new PDF and send that.")) from error
    if unpacker.unconsumed_tail.strip():
        raise NotAllowed(_("This PDF unpacks to more than can be looked at. Print it to a new PDF and send that."))
    return unpacked
