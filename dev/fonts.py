"""``python -m dev.fonts``: make the fonts of the printed documents anew (maintainers; needs justmytype-intl-cjk).

Noto Sans SC in two weights, cut to GB 2312 and Latin: what letters and reports are written in. The Open Font License
travels beside them.
"""

import shutil
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from dev.servers import ROOT

TARGET = ROOT / "core" / "pdf" / "fonts"
WEIGHTS = {"Regular": 400, "Bold": 700}
LATIN = range(0x20, 0x250)
SIGNS = "–—‘’“”•…‰′″※€№™←↑→↓−∕≈≠≤≥①②③④⑤⑥⑦⑧⑨⑩〔〕《》「」、。·×÷°±²³"


def source() -> Path:
    found = find_spec("justmytype_intl_cjk")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("Install justmytype-intl-cjk first; it holds the font.")
    return Path(found.submodule_search_locations[0]) / "fonts" / "ofl" / "notosanssc"


def characters() -> set[int]:
    """GB 2312 whole, Latin, and the signs that documents use."""
    pairs = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    chinese = {ord(text) for pair in pairs if len(text := pair.decode("gb2312", "ignore")) == 1}
    return chinese | set(LATIN) | {ord(sign) for sign in SIGNS}


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, weight in WEIGHTS.items():
        font = instantiateVariableFont(
            TTFont(source() / "NotoSansSC[wght].ttf"), {"wght": weight}, updateFontNames=True
        )
        subsetter = Subsetter(Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True))
        subsetter.populate(unicodes=characters())
        subsetter.subset(font)
        font["head"].modified = font["head"].created  # the same bytes whenever they are made
        font.recalcTimestamp = False
        font.save(TARGET / f"NotoSansSC-{name}.ttf")
    shutil.copy(source() / "OFL.txt", TARGET / "OFL.txt")


if __name__ == "__main__":
    main()
