"""How sure a fact of the register is: the words that stand beside it wherever it is shown."""

from django.utils.translation import gettext_lazy as _

DECLARED = "declared"  # entered in the portal by whoever answers for the park
DEMO = "demo"
MARKS = {
    "sourced": _("sourced"),
    "named_only": _("named only; no official page was read"),
    "inferred": _("inferred, waits for the municipality's word"),
    DECLARED: _("declared by the park in this portal"),
    DEMO: _("assumed, demonstration"),
}


def mark_words(mark: str) -> str:
    """The words of a mark; an unknown one is shown as it stands."""
    return str(MARKS.get(mark, mark))
