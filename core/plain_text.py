"""Text that people type: what cannot be seen is refused by name, before a database or another reader trips over it."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _

LAYOUT = frozenset("\n\r\t")
NOT_PRINTABLE = frozenset({"Cc", "Cs"})  # control characters, halves of surrogate pairs
LINE_ENDS = frozenset({"Zl", "Zp"})
# Marks that turn the direction of what follows, or show nothing: 甲<U+202E>乙 would be read backwards.
UNSEEN = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")


def check_printable(text: str) -> None:
    """Refuse control characters (NUL among them) and unseen marks with the place of the first one."""
    refuse_first(text, lambda sign: sign not in LAYOUT and is_unprintable(sign))


def check_one_line(text: str) -> None:
    """Refuse the same and every end of a line: a name that spans two lines forges the second one in lists and logs."""
    refuse_first(text, lambda sign: is_unprintable(sign) or unicodedata.category(sign) in LINE_ENDS)


def is_unprintable(sign: str) -> bool:
    return sign in UNSEEN or unicodedata.category(sign) in NOT_PRINTABLE


def refuse_first(text: str, is_refused: Any) -> None:
    for place, character in enumerate(text, 1):
        if is_refused(character):
            raise ValidationError(
                _("Character %(place)d cannot be printed (U+%(code)04X). Delete it, or type the text again."),
                code="not_printable",
                params={"place": place, "code": ord(character)},
            )


class PlainText(forms.CharField):
    """A field for words: one line, or lines where its widget has room for them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        check = check_printable if isinstance(self.widget, forms.Textarea) else check_one_line
        others = [each for each in self.validators if not isinstance(each, ProhibitNullCharactersValidator)]
        self.validators = [*others, check]  # which names the place of a NUL; one fault is told once
