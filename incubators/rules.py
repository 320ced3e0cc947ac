"""The numbers by which an incubatee is measured, with the document they come from.

Measures for technology incubators, 国科发区〔2018〕300号 (2018-12-14); its numbers as they are told, to be checked
against the text before anything official rests on them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

SOURCE = "国科发区〔2018〕300号"
LONGEST_STAY_MONTHS = 48
LONGEST_STAY_MONTHS_LONG_CYCLE = 60  # biomedicine and the like
LONG_CYCLE_SECTORS = frozenset({"biomedicine", "life_health", "future_health"})
GROUNDS_NEEDED = 2


class Ground(models.TextChoices):
    """What shows that an enterprise stands on its own; two of these make a graduate."""

    HIGH_TECH = "high_tech", _("certified as a high-tech enterprise")
    INVESTED = "invested", _("5 million yuan invested in it, or more")
    REVENUE = "revenue", _("revenue above 10 million yuan in two years running")
    ACQUIRED = "acquired", _("acquired or listed")


def longest_stay_months(sector: str) -> int:
    """How long an incubatee of that sector of the city's layout may stay."""
    return LONGEST_STAY_MONTHS_LONG_CYCLE if sector in LONG_CYCLE_SECTORS else LONGEST_STAY_MONTHS
