"""The catalogue, the cases that come of it, and how they were rated."""

from services.models.case import Case
from services.models.catalogue import Area, ItemKind, ItemMark, ServiceItem
from services.models.document import CaseDocument
from services.models.rating import Level, Rating

__all__ = ["Area", "Case", "CaseDocument", "ItemKind", "ItemMark", "Level", "Rating", "ServiceItem"]
