"""What is taken and what is refused, by content; each hostile file is made in tests/factories/hostile_files.py."""

from io import BytesIO

import pytest
from PIL import Image

from core.attachments.actions import take_in
from core.attachments.kinds import kind_of
from core.attachments.names import clean_name
from core.errors import NotAllowed
from tests.factories import hostile_files as files


def admit(name: str, content: bytes) -> bytes:
    received, cleaned = take_in([content]), clean_name(name)
    kept = kind_of(received, cleaned).admit(received)
    kept.seek(0)
    return kept.read()


@pytest.mark.parametrize("name", files.TAKEN)
def test_admit__a_file_of_the_list__is_taken(name):
    assert admit(name, files.TAKEN[name])


@pytest.mark.parametrize("name", files.REFUSED)
def test_admit__a_hostile_file__is_refused_in_a_sentence(name):
    with pytest.raises(NotAllowed) as refusal:
        admit(name, files.REFUSED[name])

    assert str(refusal.value).rstrip().endswith((".", "TXT."))


def test_admit__a_picture_with_metadata_and_an_archive__keeps_the_picture_alone():
    kept = admit("photo.jpg", files.jpeg_with_place())

    assert b"canary" not in kept
    assert Image.open(BytesIO(kept)).size == (4, 4)


def test_take_in__endless_sender__stops_at_the_limit(settings):
    settings.ATTACHMENT_MAX_BYTES = 3 * 1024 * 1024
    sent = 0

    def two_gigabytes():
        nonlocal sent
        for _piece in range(2048):
            sent += 1
            yield bytes(1024 * 1024)

    with pytest.raises(NotAllowed, match="over the limit of 3 MB"):
        take_in(two_gigabytes())
    assert sent == 4


def test_admit__a_workbook_larger_than_its_own_numbers_say__is_counted_while_reading():
    bomb = bytearray(files.package({"xl/a.xml": bytes(40 * 1024 * 1024)}))

    with pytest.raises(NotAllowed, match="unpacks to far more"):
        admit("bomb.xlsx", bytes(bomb))
