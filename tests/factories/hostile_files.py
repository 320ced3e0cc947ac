"""Files that somebody might hand in, good and hostile; made here, so that no scanner stumbles over the repository."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf(extra: bytes = b"", tail: bytes = b"") -> bytes:
    body = b"1 0 obj\n<< /Type /Catalog " + extra + b" >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n"
    return b"%PDF-1.7\n" + body + b"startxref\n0\n%%EOF\n" + tail


def pdf_with_packed_script() -> bytes:
    packed = zlib.compress(b"<< /S /JavaScript /JS (app.alert(1)) >>")
    head = b"2 0 obj\n<< /Type /ObjStm /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    return b"%PDF-1.7\n" + head + packed + b"\nendstream\nendobj\n%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 4)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, (120, 30, 60)).save(file, kind)
    return file.getvalue()


def jpeg_with_place() -> bytes:
    """A photograph that tells where it was taken, with an archive behind its end."""
    file, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "canary-of-metadata"
    Image.new("RGB", (4, 4)).save(file, "JPEG", exif=exif)
    return file.getvalue() + archive({"inside.txt": b"canary-of-archive"})


def png_bomb(side: int = 60_000) -> bytes:
    """A head that claims billions of points."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack("!L", len(data)) + name + data + struct.pack("!L", zlib.crc32(name + data))

    head = struct.pack("!2L5B", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0")) + part(b"IEND", b"")


def archive(parts: Mapping[str, bytes], comment: bytes = b"") -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
        written.comment = comment
    return file.getvalue()


def package(parts: Mapping[str, bytes], main: str = MAIN) -> bytes:
    """An archive that says it is a workbook."""
    types = f'<Types><Override PartName="/xl/workbook.xml" ContentType="{main}"/></Types>'.encode()
    return archive({"[Content_Types].xml": types, "xl/workbook.xml": b"<workbook/>", **parts})


def workbook(rows: list[list[object]] | None = None) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows or [["a", 1]]):
        sheet.write_row(number, 0, row)
    book.close()
    return file.getvalue()


TAKEN = {
    "report.pdf": pdf(),
    "photo.png": picture(),
    "photo.jpg": picture("JPEG"),
    "photo.JPEG": picture("JPEG"),
    "rows.xlsx": workbook(),
    "rows.csv": "名称,代码\n".encode("gb18030"),
    "words.txt": "\ufeffwords\r\n".encode(),
}
REFUSED = {
    "empty.pdf": b"",
    "page.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "page.txt": b"  <html><script>alert(1)</script></html>",
    "page.csv": b"name\n<script>alert(1)</script>\n",
    "program.exe": b"MZ\x90\x00" + bytes(200),
    "program.sh": b"#!/bin/sh\nrm -rf /\n",
    "program.pdf": b"MZ\x90\x00" + bytes(200),
    "picture.png": pdf(),
    "report.pdf.exe": pdf(),
    "moved\u202efdp.exe": pdf(),
    "script.pdf": pdf(b"/OpenAction << /S /JavaScript /JS (x) >>"),
    "escaped.pdf": pdf(b"/OpenAction << /S /J#61vaScript >>"),
    "packed.pdf": pdf_with_packed_script(),
    "attached.pdf": pdf(b"/Names << /EmbeddedFiles 2 0 R >>"),
    "locked.pdf": pdf(b"/Encrypt 5 0 R"),
    "both.pdf": pdf(tail=archive({"inside.txt": b"x"})),
    "unended.pdf": b"%PDF-1.7\nnothing",
    "archive-in-comment.pdf": b"%PDF-1.7\n" + archive({"x.txt": b"x"}, comment=b"%%EOF"),
    "bomb.png": png_bomb(),
    "damaged.png": picture()[:40],
    "damaged.jpg": b"\xff\xd8\xff" + bytes(50),
    "archive.zip": archive({"a.txt": b"x"}),
    "archive.xlsx": archive({"a.xml": b"<a/>"}),
    "bomb.xlsx": package({"xl/worksheets/sheet1.xml": bytes(30 * 1024 * 1024)}),
    "parts.xlsx": package({f"xl/{number}.xml": b"" for number in range(2_100)}),
    "macro.xlsx": package({"xl/vbaProject.bin": b"x"}),
    "macro-type.xlsx": package({}, main="application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    "object.xlsx": package({"xl/embeddings/oleObject1.bin": b"x"}),
    "entity.xlsx": package({"xl/a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    "escape.xlsx": package({"../../etc/passwd.xml": b"<a/>"}),
    "behind.xlsx": workbook() + b"something",
    "before.xlsx": b"PK\x05\x06" + workbook(),
    "comment.xlsx": package({}) [:-2] + b"\x05\x00hello",
    "binary.txt": bytes(range(256)),
    "wide.txt": "words".encode("utf-16"),
}  # fmt: skip
