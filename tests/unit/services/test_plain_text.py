"""Text that cannot be printed is refused with its place; everything that people type passes."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from services.plain_text import check_printable


@pytest.mark.parametrize("text", ["", "第三类医疗器械\r\n\t许可", "émigré 🧪", "a\u3000b"])
def test_check_printable__what_people_type__passes(text):
    check_printable(text)


@pytest.mark.parametrize(
    ("text", "place", "code"), [("ab\x00c", 3, "0000"), ("\x1b[31m", 1, "001B"), ("x\x7f", 2, "007F")]
)
def test_check_printable__control_character__names_its_place(text, place, code):
    with pytest.raises(ValidationError) as refusal:
        check_printable(text)

    (message,) = refusal.value.messages
    assert message.startswith(f"Character {place} cannot be printed (U+{code})")


def test_check_printable__half_of_a_surrogate_pair__is_refused():
    with pytest.raises(ValidationError, match="U\\+D800"):
        check_printable("a\ud800")


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))))
def test_check_printable__any_other_text__passes(text):
    check_printable(text)
