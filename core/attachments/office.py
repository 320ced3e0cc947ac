"""Workbooks and documents of Office Open XML: an archive of known parts, unpacked within limits, nothing that runs."""

import re
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from core.attachments.limits import ARCHIVE_BYTES, ARCHIVE_ENTRIES, ARCHIVE_RATIO, MEGABYTE
from core.errors import NotAllowed

MAIN_TYPES = {
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
}
PARTS = {"xml", "rels", "vml", "png", "jpg", "jpeg", "gif", "emf", "wmf", "tif", "tiff", "bin", "odttf", "psmdcp"}
PRINTER_SETTINGS = re.compile(r"(?:xl|word)/printerSettings/[^/]+\.bin")
ACTING = re.compile(r"vbaProject|macrosheets|activeX|embeddings|ctrlProps|customUI", re.IGNORECASE)
ACTING_CONTENT = re.compile(rb"<!DOCTYPE|<!ENTITY|ddeLink|macroEnabled|DDEAUTO", re.IGNORECASE)
END_OF_ARCHIVE = struct.Struct("<4s4H2LH")
CHUNK = 256 * 1024
OVERLAP = 32  # bytes carried on, so that a word across two chunks is seen
ENCRYPTED = 0x1


def admit(file: IO[bytes]) -> IO[bytes]:
    """The file itself, when every part of it was unpacked, counted and looked at."""
    kind_of_package(file)
    return file


def kind_of_package(file: IO[bytes]) -> str:
    """``xlsx`` or ``docx``, by the declared type of its main part; any other archive is refused."""
    check_one_archive(file)
    try:
        with zipfile.ZipFile(file) as archive:
            check_parts(archive)
            types = archive.read("[Content_Types].xml")
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise NotAllowed(_("This is no workbook or document that can be read. Save it anew and send that.")) from error
    found = [kind for main_type, kind in MAIN_TYPES.items() if main_type in types]
    if len(found) != 1:
        raise NotAllowed(_("Of archives, only XLSX and DOCX without macros are taken; send other parts singly."))
    return found[0]


def check_one_archive(file: IO[bytes]) -> None:
    """The archive begins at the first byte and ends at the last: nothing before it, nothing behind, no comment."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END_OF_ARCHIVE.size))
    tail = file.read()
    fits = len(tail) == END_OF_ARCHIVE.size
    if fits:
        sign, disk, _first, _here, _total, length, offset, comment = END_OF_ARCHIVE.unpack(tail)
        fits = sign == b"PK\x05\x06" and not disk and not comment and offset + length + END_OF_ARCHIVE.size == size
    file.seek(0)
    if not fits or file.read(4) != b"PK\x03\x04":
        raise NotAllowed(_("Something stands before or behind the archive in this file. Save it anew and send that."))
    file.seek(0)


def check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > ARCHIVE_ENTRIES:
        raise NotAllowed(
            _("This file is made of %(count)d parts; at most %(limit)d are taken.")
            % {"count": len(parts), "limit": ARCHIVE_ENTRIES}
        )
    if len({part.filename.casefold() for part in parts}) != len(parts):
        raise NotAllowed(_("Two parts of this file have the same name. Save it anew and send that."))
    left = ARCHIVE_BYTES
    for part in parts:
        check_name(part)
        left -= look_through(archive, part, left)


def check_name(part: zipfile.ZipInfo) -> None:
    path = PurePosixPath(part.filename)
    if part.filename.startswith("/") or "\\" in part.filename or ".." in path.parts or ":" in part.filename:
        raise NotAllowed(_("A part of this file names a place outside of it. Save it anew and send that."))
    if part.flag_bits & ENCRYPTED:
        raise NotAllowed(_("This file is locked with a password, so it cannot be looked at. Save it without one."))
    extension = path.name.rpartition(".")[2].lower()
    is_known = extension in PARTS and (extension != "bin" or PRINTER_SETTINGS.fullmatch(part.filename))
    if not part.is_dir() and (ACTING.search(part.filename) or not is_known):
        raise NotAllowed(
            _("This file holds macros, controls or other files (%(part)s). Save it as plain XLSX or DOCX without them.")
            % {"part": part.filename[:80]}
        )


def look_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Unpack one part piece by piece; counted while reading, since an archive's own numbers may lie."""
    counted, before = 0, b""
    with archive.open(part) as stream:
        while piece := stream.read(CHUNK):
            counted += len(piece)
            if counted > left or (counted > MEGABYTE and counted > ARCHIVE_RATIO * max(part.compress_size, 1)):
                raise NotAllowed(_("This file unpacks to far more than it seems. It is not taken."))
            if ACTING_CONTENT.search(before + piece):
                raise NotAllowed(
                    _("This file holds something that acts by itself (%(part)s). Save it as plain XLSX or DOCX.")
                    % {"part": part.filename[:80]}
                )
            before = piece[-OVERLAP:]
    return counted
