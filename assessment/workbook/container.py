"""Unpacking what claims to be a workbook: refused with one reason while it is read, before anything is built of it."""

import zipfile
import zlib
from io import BytesIO

from django.utils.translation import gettext as _

from core.errors import NotAllowed

LARGEST_UPLOAD = 2 * 1024 * 1024
LARGEST_UNPACKED = 24 * 1024 * 1024
MOST_PARTS = 200
HIGHEST_RATIO = 400  # of a part's size to what it takes in the file; above that it was made to burst
STEP = 64 * 1024
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
NEEDED = {"[Content_Types].xml", "xl/workbook.xml"}


def unpacked(content: bytes) -> dict[str, bytes]:
    """The workbook's parts by name, or NotAllowed with the reason why the file cannot be read."""
    check_kind(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = check_parts(archive)
            return read_parts(archive, names)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise NotAllowed(_("The file is damaged: it cannot be unpacked. Save it again as .xlsx.")) from error


def check_kind(content: bytes) -> None:
    if not content:
        raise NotAllowed(_("The file is empty."))
    if len(content) > LARGEST_UPLOAD:
        raise NotAllowed(_("The file is larger than 2 MB; a return is not. Remove what does not belong to it."))
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise NotAllowed(_("The workbook is protected by a password; save it without one."))
        raise NotAllowed(_("This is an old .xls file; save it as .xlsx."))
    if not content.startswith(ZIP):
        raise NotAllowed(_("This is no Excel workbook; upload the .xlsx that you downloaded here."))


def check_parts(archive: zipfile.ZipFile) -> list[str]:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS:
        raise NotAllowed(_("The file has more parts than a workbook of the portal; it is not read."))
    if len(set(names)) < len(names):
        raise NotAllowed(_("The file is damaged: it cannot be unpacked. Save it again as .xlsx."))
    if not set(names) >= NEEDED:
        raise NotAllowed(_("This is a .zip or another kind of file, not an Excel workbook; upload the .xlsx."))
    if any(part.flag_bits & 1 for part in parts):
        raise NotAllowed(_("The workbook is protected by a password; save it without one."))
    if any(name.endswith(("vbaProject.bin", "vbaData.xml")) or name.startswith("xl/macrosheets/") for name in names):
        raise NotAllowed(_("The workbook holds macros; save it as .xlsx without them."))
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise NotAllowed(_("The workbook draws on other files; paste the values instead of the links."))
    return names


def read_parts(archive: zipfile.ZipFile, names: list[str]) -> dict[str, bytes]:
    """Every XML part, counted while it is unpacked: what its header says of its size is not believed."""
    found, left = {}, LARGEST_UNPACKED
    for name in names:
        packed = max(archive.getinfo(name).compress_size, 1)
        with archive.open(name) as part:
            content = bytearray()
            while step := part.read(STEP):
                content += step
                left -= len(step)
                if left < 0 or (len(content) > 1024 * 1024 and len(content) > HIGHEST_RATIO * packed):
                    raise NotAllowed(_("The file swells to an unreasonable size when it is unpacked; it is not read."))
        if name.endswith((".xml", ".rels")):
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                raise NotAllowed(_("The file declares entities, as no workbook does; it is not read."))
            found[name] = bytes(content)
    return found
