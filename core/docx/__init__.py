"""Documents that officials go on editing: paragraphs and tables as WordprocessingML (ECMA-376), nothing else.

The same content gives the same bytes: parts in a fixed order, no clock, no random ids.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from xml.sax.saxutils import escape

from core.docx.parts import CONTENT_TYPES, DOCUMENT_LINKS, EPOCH, LINKS, NAMESPACE, PROPERTIES, SECTION, STYLES

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT_WIDTH = 9070  # twentieths of a point between the margins of the section
Style = Literal["Normal", "Title", "Heading1", "Small"]
Align = Literal["start", "center", "end"]


@dataclass(frozen=True)
class Paragraph:
    """A line of text; its language tells readers aloud and spelling checks what it is."""

    text: str
    style: Style = "Normal"
    align: Align = "start"
    language: str = "zh-CN"


@dataclass(frozen=True)
class Table:
    """A head that is repeated on each page, and rows of texts; ``widths`` are shares of the text's width."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    language: str = "zh-CN"


def document(*, title: str, day: date, parts: Iterable[Paragraph | Table], language: str = "zh-CN") -> bytes:
    """The package as bytes; ``day`` is the only time it carries."""
    body = "".join(paragraph(part) if isinstance(part, Paragraph) else table(part) for part in parts)
    main = f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}{SECTION}</w:body></w:document>'
    properties = PROPERTIES.format(title=escape(title), language=escape(language), day=day.isoformat())
    return package({
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": LINKS,
        "docProps/core.xml": properties,
        "word/document.xml": main,
        "word/_rels/document.xml.rels": DOCUMENT_LINKS,
        "word/styles.xml": STYLES,
    })  # fmt: skip


def package(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, date_time=EPOCH)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(info, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode())
    return out.getvalue()


def paragraph(row: Paragraph) -> str:
    look = f'<w:pPr><w:pStyle w:val="{row.style}"/><w:jc w:val="{row.align}"/></w:pPr>'
    return f"<w:p>{look}{run(row.text, row.language)}</w:p>"


def run(text: str, language: str, *, bold: bool = False) -> str:
    key = "w:eastAsia" if language.startswith("zh") else "w:val"
    look = f'<w:rPr>{"<w:b/>" if bold else ""}<w:lang {key}="{escape(language)}"/></w:rPr>'
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def table(part: Table) -> str:
    whole = sum(part.widths)
    widths = [TEXT_WIDTH * width // whole for width in part.widths]
    look = '<w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = row_of(part.heads, widths, part.language, is_head=True)
    rows = "".join(row_of(row, widths, part.language) for row in part.rows)
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl><w:p/>"


def row_of(texts: Sequence[str], widths: Sequence[int], language: str, *, is_head: bool = False) -> str:
    cells = "".join(
        cell_of(run(text, language, bold=is_head), width) for text, width in zip(texts, widths, strict=True)
    )
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if is_head else ''}{cells}</w:tr>"


def cell_of(content: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p>{content}</w:p></w:tc>'
