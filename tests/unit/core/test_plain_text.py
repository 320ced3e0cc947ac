"""Text that cannot be printed is refused with its place; everything that people type passes."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.plain_text import UNSEEN, check_one_line, check_printable


@pytest.mark.parametrize("text", ["", "第三类医疗器械\r\n\t许可", "émigré 🧪", "a\u3000b"])
def test_check_printable__what_people_type__passes(text):
    assert check_printable(text) is None


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


SEEN = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="".join(UNSEEN))
ON_A_LINE = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="".join(UNSEEN))


@given(st.text(SEEN))
def test_check_printable__any_other_text__passes(text):
    assert check_printable(text) is None


@given(st.text(ON_A_LINE))
def test_check_one_line__any_other_text__passes(text):
    assert check_one_line(text) is None


@pytest.mark.parametrize("sign", [*"\n\r\t\u2028\u2029\x85\u202e\u2066\u200b\ufeff\x00"])
def test_check_one_line__end_of_line_or_unseen_mark__names_its_place(sign):
    with pytest.raises(ValidationError) as refusal:
        check_one_line(f"robots{sign}x")

    (message,) = refusal.value.messages
    assert message.startswith(f"Character 7 cannot be printed (U+{ord(sign):04X})")


def test_check_printable__turned_direction__is_refused():
    with pytest.raises(ValidationError, match="U\\+202E"):
        check_printable("two\nlines\u202e")
