"""The words and the shape of a verdict."""

from django.utils.translation import gettext as _

from assessment.ladder import Verdict

KINDS = {Verdict.QUALIFIED: "done", Verdict.UNQUALIFIED: "bad", Verdict.NOT_RATED: "off"}


def verdict_words(verdict: str) -> str:
    """``qualified``, ``below the line``, ``not rated`` in the reader's language."""
    words = {
        Verdict.QUALIFIED: _("Qualified"),
        Verdict.UNQUALIFIED: _("Unqualified"),
        Verdict.NOT_RATED: _("Not rated"),
    }
    return words.get(Verdict(verdict), verdict)


def verdict_kind(verdict: str) -> str:
    return KINDS[Verdict(verdict)]
