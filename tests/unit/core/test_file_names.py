"""The name of a handed-in file: whatever it was, one plain name with one extension is left."""

import pytest

from core.attachments.names import clean_name


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("Report 2025.PDF", "Report 2025.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        (r"C:\Users\me\图表.xlsx", "图表.xlsx"),
        ("invoice.exe.pdf", "invoice_exe.pdf"),
        ("moved\u202efdp.exe", "movedfdp.exe"),
        ("line\r\nbreak\x00.txt", "linebreak.txt"),
        ('a<b>"c"|d?*.csv', "a_b__c__d__.csv"),
        (".pdf", "pdf"),
        ("", "file"),
        ("...", "file"),
    ],
)
def test_clean_name__whatever_was_sent__is_plain(given, cleaned):
    assert clean_name(given) == cleaned


def test_clean_name__too_long__keeps_its_extension():
    assert len(clean_name("名" * 400 + ".xlsx")) == 120
    assert clean_name("名" * 400 + ".xlsx").endswith(".xlsx")
