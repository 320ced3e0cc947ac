"""What of a case can be asked to be put right, by name: its own words, and the documents of its item."""

from django.utils.translation import gettext as _

from services.models import Case

OWN_WORDS = ("subject", "description", "contact")
DOCUMENT = "document:"


def correctable(case: Case) -> dict[str, str]:
    """Each name with its label in the reader's language."""
    own = {"subject": _("What is asked for"), "description": _("Details"), "contact": _("Whom to contact")}
    papers = {f"{DOCUMENT}{number}": name for number, name in enumerate(case.item.documents)}
    return own | papers


def labels_of(case: Case, names: list[str]) -> list[str]:
    known = correctable(case)
    return [known.get(name, name) for name in names]
