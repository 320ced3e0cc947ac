"""Text that people type: what cannot be printed is refused by name, before a database refuses it without words."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LAYOUT = frozenset("\n\r\t")
NOT_PRINTABLE = frozenset({"Cc", "Cs"})  # control characters, halves of surrogate pairs


def check_printable(text: str) -> None:
    """Refuse control characters (NUL among them) with the place of the first one."""
    for place, character in enumerate(text, 1):
        if character not in LAYOUT and unicodedata.category(character) in NOT_PRINTABLE:
            raise ValidationError(
                _("Character %(place)d cannot be printed (U+%(code)04X). Delete it, or type the text again."),
                code="not_printable",
                params={"place": place, "code": ord(character)},
            )
