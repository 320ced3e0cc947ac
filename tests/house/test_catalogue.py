"""The Chinese of the pages: full-width punctuation beside Han characters, and the same placeholders as the English."""

import re

import polib
from django.conf import settings

CATALOGUE = settings.BASE_DIR / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
HAN = "[\u4e00-\u9fff]"
ASCII_BESIDE_HAN = re.compile(rf"{HAN}[,;:?!()]|[,;:?!()]{HAN}")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def entries():
    return [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]


def chinese_of(entry):
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def test_catalogue__no_ascii_punctuation_beside_han():
    wrong = [text for entry in entries() for text in chinese_of(entry) if ASCII_BESIDE_HAN.search(text)]

    assert wrong == []


def test_catalogue__placeholders_are_those_of_the_english():
    for entry in entries():
        known = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for text in chinese_of(entry):
            assert set(PLACEHOLDER.findall(text)) <= known, entry.msgid
