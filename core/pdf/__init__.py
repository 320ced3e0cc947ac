"""Printed documents: a Typst template and values in, a PDF out; the same values give the same bytes.

Values reach the template as data (``#let d = json(bytes(sys.inputs.data))``), so markup in them is inert. The fonts are
our own, so every machine sets the same page; a character that they lack is an error, not a box.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst

FONTS = Path(__file__).parent / "fonts"
STANDARD: Final = "ua-1"  # readable by screen readers


def render(template: Path, data: Mapping[str, Any]) -> bytes:
    """The template filled with the data, as PDF/UA."""
    content = typst.compile(
        template,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        pdf_standards=STANDARD,
    )
    if not isinstance(content, bytes):
        raise TypeError("A document is one file.")
    return content
